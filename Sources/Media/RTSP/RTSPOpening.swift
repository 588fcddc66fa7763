import CFFmpeg
import Domain

/// Agrees with a camera on a stream, up to where it begins to send.
struct RTSPOpening {
    let address: StreamAddress
    let limits: StreamLimits
    let watch: Watch
    let doing: String

    /// A camera may send the node on so often.
    private static let redirects = 3

    func session(at first: RTSPTarget) throws(MediaError) -> RTSPSession {
        var target = first
        var login = RTSPLogin(address.credentials)
        for _ in 0...Self.redirects {
            switch try reach(target, &login) {
            case .session(let session): return session
            case .elsewhere(let location):
                guard case .rtsp(let next) = StreamAddress(location).place else {
                    throw failure(.invalid, "the camera sends on to what is no RTSP address")
                }
                guard target.isSecure == false || next.isSecure else {
                    throw failure(.invalid, "the camera sends on from TLS to an address without")
                }
                // A password is for the host that it was given for, however often others send on.
                let isSameHost = next.host.lowercased() == first.host.lowercased()
                login = RTSPLogin(isSameHost ? address.credentials : nil)
                target = next
            }
        }
        throw failure(.invalid, "the camera sends on more than \(Self.redirects) times")
    }

    enum Outcome {
        case session(RTSPSession)
        case elsewhere(String)
    }

    /// Tries a host's addresses in turn.
    private func reach(
        _ target: RTSPTarget,
        _ login: inout RTSPLogin
    ) throws(MediaError) -> Outcome {
        watch.allow(seconds: limits.name)
        let found = try NameLookup.addresses(of: target.host, watch: watch, doing)
        let hosts = try allowed(found, of: target.host)
        var error = failure(.unreachable, "no address")
        for host in hosts {
            // A dead address leaves their share of the time to the others.
            watch.allow(seconds: limits.open / Double(hosts.count))
            do {
                return try agree(at: host, target, &login)
            } catch let caught {
                error = caught
                guard [.unreachable, .timedOut].contains(error.kind) else { break }
            }
        }
        throw error
    }

    private func allowed(_ hosts: [String], of name: String) throws(MediaError) -> [String] {
        let allowed = hosts.filter { host in
            let plain = host.prefix { $0 != "%" }
            return AddressText.bytes(plain).map { limits.networks.contains($0) } ?? false
        }
        guard allowed.isEmpty, let first = hosts.first else { return allowed }
        let place = first == name ? first : "'\(name)' is at \(first), which"
        throw failure(
            .notAllowed,
            "\(place) is in no network that cameras may be in; if it is right, add its network to "
                + "cameraNetworks in watchpost.yaml"
        )
    }

    /// Connects and agrees; once more where the camera hangs up on being asked what it can do, or
    /// after it has asked for a login.
    private func agree(
        at host: String,
        _ target: RTSPTarget,
        _ login: inout RTSPLogin
    ) throws(MediaError) -> Outcome {
        var skipsOptions = false
        while true {
            let link = try link(to: host, target)
            let dialogue = RTSPDialogue(link, login: login, watch: watch, doing: doing)
            let agreement = RTSPAgreement(
                dialogue: dialogue,
                target: target,
                transport: target.isSecure ? .tcp : address.transport,
                limits: limits
            )
            do {
                return try agreement.outcome(skipsOptions: skipsOptions)
            } catch {
                let hasHopes = dialogue.method == "OPTIONS" || dialogue.login.isPending
                guard error.kind == .endOfStream, hasHopes, !skipsOptions else { throw error }
                login = dialogue.login
                skipsOptions = true
            }
        }
    }

    private func link(to host: String, _ target: RTSPTarget) throws(MediaError) -> CameraLink {
        let port = target.effectivePort
        guard !target.isSecure || address.transport == .tcp else {
            throw failure(.unsupported, "rtsps:// goes within its connection; write transport: tcp")
        }
        do throws(CameraLink.Failure) {
            if target.isSecure {
                return try CameraLink(secureTo: host, port: port, watch: watch)
            }
            guard let peer = PeerAddress(host, port: port) else {
                throw CameraLink.Failure(code: WP_INVALIDDATA)
            }
            return try CameraLink(to: peer, watch: watch)
        } catch {
            let error = MediaError(camera: error.code, watch, doing)
            guard target.isSecure, [.endOfStream, .invalid, .timedOut].contains(error.kind) else {
                throw error
            }
            let way = "; where the camera does not encrypt, write rtsp://"
            throw failure(error.kind, "no TLS at port \(port): \(error.reason)\(way)")
        }
    }

    private func failure(_ kind: MediaError.Kind, _ reason: String) -> MediaError {
        MediaError(kind, doing: doing, reason: reason)
    }
}
