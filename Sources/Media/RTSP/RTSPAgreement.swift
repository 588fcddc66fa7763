import Domain

/// The requests that lead to a stream: what can you do, what have you got, this one, begin.
struct RTSPAgreement {
    let dialogue: RTSPDialogue
    let target: RTSPTarget
    let transport: StreamTransport
    let limits: StreamLimits

    func outcome(skipsOptions: Bool) throws(MediaError) -> RTSPOpening.Outcome {
        let url = target.url
        // Who cannot say what it can do is asked all the same.
        let abilities = skipsOptions ? nil : try dialogue.ask("OPTIONS", url)["public"]
        let reply = try dialogue.ask("DESCRIBE", url, [("Accept", "application/sdp")])
        if (300..<400).contains(reply.status), let location = reply["location"] {
            return .elsewhere(location)
        }
        try check(reply, "DESCRIBE")
        let description = try description(in: reply)
        let video = try video(of: description)
        let base = ControlAddress.base(of: reply, requested: url)
        let whole = ControlAddress.joined(base, description.control)
        let track = ControlAddress.joined(
            ControlAddress.isWhole(description.control ?? "") ? whole : base,
            video.control ?? description.control
        )
        let (setup, datagrams) = try setUp(track)
        let timeout = try play(whole, track) ?? setup.timeout
        return .session(
            RTSPSession(
                dialogue: dialogue,
                video: video,
                address: whole,
                way: RTSPSession.Way(
                    channels: setup.channels,
                    datagrams: datagrams,
                    isSecure: target.isSecure
                ),
                keepAlive: .init(
                    method: Self.names(abilities, "GET_PARAMETER") ? "GET_PARAMETER" : "OPTIONS",
                    timeout: timeout
                )
            )
        )
    }

    private func description(in reply: RTSPReply) throws(MediaError) -> SessionDescription {
        // Cameras name its type wrongly or not at all; what it is shows.
        let text = String(decoding: reply.body, as: UTF8.self)
        guard !Lines.trimmed(text).isEmpty else {
            throw failure(.invalid, "the camera's answer to DESCRIBE describes nothing")
        }
        return SessionDescription(text)
    }

    private func video(of description: SessionDescription) throws(MediaError) -> VideoDescription {
        do throws(VideoDescription.Refusal) {
            return try VideoDescription(choosingFrom: description)
        } catch {
            throw failure(error.kind, error.reason)
        }
    }

    private struct Setup {
        var channels = TransportReply.Pair(first: 0, second: 1)
        var timeout: Int?
    }

    private func setUp(_ track: String) throws(MediaError) -> (Setup, DatagramPair?) {
        var datagrams: DatagramPair?
        if transport == .udp {
            datagrams = dialogue.link.localAddress.flatMap { DatagramPair(at: $0) }
            guard datagrams != nil else {
                throw failure(.invalid, "no two ports in a row are free for its datagrams")
            }
        }
        let wanted =
            datagrams.map { "RTP/AVP;unicast;client_port=\($0.port)-\($0.port + 1)" }
            ?? "RTP/AVP/TCP;unicast;interleaved=0-1"
        let reply = try dialogue.ask("SETUP", track, [("Transport", wanted)])
        try check(reply, "SETUP")
        var setup = Setup()
        if let session = reply["session"].flatMap({ SessionReply($0) }) {
            dialogue.session = session.id
            setup.timeout = session.timeout
        }
        let answer = reply["transport"].flatMap { TransportReply($0) }
        if let answer, answer.isInterleaved != (datagrams == nil) {
            throw failure(.unsupported, Self.otherWay(transport, "has chosen another way"))
        }
        setup.channels = answer?.channels ?? setup.channels
        try expect(answer, datagrams)
        return (setup, datagrams)
    }

    /// Says whose datagrams count: the camera's, and those of a host that it names, if it may be
    /// reached at all.
    private func expect(
        _ answer: TransportReply?,
        _ datagrams: DatagramPair?
    ) throws(MediaError) {
        guard let datagrams else { return }
        guard let camera = dialogue.link.peerAddress else {
            throw failure(.endOfStream, "the camera hung up")
        }
        let source = answer?.source.flatMap { AddressText.bytes($0) }
        let isAllowed = source.map { limits.networks.contains($0) } ?? false
        datagrams.expect(
            from: camera,
            ports: answer?.serverPorts,
            also: isAllowed ? source : nil
        )
    }

    /// - Returns: the session's time limit, where the camera tells a new one.
    private func play(_ whole: String, _ track: String) throws(MediaError) -> Int? {
        let range = [(name: "Range", value: "npt=0.000-")]
        var reply = try dialogue.ask("PLAY", whole, range)
        if Self.mayTryAgain.contains(reply.status) { reply = try dialogue.ask("PLAY", whole) }
        if Self.mayTryAgain.contains(reply.status), track != whole {
            reply = try dialogue.ask("PLAY", track)
        }
        try check(reply, "PLAY")
        // RTP-Info is left unread: cameras leave it out, or get it wrong.
        return reply["session"].flatMap { SessionReply($0) }?.timeout
    }

    /// Answers of cameras that dislike a range, or the address of the whole.
    private static let mayTryAgain: Set = [400, 404, 455, 457, 459, 460]

    private static func names(_ abilities: String?, _ method: String) -> Bool {
        (abilities ?? "").split(separator: ",")
            .contains { Lines.trimmed($0).uppercased() == method }
    }

    private static func otherWay(_ transport: StreamTransport, _ what: String) -> String {
        switch transport {
        case .tcp: "the camera \(what) than within the connection; try transport: udp"
        case .udp: "the camera \(what) than datagrams; try transport: tcp"
        }
    }

    private func check(_ reply: RTSPReply, _ method: String) throws(MediaError) {
        guard !reply.isGood else { return }
        let status = reply.status
        switch (status, method) {
        case (403, _):
            throw failure(.unauthorized, "the camera does not allow it to this user (403)")
        case (404, "DESCRIBE"), (454, "DESCRIBE"):
            throw failure(.notFound, "the camera has no such stream (\(status))")
        case (461, _):
            throw failure(.unsupported, Self.otherWay(transport, "offers other ways (461)"))
        case (453, _), (503, _):
            throw failure(.invalid, "the camera serves nobody more now (\(status))")
        case (_, "SETUP") where transport == .udp:
            let way = "the camera refuses to send datagrams (\(status)); try transport: tcp"
            throw failure(.unsupported, way)
        default:
            throw failure(.invalid, "the camera refuses \(method) (\(status))")
        }
    }

    private func failure(_ kind: MediaError.Kind, _ reason: String) -> MediaError {
        MediaError(kind, doing: dialogue.doing, reason: reason)
    }
}
