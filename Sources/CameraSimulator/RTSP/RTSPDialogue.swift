import Domain

/// One client's dialogue: requests in, answers and what it is to be sent out.
///
/// A connection has at most one session, with the tracks of one camera. It ends with the
/// connection, also where the tracks are sent as datagrams.
///
/// - Source: RFC 2326; where real cameras are laxer than it, so is this.
struct RTSPDialogue {
    /// The addresses at the connection's ends.
    struct Ends {
        var server = "0.0.0.0"
        var client = "0.0.0.0"
    }

    let programme: Programme
    let ends: Ends
    private var nonces: Nonces?
    /// A session's name that was given out before there is a session.
    private var reserved: String?
    private var session: ClientSession?
    private var farewells: [Delivery] = []
    /// What the client was last told that it would be sent.
    private var described = Rendition.usual
    private var expiry = LoginExpiry()

    init(_ programme: Programme, between ends: Ends) {
        self.programme = programme
        self.ends = ends
        nonces = programme.authentication?.nonces(programme.maker.challenge, programme.random)
    }

    var isPlaying: Bool { session?.isPlaying ?? false }

    /// The client's ports that its reports come from.
    var reportPorts: [Int] {
        session?.lanes.compactMap { lane in
            if case .datagrams(_, let control) = lane.route { Int(control) } else { nil }
        } ?? []
    }

    /// - Returns: `nil` where this maker's cameras say nothing.
    mutating func answer(_ request: RTSPRequest, at now: Stamp) -> RTSPResponse? {
        guard let sequence = request["cseq"]?.filter({ $0 != " " }), !sequence.isEmpty,
            sequence.allSatisfy(\.isDigit)
        else { return RTSPResponse(400) }
        let isKeepAlive = request.method == "OPTIONS" || request.method.hasSuffix("_PARAMETER")
        if isKeepAlive, session != nil, !programme.maker.keepAlive.answers { return nil }
        return worded(decide(request, at: now), sequence, at: now)
    }

    /// What the client is to be sent by now.
    mutating func due(at now: Stamp) -> [Delivery] {
        var due = farewells + (session?.due(programme.renditions, at: now) ?? [])
        farewells = []
        if let lane = session?.lanes.first, expiry.isOver(at: now.moment) {
            due.append(Delivery(route: lane.route, buffers: [], ending: .closed))
        }
        return due
    }

    /// Ends the session; what is due afterwards tells the client.
    mutating func end() {
        farewells += session?.farewell() ?? []
        session = nil
    }

    private mutating func decide(_ request: RTSPRequest, at now: Stamp) -> Reply {
        if request.method == "OPTIONS", !loginExpires { return Reply(.options, named()) }
        guard Maker.implemented.split(separator: ", ").contains(Substring(request.method)) else {
            return Reply(501, ["allow": programme.maker.methods])
        }
        if let challenges = challenges(to: request, at: now.moment) {
            return Reply(.refusal, status: 401, challenges: challenges)
        }
        if request.method == "OPTIONS" { return Reply(.options, named()) }
        guard let address = RTSPAddress(request.uri, controls: programme.maker.controls),
            address.camera < programme.cameras
        else { return Reply(404) }
        switch request.method {
        case "DESCRIBE": return describe(address, at: now.moment)
        case "SETUP": return setUp(request, address)
        default: break
        }
        guard let session, let name = request.session, session.names.contains(name),
            session.camera == address.camera
        else {
            // A keep-alive without a session asks only whether anyone is there.
            let isKeepAlive = request.method.hasSuffix("_PARAMETER") && request.session == nil
            return isKeepAlive ? Reply(.others) : Reply(454)
        }
        switch request.method {
        case "PLAY": return play(address, at: now.moment)
        case "PAUSE": self.session?.rest()
        case "TEARDOWN":
            end()
            return Reply(.tearDown)
        default: break
        }
        return Reply(.others, named())
    }

    /// Whether the session's login ends now and then, by its camera's fault.
    private var loginExpires: Bool {
        session.flatMap { programme.trouble(of: $0.camera) }?.fault == .authExpire
    }

    /// What a client is challenged with that has not proven who it is.
    private mutating func challenges(to request: RTSPRequest, at now: Moment) -> [String]? {
        guard let authentication = programme.authentication, var nonces else { return nil }
        let wording = programme.maker.challenge
        if loginExpires, let camera = session?.camera {
            let seconds = programme.timetable.seconds(of: camera, at: now)
            if expiry.isDue(after: programme.faults.begun(by: seconds)) { nonces.expire() }
        }
        let verdict = authentication.judge(request, wording, &nonces, at: now)
        defer { self.nonces = nonces }
        if loginExpires { expiry.judged(verdict, at: now) }
        guard case .refused(let isStale) = verdict else { return nil }
        let nonce = nonces.offered(at: now)
        return authentication.challenges(wording, nonce: nonce, isStale: isStale)
    }

    private mutating func describe(_ address: RTSPAddress, at now: Moment) -> Reply {
        let places = places(address)
        let seconds = programme.timetable.seconds(of: address.camera, at: now)
        described = programme.trouble(of: address.camera)?.described(at: seconds) ?? .usual
        let body = programme.renditions[described].description.text(programme.maker, places)
        var values = places.merging(["length": "\(body.utf8.count)"]) { $1 }
        if programme.maker.head(.describe).contains(where: { $0.contains("{session}") }) {
            reserved = reserved ?? session?.names.first ?? newName()
            values["session"] = reserved
        }
        return Reply(.describe, values, body: body)
    }

    private mutating func setUp(_ request: RTSPRequest, _ address: RTSPAddress) -> Reply {
        let maker = programme.maker
        if let named = request.session, session?.names.contains(named) != true, named != reserved {
            return Reply(454)
        }
        var session = session ?? ClientSession(camera: address.camera)
        guard session.camera == address.camera, !session.isPlaying else { return Reply(455) }
        let video = maker.tracks.firstIndex { $0.kind == .video } ?? 0
        let track = address.track ?? video
        let asked = request["transport"] ?? ""
        guard let asked = Route(asked, allowed: programme.transports, track: track) else {
            return Reply(461)
        }
        let route = asked.shifted(by: maker.channelShift)
        let sender = sender(of: maker.tracks[track], session.camera, route)
        session.add(ClientSession.Lane(track: track, route: route, sender: sender))
        if session.names.isEmpty {
            session.names = [reserved ?? newName()]
        } else if maker.namesEachTrack {
            session.names.append(newName())
        }
        self.session = session
        var values = transportValues(route, source: sender.source)
        values["session"] = session.names.last
        let template = if case .interleaved = route { maker.interleaved } else { maker.datagrams }
        values["transport"] = Template.filled(template, values)
        return Reply(.setUp, values)
    }

    private func sender(of track: Track, _ camera: Int, _ route: Route) -> ClientSession.Sender {
        let number = UInt32(truncatingIfNeeded: programme.random())
        let source = number & programme.maker.sourceMask
        let sequence = UInt16(truncatingIfNeeded: programme.random())
        switch track.kind {
        case .video:
            return .video(
                Playback(
                    camera: camera,
                    channels: (route.media, route.control),
                    source: source,
                    sequence: sequence,
                    timetable: programme.timetable,
                    rendition: described,
                    trouble: programme.trouble(of: camera)
                )
            )
        case .silence(let form):
            return .silence(
                SilentTrack(form, channel: route.media, source: source, sequence: sequence)
            )
        }
    }

    private mutating func play(_ address: RTSPAddress, at now: Moment) -> Reply {
        session?.isPlaying = true
        var values = named()
        values["rtp-info"] = trackInfo(address, at: now)
        return Reply(.play, values)
    }

    /// RTP-Info's value, of which some makers leave something out.
    private func trackInfo(_ address: RTSPAddress, at now: Moment) -> String? {
        let maker = programme.maker
        guard let session, let last = maker.trackInfo.last else { return nil }
        let lanes = session.lanes.filter { lane in
            maker.informs(of: maker.tracks[lane.track].kind)
        }
        let infos = lanes.enumerated().map { order, lane in
            let next = lane.sender.upcoming(programme.renditions, at: now)
            var values = places(address)
            values["control"] = maker.tracks[lane.track].control
            values["seq"] = "\(next.sequence)"
            values["rtptime"] = next.timestamp.map { "\($0)" }
            values["ssrc"] = lane.sender.source.hexadecimal
            let template = maker.trackInfo.dropFirst(order).first ?? last
            let fields = template.split(separator: ";", omittingEmptySubsequences: false)
            return Template.lines(fields.map(String.init), values).joined(separator: ";")
        }
        return infos.isEmpty ? nil : infos.joined(separator: ",")
    }

    /// The session's first name, where there is a session.
    private func named() -> [String: String] {
        session?.names.first.map { ["session": $0] } ?? [:]
    }

    private func newName() -> String { programme.maker.sessionName.text(programme.random()) }
}

extension Route {
    /// Other channels than were asked for, as some makers answer.
    fileprivate func shifted(by shift: UInt8) -> Route {
        guard case .interleaved(let media, let control) = self else { return self }
        return .interleaved(media: media &+ shift, control: control &+ shift)
    }
}
