import Domain

/// What all clients of a server have in common.
struct Programme: Sendable {
    let cameras: Int
    let description: StreamDescription
    let authentication: Authentication?
    let timetable: Timetable
    let loop: EncodedLoop
    let random: @Sendable () -> UInt64
}

/// One client's dialogue: requests in, answers and what it is to be sent out.
///
/// A connection has at most one session, with one camera's stream interleaved into it.
///
/// - Source: RFC 2326; where real cameras are laxer than it, so is this.
struct RTSPDialogue {
    /// A stream that was set up.
    private struct Session {
        let id: String
        var playback: Playback
        var isPlaying = false
    }

    /// - Units: seconds that a client is told its session lives without a sign of life.
    static let timeout = 60

    private let programme: Programme
    private var nonces: Nonces?
    private var session: Session?

    init(_ programme: Programme) {
        self.programme = programme
        nonces = programme.authentication?.nonces(Self.wording, programme.random)
    }

    var isPlaying: Bool { session?.isPlaying ?? false }

    mutating func answer(_ request: RTSPRequest, at now: Moment) -> RTSPResponse {
        guard let sequence = request["cseq"], !sequence.isEmpty,
            sequence.allSatisfy({ ("0"..."9").contains($0) })
        else { return RTSPResponse(400) }
        var response = decide(request, at: now)
        response.headers.insert(("CSeq", sequence), at: 0)
        return response
    }

    /// What the client is to be sent by now.
    mutating func due(at now: Stamp) -> Playback.Due {
        guard session?.isPlaying == true else { return Playback.Due() }
        return session!.playback.due(programme.loop, at: now)
    }

    private mutating func decide(_ request: RTSPRequest, at now: Moment) -> RTSPResponse {
        if request.method == "OPTIONS" { return RTSPResponse(200, [("Public", Self.methods)]) }
        guard Self.methods.split(separator: ", ").contains(Substring(request.method)) else {
            return RTSPResponse(501, [("Allow", Self.methods)])
        }
        if let refusal = refusal(of: request, at: now) { return refusal }
        guard let camera = request.camera, camera < programme.cameras else {
            return RTSPResponse(404)
        }
        switch request.method {
        case "DESCRIBE": return describe(request, camera)
        case "SETUP": return setUp(request, camera)
        default: break
        }
        guard let session, session.id == request.session, session.playback.camera == camera else {
            // A keep-alive without a session asks only whether anyone is there.
            let isKeepAlive = request.method.hasSuffix("_PARAMETER") && request.session == nil
            return RTSPResponse(isKeepAlive ? 200 : 454)
        }
        return control(request, session, at: now)
    }

    /// The challenge to a client that has not proven who it is.
    private mutating func refusal(of request: RTSPRequest, at now: Moment) -> RTSPResponse? {
        guard let authentication = programme.authentication, var nonces else { return nil }
        let verdict = authentication.judge(request, Self.wording, &nonces, at: now)
        defer { self.nonces = nonces }
        guard case .refused(let isStale) = verdict else { return nil }
        let challenges = authentication.challenges(
            Self.wording,
            nonce: nonces.offered(at: now),
            isStale: isStale
        )
        return RTSPResponse(401, challenges.map { ("WWW-Authenticate", $0) })
    }

    private func describe(_ request: RTSPRequest, _ camera: Int) -> RTSPResponse {
        RTSPResponse(
            200,
            [
                ("Content-Base", Self.cameraAddress(request.uri) + "/"),
                ("Content-Type", "application/sdp"),
            ],
            body: programme.description.text(camera: camera)
        )
    }

    private mutating func setUp(_ request: RTSPRequest, _ camera: Int) -> RTSPResponse {
        if let session {
            if let named = request.session, named != session.id { return RTSPResponse(454) }
            if session.isPlaying { return RTSPResponse(455) }
        } else if request.session != nil {
            return RTSPResponse(454)
        }
        guard let channels = Self.channels(request["transport"] ?? "") else {
            return RTSPResponse(461)
        }
        let source = UInt32(truncatingIfNeeded: programme.random())
        let id = session?.id ?? programme.random().hexadecimal
        session = Session(
            id: id,
            playback: Playback(
                camera: camera,
                channels: channels,
                source: source,
                sequence: UInt16(truncatingIfNeeded: programme.random()),
                timetable: programme.timetable
            )
        )
        let transport =
            "RTP/AVP/TCP;unicast;interleaved=\(channels.media)-\(channels.control)"
            + ";ssrc=\(String(UInt64(source) | 1 << 32, radix: 16, uppercase: true).dropFirst())"
        return RTSPResponse(
            200,
            [("Session", "\(id);timeout=\(Self.timeout)"), ("Transport", transport)]
        )
    }

    private mutating func control(
        _ request: RTSPRequest,
        _ current: Session,
        at now: Moment
    ) -> RTSPResponse {
        let header = (name: "Session", value: "\(current.id);timeout=\(Self.timeout)")
        switch request.method {
        case "PLAY":
            session?.isPlaying = true
            let next = current.playback.upcoming(programme.loop, at: now)
            let url = "\(Self.cameraAddress(request.uri))/\(RTSPRequest.track)"
            let time = next.timestamp.map { ";rtptime=\($0)" } ?? ""
            let info = "url=\(url);seq=\(next.sequence)\(time)"
            return RTSPResponse(200, [header, ("Range", "npt=now-"), ("RTP-Info", info)])
        case "PAUSE":
            session?.isPlaying = false
            session?.playback.rest()
        case "TEARDOWN":
            session = nil
            return RTSPResponse(200)
        default:
            break
        }
        return RTSPResponse(200, [header])
    }

    private static let methods =
        "OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, GET_PARAMETER, SET_PARAMETER, TEARDOWN"

    private static let wording = Authentication.Wording()

    /// The address without track, query and final slash.
    private static func cameraAddress(_ uri: String) -> String {
        var address = uri.prefix { $0 != "?" }
        if address.hasSuffix("/") { address = address.dropLast() }
        if address.hasSuffix("/" + RTSPRequest.track) {
            address = address.dropLast(RTSPRequest.track.count + 1)
        }
        return String(address)
    }

    /// The channels of the first transport in a list that is possible here.
    private static func channels(_ header: String) -> (media: UInt8, control: UInt8)? {
        for transport in header.split(separator: ",") {
            let fields = transport.split(separator: ";").map { field in
                field.filter { $0 != " " }.lowercased()
            }
            guard fields.first == "rtp/avp/tcp", !fields.contains("multicast") else { continue }
            guard let asked = fields.first(where: { $0.hasPrefix("interleaved=") }) else {
                return (0, 1)
            }
            let numbers = asked.dropFirst("interleaved=".count).split(separator: "-")
            guard let media = numbers.first.flatMap({ UInt8($0) }) else { continue }
            let control = numbers.count > 1 ? UInt8(numbers[1]) : media &+ 1
            guard let control, control != media else { continue }
            return (media, control)
        }
        return nil
    }
}

extension RTSPRequest {
    /// The session that it names, without parameters.
    fileprivate var session: String? {
        self["session"].map { String($0.prefix { $0 != ";" && $0 != " " }) }
    }
}
