import Media
import Testing

/// Whatever a camera sends, its parsers come to an end, within their bounds.
struct `What a camera says, changed by chance` {
    /// Numbers that look like chance and are the same for the same seed.
    private struct Chance {
        var state: UInt64

        mutating func below(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }

        /// The text with some characters doubled, left out, or exchanged.
        mutating func changed(_ text: String) -> String {
            var bytes = Array(text.utf8)
            for _ in 0...below(12) where !bytes.isEmpty {
                let index = below(bytes.count)
                switch below(4) {
                case 0: bytes.remove(at: index)
                case 1: bytes.insert(Array(#"",;=:/-0 %"#.utf8)[below(10)], at: index)
                case 2: bytes[index] = UInt8(below(256))
                default: bytes.insert(contentsOf: bytes[index...].prefix(below(20)), at: index)
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private static let sdp = """
        v=0\r\na=control:*\r\nm=video 0 RTP/AVP 96 26\r\na=rtpmap:96 H265/90000\r\n\
        a=fmtp:96 sprop-vps=QAEMAf//AWAAAA;sprop-sps=QgEBAWAAAA==;sprop-pps=RAHgc;\
        sprop-max-don-diff=1\r\na=framesize:96 1920-1080\r\na=x-dimensions:1920,1080\r\n\
        a=framerate:25\r\na=control:rtsp://gate/live?x=1/track1\r\n\
        m=video 0 RTP/AVP 97\r\na=rtpmap:97 H264/90000\r\n\
        a=fmtp:97 sprop-parameter-sets=Z0IAHpWoKA9k,aM48gA==\r\n\
        m=video 0 RTP/AVP 98\r\na=rtpmap:98 MP4V-ES/90000\r\na=fmtp:98 config=000001B0F500\r\n
        """
    private static let headers = [
        #"Digest realm="a \"b\", c", nonce="9", qop="auth,auth-int", algorithm=SHA-256, Basic realm=x"#,
        "RTP/AVP/TCP;unicast;interleaved=0-255;ssrc= b6d0;mode=\"play\"",
        "RTP/AVP;unicast;source=10.0.0.9;server_port=65535-4001;client_port=1-2",
        "  4711 ; timeout = 99999999999999999999",
        "rtsp://[fe80::1%25eth0]:554/a?b=c/../d",
    ]

    @Test func `is read up to a bound, however much it is`() throws {
        let long =
            "m=video 0 RTP/AVP " + String(repeating: "96 ", count: 40_000) + "\n"
            + String(repeating: "a=rtpmap:1\n", count: 10_000)
        let video = try #require(SessionDescription(long).media.first)
        #expect(video.payloadTypes.count == SessionDescription.typeLimit)
        #expect(video.attributes.count == SessionDescription.lineLimit - 1)
    }

    @Test(arguments: 1...100) func `is read or refused`(seed: UInt64) {
        var chance = Chance(state: seed)
        for _ in 0..<20 {
            let description = SessionDescription(chance.changed(Self.sdp))
            if let video = try? VideoDescription(choosingFrom: description) {
                #expect(video.clock > 0 && video.payloadType < 128)
                #expect(video.parameterSets.allSatisfy { !$0.isEmpty })
                #expect(video.rate.map { (0.05...240).contains($0) } ?? true)
            }
            for header in Self.headers.map({ chance.changed($0) }) {
                #expect(Challenge.read(header).allSatisfy { !$0.scheme.contains(" ") })
                let transport = TransportReply(header)
                #expect(transport?.channels.map { (0...255).contains($0.second) } ?? true)
                #expect(transport?.serverPorts.map { (1...65535).contains($0.second) } ?? true)
                #expect(SessionReply(header)?.id.isEmpty != true)
                _ = ControlAddress.joined(chance.changed("rtsp://gate/live?x=1"), header)
                _ = StreamAddress(header).description
            }
        }
    }

    @Test(arguments: 1...50) func `of its own packets, is counted or left aside`(seed: UInt64) {
        var chance = Chance(state: seed)
        var made = MadePackets()
        var reception = Reception()
        var order = PacketOrder()
        let report: [UInt8] = [0x80, 200, 0, 6] + [UInt8](1...24) + [0x81, 203, 0, 1, 9, 9, 9, 9]
        for step in 0..<300 {
            var bytes = step % 3 == 0 ? report : made.packet([1, 2, 3, 4], marker: true)
            bytes[chance.below(bytes.count)] = UInt8(chance.below(256))
            bytes = Array(bytes.prefix(chance.below(bytes.count + 1)))
            let now = Int64(step) * 20_000
            _ = reception.isEnd(bytes.span, at: now)
            if let packet = RTPPacket(bytes.span) {
                #expect(packet.payload.upperBound <= bytes.count)
                reception.took(packet)
                if order.take(packet.sequence) == .early {
                    order.keep(packet.sequence, bytes, at: now)
                }
            }
            while let due = order.due(at: now) { #expect(due.lost >= 0) }
            let length = reception.report(at: now).count
            #expect([32, 56].contains(length))
        }
    }
}
