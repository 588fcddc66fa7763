import CameraSimulator
import Domain
import Foundation
import Media
import Testing

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

    @Test(
        .enabled(
            if: RealAnswers.folder != nil,
            "needs rtsp-replies in $WATCHPOST_CLIPS or ../shared/video"
        )
    )
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
