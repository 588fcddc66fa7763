import CameraSimulator
import Domain
import Testing

@Suite(.serialized) struct `A simulated camera over UDP` {
    /// Sets up and plays.
    ///
    /// - Returns: The session and the server's ports.
    private func play(
        _ url: String,
        _ client: RTSPClient,
        _ datagrams: DatagramClient
    ) throws -> (session: [String: String], media: Int, control: Int) {
        let setUp = try client.ask("SETUP", url + "/trackID=0", datagrams.transport)
        #expect(setUp.status == 200)
        let transport = setUp.headers["transport"] ?? ""
        let client_port = "client_port=\(datagrams.ports.media)-\(datagrams.ports.control)"
        #expect(transport.hasPrefix("RTP/AVP;unicast;\(client_port);server_port="))
        let fields = transport.split(separator: ";")
        let ports = fields.first { $0.hasPrefix("server_port=") }?.dropFirst(12)
            .split(separator: "-").compactMap { Int($0) }
        let session = ["Session": String(setUp.headers["session"]?.prefix { $0 != ";" } ?? "")]
        #expect(try client.ask("PLAY", url, session).status == 200)
        let numbers = try #require(ports)
        #expect(numbers.count == 2 && numbers[0] % 2 == 0 && numbers[1] == numbers[0] + 1)
        return (session, numbers[0], numbers[1])
    }

    @Test func `sends pictures and reports from its pair of ports, and BYE at the end`()
        async throws
    {
        try await withServer { _, urls, port in
            let client = try RTSPClient(port: port)
            let datagrams = DatagramClient()
            let playing = try play(urls[0], client, datagrams)
            var packets: [RTSPClient.RTPPacket] = []
            while packets.filter(\.marker).count < 14 {
                let (packet, from) = try datagrams.packet()
                #expect(from == playing.media)
                packets.append(packet)
            }
            for (packet, next) in zip(packets, packets.dropFirst()) {
                #expect(next.sequence == packet.sequence &+ 1)
            }
            let first = packets.prefix { $0.timestamp == packets[0].timestamp }
            #expect(reassembled(first.map(\.payload)).map { $0[0] & 0x1F }.starts(with: [7, 8]))
            let (report, from) = try datagrams.report()
            #expect(from == playing.control)
            #expect(report[1] == 200)
            #expect(try client.ask("TEARDOWN", urls[0], playing.session).status == 200)
            var last = try datagrams.report().bytes
            while last[1] == 200 { last = try datagrams.report().bytes }
            #expect(Array(last[0..<2] + last[8..<10]) == [0x80, 201, 0x81, 203])
        }
    }

    @Test func `reports every five seconds, over both transports`() async throws {
        let clock = ShiftedClock()
        try await withServer(clock: clock) { _, urls, port in
            let client = try RTSPClient(port: port)
            let datagrams = DatagramClient()
            _ = try play(urls[0], client, datagrams)
            func times(_ next: () throws -> [UInt8]) throws -> [Double] {
                try (0..<3).map { _ in
                    let bytes = try next()
                    clock.advance(bySeconds: 5)
                    let number = { (at: Int) in
                        bytes[at..<at + 4].reduce(0) { $0 << 8 | UInt32($1) }
                    }
                    return Double(number(8)) + Double(number(12)) / 4_294_967_296
                }
            }
            func check(_ times: [Double]) {
                for (time, next) in zip(times, times.dropFirst()) {
                    #expect((4.9..<7).contains(next - time))
                }
            }
            check(try times { try datagrams.report().bytes })
            let other = try RTSPClient(port: port)
            try other.play(urls[0])
            check(
                try times {
                    var packet = try other.packet()
                    while packet.channel == 0 { packet = try other.packet() }
                    return packet.bytes
                }
            )
        }
    }

    @Test func `drops a client that vanished, and keeps one that reports`() async throws {
        let clock = ShiftedClock()
        let notes = Lines()
        try await withServer(clock: clock, notes: notes) { server, urls, port in
            let client = try RTSPClient(port: port)
            let datagrams = DatagramClient()
            let playing = try play(urls[0], client, datagrams)
            for _ in 0..<3 {
                clock.advance(bySeconds: 50)
                datagrams.sendReport(to: playing.control)
                // Its answer shows that the report before it was heard.
                let other = try RTSPClient(port: port)
                _ = try other.ask("OPTIONS", urls[0])
            }
            #expect(server.statistics.clients >= 1)
            clock.advance(bySeconds: 61)
            #expect(client.isClosedByServer())
            #expect(notes.all.contains { $0.contains("no sign of life for 60 s") })
        }
    }

    @Test(arguments: CameraTransport.allCases)
    func `refuses what it is not to be reached by`(transport: CameraTransport) async throws {
        try await withServer(change: { $0.transports = [transport] }) { _, urls, port in
            let client = try RTSPClient(port: port)
            let track = urls[0] + "/trackID=0"
            let datagrams = DatagramClient().transport["Transport"]!
            let interleaved = "RTP/AVP/TCP;unicast;interleaved=0-1"
            let (good, bad) =
                transport == .udp ? (datagrams, interleaved) : (interleaved, datagrams)
            #expect(try client.ask("SETUP", track, ["Transport": bad]).status == 461)
            // Of a list it takes what it can.
            let either = ["Transport": "\(bad),\(good)"]
            let reply = try client.ask("SETUP", track, either)
            #expect(reply.status == 200)
            #expect(reply.headers["transport"]?.contains("client_port") == (transport == .udp))
        }
    }

    @Test func `sends datagrams to the client alone, wherever else it points`() async throws {
        try await withServer { _, urls, port in
            let client = try RTSPClient(port: port)
            let datagrams = DatagramClient()
            let asked = datagrams.transport["Transport"]! + ";destination=192.0.2.1"
            let setUp = try client.ask("SETUP", urls[0], ["Transport": asked])
            #expect(setUp.status == 200)
            let session = String(setUp.headers["session"]?.prefix { $0 != ";" } ?? "")
            _ = try client.ask("PLAY", urls[0], ["Session": session])
            #expect(try datagrams.packet().packet.type == 96)
        }
    }
}

@Suite(.serialized) struct `A simulated camera's session` {
    private func silentClient(_ url: String, _ port: Int) throws -> RTSPClient {
        let client = try RTSPClient(port: port)
        try client.play(url)
        return client
    }

    @Test func `ends without a sign of life, and lives by any request`() async throws {
        let clock = ShiftedClock()
        let timeout = { (settings: inout CameraServer.Settings) in settings.sessionTimeout = 20 }
        try await withServer(clock: clock, change: timeout) { _, urls, port in
            let silent = try silentClient(urls[0], port)
            let client = try RTSPClient(port: port)
            let setUp = try client.ask(
                "SETUP",
                urls[0],
                ["Transport": "RTP/AVP/TCP;unicast;interleaved=0-1"]
            )
            #expect(setUp.headers["session"]?.hasSuffix(";timeout=20") == true)
            let session = String(setUp.headers["session"]?.prefix { $0 != ";" } ?? "")
            for method in ["PLAY", "OPTIONS", "GET_PARAMETER", "SET_PARAMETER"] {
                #expect(try client.ask(method, urls[0], ["Session": session]).status == 200)
                clock.advance(bySeconds: 15)
            }
            #expect(try !client.picture().isEmpty)
            #expect(silent.isClosedByServer())
        }
    }
}
