import CameraSimulator
import Domain
import Testing

@Suite(.serialized) struct `A simulated camera` {
    @Test func `is described, set up and played, and a keyframe comes first`() async throws {
        try await withServer { server, urls, port in
            #expect(urls == ["rtsp://127.0.0.1:\(port)/cam0", "rtsp://127.0.0.1:\(port)/cam1"])
            let client = try RTSPClient(port: port)
            let options = try client.ask("OPTIONS", urls[0])
            #expect(options.headers["public"]?.contains("DESCRIBE") == true)
            let described = try client.ask("DESCRIBE", urls[0], ["Accept": "application/sdp"])
            #expect(described.status == 200)
            #expect(described.headers["cseq"] == "2")
            #expect(described.headers["content-base"] == urls[0] + "/")
            for part in [
                "m=video 0 RTP/AVP 96", "packetization-mode=1", "sprop-parameter-sets=Z",
                "profile-level-id=64", "a=framerate:12", "a=control:trackID=0",
            ] { #expect(described.body.contains(part), "\(part)") }
            try client.play(urls[0])
            let packets = try client.picture()
            let units = reassembled(packets.map(\.payload)).map { $0[0] & 0x1F }
            #expect(units.starts(with: [7, 8]))
            #expect(units.contains(5))
            #expect(packets.dropLast().allSatisfy { !$0.marker })
            #expect(server.statistics.clients == 1)
            #expect(server.statistics.pictures >= 1)
            #expect(server.statistics.rendered >= 1)
            #expect(server.statistics.loopPictures == 24)
        }
    }

    @Test func `goes on with its timestamps from loop to loop`() async throws {
        try await withServer { _, urls, port in
            let client = try RTSPClient(port: port)
            try client.play(urls[0])
            var packets: [RTSPClient.RTPPacket] = []
            var keyframes: [[[UInt8]]] = []
            // The loop has 24 pictures and two keyframes.
            for _ in 0..<26 {
                let picture = try client.picture()
                packets += picture
                let units = reassembled(picture.map(\.payload))
                if units[0][0] & 0x1F == 7 { keyframes.append(units) }
            }
            let stamps = packets.filter(\.marker).map(\.timestamp)
            for (stamp, next) in zip(stamps, stamps.dropFirst()) { #expect(next &- stamp == 7500) }
            for (packet, next) in zip(packets, packets.dropFirst()) {
                #expect(next.sequence == packet.sequence &+ 1)
            }
            #expect(keyframes.count >= 3)
            #expect(keyframes[0] == keyframes[2])
            #expect(keyframes[0] != keyframes[1])
        }
    }

    @Test func `answers what it cannot do with the reason`() async throws {
        try await withServer { _, urls, port in
            let client = try RTSPClient(port: port)
            #expect(try client.ask("DESCRIBE", "rtsp://127.0.0.1:\(port)/cam2").status == 404)
            #expect(try client.ask("DESCRIBE", "rtsp://127.0.0.1:\(port)/").status == 404)
            #expect(try client.ask("DESCRIBE", "rtsp://127.0.0.1:\(port)/cam0/x").status == 404)
            #expect(try client.ask("RECORD", urls[0]).status == 501)
            #expect(try client.ask("PLAY", urls[0], ["Session": "1"]).status == 454)
            let broadcast = ["Transport": "RTP/AVP;multicast;client_port=4000-4001"]
            #expect(try client.ask("SETUP", urls[0], broadcast).status == 461)
            try client.play(urls[0])
            #expect(try client.ask("GET_PARAMETER", urls[0], ["Session": "1"]).status == 454)
            #expect(try client.ask("GET_PARAMETER", urls[0]).status == 200)
        }
    }

    @Test func `pauses, goes on and is torn down`() async throws {
        try await withServer { _, urls, port in
            let client = try RTSPClient(port: port)
            let tcp = ["Transport": "RTP/AVP/TCP;unicast;interleaved=4-5"]
            let setUp = try client.ask("SETUP", urls[1] + "/trackID=0", tcp)
            #expect(setUp.headers["transport"]?.contains("interleaved=4-5") == true)
            let id = String(setUp.headers["session"]?.prefix { $0 != ";" } ?? "")
            let session = ["Session": id]
            let played = try client.ask("PLAY", urls[1], session)
            #expect(played.headers["rtp-info"]?.contains("url=\(urls[1])/trackID=0;seq=") == true)
            #expect(played.headers["range"] == "npt=now-")
            #expect(try client.ask("PAUSE", urls[1], session).status == 200)
            #expect(try client.ask("PLAY", urls[1], session).status == 200)
            #expect([4, 5].contains(try client.packet().channel))
            #expect(try client.ask("TEARDOWN", urls[1], session).status == 200)
            #expect(try client.ask("PLAY", urls[1], session).status == 454)
        }
    }

    @Test func `passes over the client's own reports between requests`() async throws {
        try await withServer { _, urls, port in
            let client = try RTSPClient(port: port)
            client.send([0x24, 1, 0, 5, 0x0D, 0x0A, 0x0D, 0x0A, 0x24])
            #expect(try client.ask("OPTIONS", urls[0]).status == 200)
            // Two requests in one piece, one of them with a body.
            client.send(
                "SET_PARAMETER \(urls[0]) RTSP/1.0\r\nCSeq: 8\r\nContent-Length: 4\r\n\r\n$$$$"
                    + "OPTIONS * RTSP/1.0\r\ncseq: 9\r\n\r\n"
            )
            #expect(try client.reply().headers["cseq"] == "8")
            #expect(try client.reply().headers["cseq"] == "9")
        }
    }

    /// What no RTSP client sends.
    enum Garbage: String, CaseIterable {
        case otherProtocol, controlCharacters, oneWord, noColon, noSequence, negativeLength
        case endlessHeader

        var text: String {
            switch self {
            case .otherProtocol: "GET / HTTP/1.1\r\n\r\n"
            case .controlCharacters: "\u{1}\u{2}\u{3}\r\n\r\n"
            case .oneWord: "DESCRIBE\r\n\r\n"
            case .noColon: "OPTIONS * RTSP/1.0\r\nno colon\r\n\r\n"
            case .noSequence: "OPTIONS * RTSP/1.0\r\n\r\n"
            case .negativeLength: "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nContent-Length: -4\r\n\r\n"
            case .endlessHeader:
                "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nX: " + String(repeating: "x", count: 40_000)
            }
        }
    }

    @Test(arguments: Garbage.allCases)
    func `answers garbage once and hangs up, and others go on`(garbage: Garbage) async throws {
        try await withServer { _, urls, port in
            let other = try RTSPClient(port: port)
            try other.play(urls[0])
            let client = try RTSPClient(port: port)
            client.send(garbage.text)
            #expect(try client.reply().status == 400)
            #expect(client.isClosedByServer())
            #expect(try !other.picture().isEmpty)
        }
    }

    @Test func `survives requests with bytes changed at random`() async throws {
        try await withServer { _, urls, port in
            let lines = [
                "SETUP \(urls[0])/trackID=0 RTSP/1.0", "CSeq: 3", "Session: 12;a",
                "Authorization: Digest a=\"b\\\"\", c=d", "Content-Length: 2",
                "Transport: RTP/AVP/TCP;unicast;interleaved=0-1", "", "{}$\u{1}\u{0}\u{2}ab",
            ]
            let request = Array(lines.joined(separator: "\r\n").utf8)
            let chance = Counting()
            for _ in 0..<500 {
                var bytes = request
                for _ in 0..<(1 + chance.next() % 6) {
                    let at = Int(chance.next() % UInt64(bytes.count))
                    bytes[at] = UInt8(truncatingIfNeeded: chance.next() >> 13)
                }
                let client = try RTSPClient(port: port)
                client.send(Array(bytes.prefix(Int(chance.next() % 400))))
            }
            let client = try RTSPClient(port: port)
            #expect(try client.ask("OPTIONS", urls[0]).status == 200)
        }
    }

    @Test func `drops and counts a client that does not read, while another goes on`() async throws
    {
        var limits = CameraServer.Limits()
        limits.blockedSeconds = 0.3
        limits.sendBuffer = 4096
        try await withServer(limits: limits, bitRate: 3_000_000) { server, urls, port in
            let sleeper = try RTSPClient(port: port, receiveBuffer: 4096)
            try sleeper.play(urls[1])
            let reader = try RTSPClient(port: port)
            try reader.play(urls[0])
            var pictures = 0
            while server.statistics.dropped == 0, pictures < 120 {
                _ = try reader.picture()
                pictures += 1
            }
            #expect(server.statistics.dropped == 1)
            #expect(server.statistics.clients == 1)
            #expect(sleeper.isClosedByServer())
            #expect(try !reader.picture().isEmpty)
        }
    }

    @Test func `closes connections beyond its limit at once`() async throws {
        var limits = CameraServer.Limits()
        limits.clients = 1
        try await withServer(limits: limits) { server, urls, port in
            let first = try RTSPClient(port: port)
            #expect(try first.ask("OPTIONS", urls[0]).status == 200)
            #expect(try RTSPClient(port: port).isClosedByServer())
            #expect(server.statistics.refused == 1)
            #expect(try first.ask("OPTIONS", urls[0]).status == 200)
        }
    }

    @Test func `names the port that is in use, and the way out`() async throws {
        try await withServer { _, _, port in
            let second = CameraServer(
                CameraServer.Settings(
                    port: port,
                    scene: StreetScene.Settings(width: 160, height: 96, loopSeconds: 2)
                ),
                clock: MachineClock(),
                random: { 1 }
            )
            let error = await #expect(throws: SimulatorError.self) { try await second.start() }
            #expect(error == .portInUse(host: "127.0.0.1", port: port))
            #expect("\(error!)".contains("--port"))
        }
    }
}
