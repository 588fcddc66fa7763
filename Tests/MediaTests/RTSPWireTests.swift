import Media
import Testing

struct `What a camera sends` {
    private static let reply = "RTSP/1.0 200 OK\r\nCSeq: 4\r\n\r\n"

    /// Everything found, with packets' bytes in place of their ranges.
    private enum Seen: Equatable {
        case reply(Int, [String])
        case request(String, String?)
        case packet(UInt8, [UInt8])
    }

    private func seen(
        _ bytes: [UInt8],
        step: Int = .max
    ) throws -> (seen: [Seen], wire: RTSPWire) {
        var wire = RTSPWire()
        var rest = bytes[...]
        var result: [Seen] = []
        while !rest.isEmpty {
            unsafe wire.fill { space in
                let part = rest.prefix(min(step, space.count))
                unsafe space.copyBytes(from: part)
                rest = rest.dropFirst(part.count)
                return part.count
            }
            while let found = try wire.next() {
                switch found {
                case .reply(let reply):
                    result.append(
                        .reply(reply.status, reply.headers.map { "\($0.name)=\($0.value)" }))
                case .request(let method, let sequence): result.append(.request(method, sequence))
                case .packet(let channel, let range):
                    result.append(.packet(channel, Array(wire.bytes[range])))
                }
            }
        }
        return (result, wire)
    }

    private static let packet: [UInt8] = [0x80, 96] + (1...10)
    private static let framed: [UInt8] = [0x24, 0, 0, 12] + packet

    @Test(arguments: [1, 3, 7, 4096]) func `is understood however it is cut up`(step: Int) throws {
        let bytes = Self.framed + Array(Self.reply.utf8) + Self.framed + Self.framed
        let found = try seen(bytes, step: step).seen
        let packet = Seen.packet(0, Self.packet)
        #expect(found == [packet, .reply(200, ["cseq=4"]), packet, packet])
    }

    @Test func `is found again behind bytes that make no sense, which are counted`() throws {
        let junk: [UInt8] = [0, 1, 2, 0x24, 0x24, 0xFF, 0x52, 0x54] + Array("RTSQ".utf8)
        let (found, wire) = try seen(junk + Self.framed + junk + Array(Self.reply.utf8))
        #expect(found == [.packet(0, Self.packet), .reply(200, ["cseq=4"])])
        #expect(wire.junk == junk.count * 2)
    }

    @Test func `is found again behind words that look like the beginning of many answers`() throws {
        let junk = Array(String(repeating: "RTSP/", count: 20_000).utf8) + [0x0A]
        let (found, wire) = try seen(junk + Array(Self.reply.utf8))
        #expect(found == [.reply(200, ["cseq=4"])])
        #expect(wire.junk == junk.count)
    }

    @Test func `ends the connection where it makes no sense for too long`() {
        #expect(throws: RTSPWire.Mistake.self) {
            try seen([UInt8](repeating: 7, count: RTSPWire.junkLimit + 1))
        }
        let long = "RTSP/1.0 200 OK\r\nX: " + String(repeating: "a", count: RTSPWire.headLimit)
        #expect(throws: RTSPWire.Mistake.self) { try seen(Array(long.utf8)) }
        let large = "RTSP/1.0 200 OK\r\nContent-Length: \(RTSPWire.bodyLimit + 1)\r\n\r\n"
        #expect(throws: RTSPWire.Mistake.self) { try seen(Array(large.utf8)) }
    }

    @Test func `may be written in any case, over several lines, with any line's end`() throws {
        let text = "RTSP/1.0 200\nCSEQ:4\nPublic: DESCRIBE,\n  SETUP\nodd line\nX : y \n\n"
        #expect(
            try seen(Array(text.utf8)).seen == [
                .reply(200, ["cseq=4", "public=DESCRIBE, SETUP", "x=y"])
            ]
        )
    }

    @Test func `may be a question of its own`() throws {
        let text = "OPTIONS rtsp://node/ RTSP/1.0\r\nCSeq: 9\r\n\r\n"
        #expect(
            try seen(Array(text.utf8) + Self.framed).seen == [
                .request("OPTIONS", "9"), .packet(0, Self.packet),
            ])
    }

    @Test(arguments: 1...40) func `never stops the reader by chance`(seed: UInt64) {
        var state = seed
        let pieces: [[UInt8]] = [
            Self.framed, Array(Self.reply.utf8), [0x24], Array("RTSP/1.0 ".utf8), [0, 0x0D, 0x0A],
            Array("Content-Length: 5\r\n\r\n".utf8),
        ]
        var bytes: [UInt8] = []
        for _ in 0..<200 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            var piece = pieces[Int(state >> 33) % pieces.count]
            piece[Int(state >> 40) % piece.count] ^=
                UInt8(state >> 50 & 1) << UInt8(state >> 52 & 7)
            bytes += piece
        }
        // What it finds does not matter, but that it goes on to the end or says why not.
        _ = try? seen(bytes, step: 1 + Int(seed) * 5)
    }
}
