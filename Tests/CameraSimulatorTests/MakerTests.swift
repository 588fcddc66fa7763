import CameraSimulator
import Domain
import Foundation
import Media
import Testing

/// Real cameras' answers, in `$WATCHPOST_CLIPS` or beside the project; they are no part of it.
enum RealAnswers {
    static let folder: String? = {
        let places = [
            ProcessInfo.processInfo.environment["WATCHPOST_CLIPS"], "../shared/video",
        ]
        return places.compactMap { $0.map { $0 + "/rtsp-replies" } }
            .first { FileManager.default.fileExists(atPath: $0) }
    }()

    /// What was asked for the answer that a file holds.
    enum Asked: String {
        case describe, setUp, setUpSecond, setUpDatagrams, setUpSecondDatagrams, play, options
        case tearDown, refusal
    }

    static let all: [(file: String, maker: String, asked: Asked)] = [
        ("anjvision_describe", "anjvision", .describe),
        ("anpviz_sdp", "anpviz", .describe),
        ("bad_rtptime", "bad-rtptime", .play),
        ("bunny_describe", "wowza", .describe),
        ("bunny_play", "wowza", .play),
        ("bunny_setup", "wowza", .setUp),
        ("dahua_describe_h264_aac_onvif", "dahua", .describe),
        ("dahua_describe_h265_pcma", "dahua-pcma", .describe),
        ("dahua_options", "dahua", .options),
        ("dahua_play", "dahua", .play),
        ("dahua_setup", "dahua", .setUp),
        ("foscam_describe", "foscam", .describe),
        ("geovision_sdp", "geovision", .describe),
        ("gw_main_describe", "gw", .describe),
        ("gw_main_play", "gw", .play),
        ("gw_main_setup_audio", "gw", .setUpSecond),
        ("gw_main_setup_video", "gw", .setUp),
        ("gw_sub_describe", "gw-sub", .describe),
        ("gw_sub_play", "gw-sub", .play),
        ("gw_sub_setup", "gw-sub", .setUp),
        ("h264dvr_describe", "h264dvr", .describe),
        ("h264dvr_play", "h264dvr", .play),
        ("h264dvr_setup_audio", "h264dvr", .setUpSecondDatagrams),
        ("h264dvr_setup_video", "h264dvr", .setUpDatagrams),
        ("hikvision_describe", "hikvision", .describe),
        ("hikvision_play", "hikvision", .play),
        ("hikvision_setup", "hikvision", .setUp),
        ("hikvision_setup_ssrc_space", "hikvision-spaced-ssrc", .setUp),
        ("ipcam_describe", "ipcam", .describe),
        ("laureii_play", "laureii", .play),
        ("longse_unauthorized", "longse", .refusal),
        ("luckfox_rkipc_setup_tcp", "luckfox", .setUp),
        ("luckfox_rkipc_setup_udp", "luckfox", .setUpDatagrams),
        ("macrovideo_describe", "macrovideo", .describe),
        ("missing_content_type_describe", "no-content-type", .describe),
        ("reolink_describe", "reolink", .describe),
        ("reolink_describe_control_first", "reolink-control-first", .describe),
        ("reolink_play", "reolink", .play),
        ("reolink_setup", "reolink", .setUp),
        ("reolink_teardown", "reolink", .tearDown),
        ("tplink_sdp", "tplink", .describe),
        ("ubiquiti_sdp", "ubiquiti", .describe),
        ("vstarcam_describe", "vstarcam", .describe),
    ]
}

@Suite(.serialized) struct `A maker's simulated camera` {
    @Test(arguments: Maker.all.map(\.name))
    func `is watched, track by track as it describes itself`(name: String) async throws {
        let maker = try #require(Maker.named(name))
        try await withServer(change: { $0.maker = maker }) { _, urls, port in
            let client = try RTSPClient(port: port)
            let tracks = try client.tracks(urls[0])
            let video = try #require(tracks.firstIndex { $0.kind == "video" })
            let session = try setUpAll(tracks, client)
            #expect(try client.ask("PLAY", urls[0], session).status == 200)
            var keyframe: [RTSPClient.RTPPacket] = []
            var others: Set<UInt8> = []
            while keyframe.last?.marker != true || others.count < tracks.count - 1 {
                let packet = try client.packet()
                guard packet.channel % 2 == 0 else { continue }
                #expect(packet.type == tracks[Int(packet.channel / 2)].payloadType ?? 95)
                if Int(packet.channel / 2) != video {
                    others.insert(packet.channel)
                } else if keyframe.last?.marker != true {
                    keyframe.append(packet)
                }
            }
            let units = reassembled(keyframe.map(\.payload)).map { $0[0] & 0x1F }
            #expect(units.starts(with: [7, 8]))
            #expect(try client.ask("TEARDOWN", urls[0], session).status == 200)
        }
    }

    @Test(
        .enabled(
            if: RealAnswers.folder != nil,
            "needs rtsp-replies in $WATCHPOST_CLIPS or ../shared/video"
        ),
        arguments: RealAnswers.all.map(\.file)
    )
    func `answers in the shape of a real one`(file: String) async throws {
        let real = try #require(RealAnswers.all.first { $0.file == file })
        let folder = try #require(RealAnswers.folder)
        let text = try String(contentsOfFile: "\(folder)/\(file).txt", encoding: .utf8)
        let maker = try #require(Maker.named(real.maker))
        var login: Authentication?
        if real.asked == .refusal {
            login = Authentication(.digest, Credentials(user: "a", password: "b"))
        }
        let codec: VideoEncoder.Codec = text.contains("H265/90000") ? .h265 : .h264
        try await withServer(
            authentication: login,
            codec: codec,
            change: { $0.maker = maker }
        ) { _, urls, port in
            let reply = try answer(to: real.asked, urls[0], port)
            let theirs = AnswerShape(text)
            let ours = AnswerShape(reply.text)
            if !theirs.head.isEmpty { #expect(ours.head == theirs.head) }
            #expect(ours.body == theirs.body)
        }
    }

    @Test(.enabled(if: RealAnswers.folder != nil))
    func `is there for every real answer`() throws {
        let folder = try #require(RealAnswers.folder)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(Set(files) == Set(RealAnswers.all.map { $0.file + ".txt" }))
    }

    private func setUpAll(
        _ tracks: [DescribedTrack],
        _ client: RTSPClient
    ) throws -> [String: String] {
        var session: [String: String] = [:]
        for (number, track) in tracks.enumerated() {
            var headers = session
            let channels = "\(2 * number)-\(2 * number + 1)"
            headers["Transport"] = "RTP/AVP/TCP;unicast;interleaved=\(channels)"
            let reply = try client.ask("SETUP", track.address, headers)
            #expect(reply.status == 200, "\(track.address)")
            session["Session"] = String(reply.headers["session"]?.prefix { $0 != ";" } ?? "")
        }
        return session
    }

    private func answer(
        to asked: RealAnswers.Asked,
        _ url: String,
        _ port: Int
    ) throws -> RTSPClient.Reply {
        let client = try RTSPClient(port: port)
        if asked == .describe || asked == .refusal { return try client.ask("DESCRIBE", url) }
        let tracks = try client.tracks(url)
        let setUps: [RealAnswers.Asked] = [.setUp, .setUpSecond]
        let datagrams: [RealAnswers.Asked] = [.setUpDatagrams, .setUpSecondDatagrams]
        if setUps.contains(asked) || datagrams.contains(asked) {
            let transport =
                datagrams.contains(asked)
                ? "RTP/AVP;unicast;client_port=5000-5001" : "RTP/AVP/TCP;interleaved=0-1"
            let isSecond = asked == .setUpSecond || asked == .setUpSecondDatagrams
            let address = tracks[isSecond ? 1 : 0].address
            return try client.ask("SETUP", address, ["Transport": transport])
        }
        // Where the first picture is still to be made, its time is not known.
        let other = try RTSPClient(port: port)
        try other.play(url, track: tracks.first { $0.kind == "video" }!.address)
        _ = try other.packet()
        let session = try setUpAll(tracks, client)
        let methods: [RealAnswers.Asked: String] = [
            .play: "PLAY", .options: "OPTIONS", .tearDown: "TEARDOWN",
        ]
        return try client.ask(methods[asked]!, url, session)
    }
}

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
