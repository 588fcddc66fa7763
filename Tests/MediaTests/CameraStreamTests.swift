import Domain
import Foundation
import Media
import Testing

struct `A camera's stream` {
    private let source = MadePictures(width: 160, height: 96)

    /// Reads a camera until it hangs up or falls silent.
    private func all(
        _ camera: StreamingCamera,
        transport: StreamTransport = .tcp,
        count: Int = .max,
        silence: Double = 0.5
    ) throws -> (reader: PacketReader, packets: [Packet], pictures: [SeenPicture], end: MediaError?)
    {
        let reader = try PacketReader(
            opening: StreamAddress("rtsp://127.0.0.1:\(camera.port)/main", transport: transport),
            limits: StreamLimits(firstKeyframe: 2, silence: silence),
            interrupt: Interrupt()
        )
        let decoder = try PictureDecoder(reader.info)
        var packets: [Packet] = []
        var pictures: [SeenPicture] = []
        var end: MediaError?
        do {
            while packets.count < count, let packet = try reader.next() {
                packets.append(packet)
                try decoder.decode(packet) { pictures.append(SeenPicture($0)) }
            }
        } catch let error as MediaError { end = error }
        withExtendedLifetime(camera) {}
        return (reader, packets, pictures, end)
    }

    @Test func `comes out picture by picture as it went in, each with its last packet`() throws {
        let (sets, pictures) = try source.encoded(count: 12)
        let camera = StreamingCamera(
            .init(
                sdp: source.sdp(sets),
                stream: MadePackets.interleaved(source.packets(pictures))
            )
        )
        let seen = try all(camera, count: 12)
        // The twelfth has come too, though no thirteenth ever begins.
        #expect(seen.packets.count == 12 && seen.pictures.count == 12 && seen.end == nil)
        #expect(seen.reader.info.description == "h264 160x96")
        #expect(seen.reader.counts == StreamCounts(received: seen.reader.counts.received))
        let times = (0..<12).map { Double($0) / 10 }
        #expect(zip(seen.pictures, times).allSatisfy { abs($0.0.time - $0.1) < 1e-6 })
        for (index, picture) in seen.pictures.enumerated() {
            let error = zip(picture.luma, source.luma(index))
                .reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
            #expect(Double(error) / Double(picture.luma.count) < 4, "picture \(index)")
        }
        let expected = ["OPTIONS", "DESCRIBE", "SETUP", "PLAY"]
        #expect(Array(camera.server.methods.prefix(4)) == expected)
        #expect(
            camera.server.requests[2].hasPrefix(
                "SETUP rtsp://127.0.0.1:\(camera.port)/main/track1 "))
        #expect(camera.server.requests[3].contains("Session: 4711\r\n"))
    }

    @Test func `is left with TEARDOWN`() throws {
        let (sets, pictures) = try source.encoded(count: 2)
        let stream = MadePackets.interleaved(source.packets(pictures))
        let camera = StreamingCamera(.init(sdp: source.sdp(sets), stream: stream))
        _ = try all(camera, count: 2)
        // The reader waits until the camera has answered and hung up, or 0.2 s.
        #expect(camera.server.methods.last == "TEARDOWN")
        #expect(camera.server.requests.last?.contains("Session: 4711\r\n") == true)
    }

    @Test
    func
        `comes over other channels, between bytes that make no sense, and before PLAY is answered`()
        throws
    {
        let (sets, pictures) = try source.encoded(count: 6)
        let packets = source.packets(pictures, sets: sets)
        var quirks = StreamingCamera.Quirks(sdp: source.sdp([]))
        quirks.setup = "RTSP/1.0 200 OK\r\nSession: 1\r\nTransport: RTP/AVP/TCP;interleaved=8-9"
        quirks.stream =
            MadePackets.interleaved(Array(packets.prefix(3)), channel: 8)
            + [1, 2, 3] + MadePackets.interleaved(Array(packets.dropFirst(3)), channel: 8)
        quirks.describe = "RTSP/1.0 200 OK\r\nContent-Type: text/plain"
        let seen = try all(StreamingCamera(quirks), count: 6)
        #expect(seen.pictures.count == 6)
        #expect(seen.reader.counts.junk == 3)
        #expect(seen.reader.info.setsComeInBand)
    }

    @Test func `changes its pictures' size without being opened anew`() throws {
        let (sets, small) = try source.encoded(count: 3)
        let wide = MadePictures(width: 320, height: 192)
        let (otherSets, large) = try wide.encoded(count: 3)
        var made = MadePackets()
        var packets: [[UInt8]] = []
        for (sets, picture) in small.map({ (sets, $0) }) + large.map({ (otherSets, $0) }) {
            made.timestamp &+= 9000
            packets += made.picture((picture.isKeyframe ? sets : []) + picture.units)
        }
        let camera = StreamingCamera(
            .init(sdp: source.sdp(sets), stream: MadePackets.interleaved(packets)))
        let seen = try all(camera, count: 6)
        #expect(seen.pictures.map(\.width) == [160, 160, 160, 320, 320, 320])
        #expect(seen.reader.info.width == 320 && seen.reader.info.height == 192)
    }

    @Test func `of another payload type is opened anew, and says why`() throws {
        let (sets, pictures) = try source.encoded(count: 2)
        var other = MadePackets(payloadType: 97)
        let stream = source.packets(pictures) + (0..<40).map { _ in other.packet([1, 2, 3, 4]) }
        let camera = StreamingCamera(
            .init(sdp: source.sdp(sets), stream: MadePackets.interleaved(stream)))
        let end = try all(camera).end
        #expect(end?.kind == .endOfStream)
        #expect(end?.reason.contains("now sends payload type 97 in place of 96") == true)
    }

    @Test func `ends where the camera says so`() throws {
        let (sets, pictures) = try source.encoded(count: 2)
        let goodbye: [UInt8] = [0x81, 203, 0, 1, 1, 2, 3, 4]
        let stream =
            MadePackets.interleaved(source.packets(pictures))
            + MadePackets.interleaved([goodbye], channel: 1)
        let camera = StreamingCamera(.init(sdp: source.sdp(sets), stream: stream))
        let seen = try all(camera)
        #expect(seen.packets.count == 2)
        #expect(seen.end?.reason == "the camera says that the stream has ended")
    }

    @Test func `with a packet missing has one damaged picture, which is counted`() throws {
        let (sets, pictures) = try source.encoded(count: 8)
        var packets = source.packets(pictures, size: 50)
        // A fragment of the first picture that is neither its first nor its last.
        packets.remove(at: try #require(packets.firstIndex { $0[12] == 0x7C && $0[13] == 5 }))
        let camera = StreamingCamera(
            .init(sdp: source.sdp(sets), stream: MadePackets.interleaved(packets)))
        let counts = try all(camera).reader.counts
        #expect(counts.lost == 1 && counts.damaged == 1)
    }

    @Test func `as datagrams, with a packet missing, goes on behind it`() throws {
        let (sets, pictures) = try source.encoded(count: 8)
        var packets = source.packets(pictures)
        let gone = packets.remove(at: packets.count / 2)
        let camera = StreamingCamera(.init(sdp: source.sdp(sets), datagrams: packets))
        let seen = try all(camera, transport: .udp)
        // Where the packet was all of a picture, that one is missing.
        #expect(seen.packets.count == (gone[1] & 0x80 == 0 ? 8 : 7))
        #expect(seen.reader.counts.lost == 1 && seen.reader.counts.damaged >= 1)
        #expect(seen.end?.reason == "no answer in time")
    }

    @Test func `shows the camera that it is wanted, though the camera never answers that`() throws {
        let (sets, pictures) = try source.encoded(count: 2)
        let stream = MadePackets.interleaved(source.packets(pictures))
        var quirks = StreamingCamera.Quirks(sdp: source.sdp(sets), stream: stream)
        quirks.setup = "RTSP/1.0 200 OK\r\nSession: 4711;timeout=2"
        let camera = StreamingCamera(quirks)
        let end = try all(camera, silence: 2.5).end
        #expect(end?.kind == .timedOut)
        let signs = camera.server.requests.filter { $0.hasPrefix("GET_PARAMETER") }
        #expect(signs.count == 2)
        #expect(signs.allSatisfy { $0.contains("Session: 4711\r\n") })
    }

    @Test func `comes as datagrams too, also where they overtake each other`() throws {
        let (sets, pictures) = try source.encoded(count: 8)
        var packets = source.packets(pictures)
        for index in stride(from: 2, to: packets.count - 1, by: 3) {
            packets.swapAt(index, index + 1)
        }
        packets.insert(packets[1], at: 4)
        let camera = StreamingCamera(.init(sdp: source.sdp(sets), datagrams: packets))
        let seen = try all(camera, transport: .udp, count: 8)
        #expect(seen.pictures.count == 8)
        #expect(seen.reader.counts.lost == 0 && seen.reader.counts.strays == 1)
        #expect(seen.reader.info.transport == "udp")
    }

    @Test func `that never comes as datagrams hints at firewalls`() throws {
        let (sets, _) = try source.encoded(count: 1)
        let camera = StreamingCamera(.init(sdp: source.sdp(sets)))
        do {
            _ = try all(camera, transport: .udp)
            Issue.record("it was opened")
        } catch let error as MediaError {
            #expect(error.kind == .timedOut)
            #expect(error.reason.contains("write transport: tcp"))
        }
    }

    /// What a camera may send for ever without a picture that can be begun with, and what is said.
    enum Flood: CaseIterable {
        case reports, strays, lineEnds, picturesWithoutKeyframe
    }

    @Test(.timeLimit(.minutes(1)), arguments: Flood.allCases)
    func `that never ceases and brings no picture is given up`(flood: Flood) throws {
        let (sets, pictures) = try source.encoded(count: 10)
        let made = source.packets(pictures)
        let report: [UInt8] = [0x80, 200, 0, 6] + [UInt8](1...24)
        let bytes =
            switch flood {
            case .reports: MadePackets.interleaved([report], channel: 1)
            case .strays: MadePackets.interleaved(made, channel: 9)
            case .lineEnds: [UInt8](repeating: 0x0A, count: 1000)
            case .picturesWithoutKeyframe:
                MadePackets.interleaved(source.packets(pictures.filter { !$0.isKeyframe }))
            }
        let camera = StreamingCamera(.init(sdp: source.sdp(sets), flood: bytes))
        defer { withExtendedLifetime(camera) {} }
        let error = #expect(throws: MediaError.self) {
            try PacketReader(
                opening: StreamAddress("rtsp://127.0.0.1:\(camera.port)/main"),
                limits: StreamLimits(firstKeyframe: 0.3, silence: 0.3),
                interrupt: Interrupt()
            )
        }
        #expect(error?.kind == .timedOut)
        let saysWhy = error?.reason.hasPrefix("no keyframe within") == true
        #expect(saysWhy == (flood == .picturesWithoutKeyframe))
    }

    @Test func `says so where packets come and make no whole picture`() throws {
        let (sets, pictures) = try source.encoded(count: 1)
        var made = MadePackets(size: 50)
        let first = made.picture(pictures[0].units)
        made.timestamp &+= 9000
        let second = made.picture(pictures[0].units).dropLast()
        let camera = StreamingCamera(
            .init(sdp: source.sdp(sets), stream: MadePackets.interleaved(first + second)))
        let reason = try all(camera).end?.reason
        #expect(reason == "no whole picture in 0 s, though \(second.count) RTP packets came")
    }

    @Test func `is probed for what it is`() throws {
        let (sets, pictures) = try source.encoded(count: 25)
        let stream = MadePackets.interleaved(source.packets(pictures))
        let camera = StreamingCamera(.init(sdp: source.sdp(sets), stream: stream))
        let address = StreamAddress("rtsp://127.0.0.1:\(camera.port)/main")
        let report = StreamProbe(address, seconds: 1).run()
        withExtendedLifetime(camera) {}
        #expect(report.codec == "h264" && report.width == 160 && report.height == 96)
        #expect(report.error == nil && report.transport == "tcp" && report.authentication == nil)
        #expect(report.rate.map { abs($0 - 10) < 0.01 } == true)
        #expect(report.keyframeInterval?.pictures == 10)
        #expect(report.notices.isEmpty)
        #expect(report.bitsPerSecond.map { $0 > 1000 } == true)
    }
}

@Suite(.enabled(if: Clips.folder != nil, "no clips in $WATCHPOST_CLIPS or ../shared/video"))
struct `A recorded camera` {
    @Test func `comes out as it was sent`() throws {
        let folder = try #require(Clips.folder)
        let stream = try Data(
            contentsOf: URL(filePath: folder + "/odd/retina_bunny_interleaved.rtsp"))
        var quirks = StreamingCamera.Quirks(
            sdp: "v=0\r\nm=audio 0 RTP/AVP 96\r\na=control:a\r\nm=video 0 RTP/AVP 97\r\n"
                + "a=rtpmap:97 H264/90000\r\na=control:v\r\n"
        )
        quirks.setup = "RTSP/1.0 200 OK\r\nSession: 1\r\nTransport: RTP/AVP/TCP;interleaved=2-3"
        quirks.stream = Array(stream)
        let camera = StreamingCamera(quirks)
        let reader = try PacketReader(
            opening: StreamAddress("rtsp://127.0.0.1:\(camera.port)/v"),
            limits: StreamLimits(silence: 0.5),
            interrupt: Interrupt()
        )
        let decoder = try PictureDecoder(reader.info)
        var pictures = 0
        do {
            while let packet = try reader.next() {
                try decoder.decode(packet) { _ in pictures += 1 }
            }
        } catch let error as MediaError { #expect(error.kind == .timedOut) }
        withExtendedLifetime(camera) {}
        #expect(reader.info.width == 240 && reader.info.height == 160)
        #expect(pictures > 100 && decoder.damaged == 0)
    }
}
