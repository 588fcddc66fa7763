import CameraSimulator
import Media
import Testing

@Suite(.serialized) struct `A simulated camera's quirk` {
    private func playing(
        _ quirk: Quirk,
        _ body: (RTSPClient, RTSPClient.Reply, [String: String], String, ShiftedClock) throws ->
            Void
    ) async throws {
        let clock = ShiftedClock()
        let maker = Maker.named("dahua")!.with(quirk)
        try await withServer(clock: clock, change: { $0.maker = maker }) { _, urls, port in
            let client = try RTSPClient(port: port)
            var session: [String: String] = [:]
            for track in ["trackID=0", "trackID=1"] {
                let channels = track == "trackID=0" ? "0-1" : "2-3"
                var headers = session
                headers["Transport"] = "RTP/AVP/TCP;unicast;interleaved=\(channels)"
                let reply = try client.ask("SETUP", "\(urls[0])/\(track)", headers)
                session["Session"] = String(reply.headers["session"]?.prefix { $0 != ";" } ?? "")
            }
            let played = try client.ask("PLAY", urls[0], session)
            #expect(played.status == 200)
            try body(client, played, session, urls[0], clock)
        }
    }

    @Test func `no-keep-alive leaves what keeps it alive without an answer`() async throws {
        try await playing(.noKeepAlive) { client, _, session, url, clock in
            for method in ["OPTIONS", "GET_PARAMETER", "SET_PARAMETER", "OPTIONS"] {
                clock.advance(bySeconds: 25)
                client.send(
                    "\(method) \(url) RTSP/1.0\r\nCSeq: 90\r\nSession: \(session["Session"]!)\r\n\r\n"
                )
                // Nothing but pictures, and it lives beyond its 60 s.
                for _ in 0..<2 { _ = try client.picture() }
            }
            let paused = try client.ask("PAUSE", url, session)
            #expect(paused.headers["cseq"] != "90")
        }
    }

    @Test func `reports-ignored closes who only reports`() async throws {
        try await playing(.reportsIgnored) { client, _, _, _, clock in
            clock.advance(bySeconds: 40)
            client.send([0x24, 1, 0, 8, 0x80, 201, 0, 1, 1, 2, 3, 4])
            for _ in 0..<2 { _ = try client.picture() }
            clock.advance(bySeconds: 40)
            #expect(client.isClosedByServer())
        }
    }

    @Test func `no-rtp-info and other-tracks-rtp-info leave the video's out`() async throws {
        try await playing(.noTrackInfo) { _, played, _, _, _ in
            #expect(played.headers["rtp-info"] == nil)
        }
        try await playing(.otherTracksInfo) { _, played, _, _, _ in
            #expect(played.headers["rtp-info"]?.hasPrefix("url=trackID=1;seq=") == true)
            #expect(played.headers["rtp-info"]?.contains("trackID=0") == false)
        }
    }

    @Test func `wrong-rtp-info names what does not come`() async throws {
        try await playing(.wrongTrackInfo) { client, played, _, url, _ in
            #expect(
                played.headers["rtp-info"]?.hasPrefix("url=\(url)/trackID=0;seq=1;rtptime=1")
                    == true)
            let first = try client.picture()[0]
            #expect(first.sequence != 1 && first.timestamp != 1)
        }
    }

    @Test func `other-channels are other channels than were asked for`() async throws {
        let maker = Maker.watchpost.with(.otherChannels)
        try await withServer(change: { $0.maker = maker }) { _, urls, port in
            let client = try RTSPClient(port: port)
            try client.play(urls[0])
            #expect([4, 5].contains(try client.packet().channel))
        }
    }

    @Test(arguments: [VideoEncoder.Codec.h264, .h265], [Quirk.setsInBand, .setsInDescription])
    func `sets-in-band and sets-in-sdp send parameter sets in one place`(
        codec: VideoEncoder.Codec,
        quirk: Quirk
    ) async throws {
        let maker = Maker.watchpost.with(quirk)
        try await withServer(codec: codec, change: { $0.maker = maker }) { _, urls, port in
            let client = try RTSPClient(port: port)
            let described = try client.ask("DESCRIBE", urls[0]).body
            #expect(described.contains("sprop-") == (quirk == .setsInDescription))
            try client.play(urls[0])
            let payloads = try client.picture().map(\.payload)
            let types =
                codec == .h264
                ? reassembled(payloads).map { $0[0] & 0x1F }
                : reassembledH265(payloads).map { $0[0] >> 1 }
            let sets: Set<UInt8> = codec == .h264 ? [7, 8] : [32, 33, 34]
            #expect(sets.isSubset(of: Set(types)) == (quirk == .setsInBand))
            #expect(sets.isDisjoint(with: Set(types)) == (quirk == .setsInDescription))
        }
    }
}
