import CFFmpeg

/// Asks a camera over one connection, and reads what it answers and sends.
final class RTSPDialogue {
    let link: CameraLink
    var login: RTSPLogin
    /// What is being done, for errors.
    var doing: String
    /// The session's number, once there is one.
    var session: String?
    private(set) var wire = RTSPWire()
    /// The request sent last.
    private(set) var method = ""

    private let watch: Watch
    private var sequence = 0
    private var hasAnswered = false
    private var early: [(channel: UInt8, bytes: [UInt8])] = []
    private var earlyBytes = 0

    /// What cameras send before they have answered PLAY is kept up to so many bytes.
    private static let earlyLimit = 8_000_000

    init(_ link: CameraLink, login: RTSPLogin, watch: Watch, doing: String) {
        self.link = link
        self.login = login
        self.watch = watch
        self.doing = doing
    }

    /// Sends a request and waits for its answer, with a second try where the camera wants a login.
    func ask(
        _ method: String,
        _ url: String,
        _ headers: [(name: String, value: String)] = []
    ) throws(MediaError) -> RTSPReply {
        while true {
            try send(method, url, headers)
            let reply = try answer()
            guard reply.status == 401 else {
                if reply.isGood { login.wasAdmitted() }
                return reply
            }
            if case .refused(let reason) = login.wasChallenged(by: reply) {
                throw MediaError(.unauthorized, doing: doing, reason: reason)
            }
        }
    }

    /// Sends a request and does not wait.
    func send(
        _ method: String,
        _ url: String,
        _ headers: [(name: String, value: String)] = []
    ) throws(MediaError) {
        try write(request(method, url, headers))
    }

    func request(
        _ method: String,
        _ url: String,
        _ headers: [(name: String, value: String)] = []
    ) -> [UInt8] {
        sequence += 1
        self.method = method
        var text = "\(method) \(url) RTSP/1.0\r\nCSeq: \(sequence)\r\nUser-Agent: watchpost\r\n"
        if let session { text += "Session: \(session)\r\n" }
        if let login = login.authorization(method, url) { text += "Authorization: \(login)\r\n" }
        for header in headers { text += "\(header.name): \(header.value)\r\n" }
        return Array((text + "\r\n").utf8)
    }

    func write(_ bytes: [UInt8]) throws(MediaError) {
        do { try link.write(bytes) } catch { throw hungUp(error.code) }
    }

    /// Cameras forget the answer's number or get it wrong, so that its order tells what it is for.
    private func answer() throws(MediaError) -> RTSPReply {
        while true {
            switch try next() {
            case nil: try fill()
            case .reply(let reply) where reply.status >= 200:
                hasAnswered = true
                return reply
            case .reply: break
            case .request(let method, let sequence): try answer(method, sequence)
            case .packet(let channel, let range):
                guard earlyBytes < Self.earlyLimit else { break }
                early.append((channel, Array(wire.bytes[range])))
                earlyBytes += range.count
            }
        }
    }

    /// What has come and was not looked at; `nil` where more has to be read.
    func next() throws(MediaError) -> RTSPWire.Found? {
        do throws(RTSPWire.Mistake) { return try wire.next() } catch {
            throw MediaError(.invalid, doing: doing, reason: error.reason)
        }
    }

    /// Packets that came while an answer was awaited.
    func takeEarly() -> [(channel: UInt8, bytes: [UInt8])] {
        defer { early = [] }
        return early
    }

    /// Waits for more bytes, for a moment.
    func fill() throws(MediaError) {
        do throws(CameraLink.Failure) {
            unsafe try wire.fill { space throws(CameraLink.Failure) in
                unsafe try link.read(into: space)
            }
        } catch {
            throw hungUp(error.code)
        }
    }

    /// - Throws: where time is over or the node ends.
    func checkWatch() throws(MediaError) {
        guard watch.verdict == .goOn else { throw hungUp(WP_EXIT) }
    }

    /// Answers a request of the camera's own, which only asks whether anybody is there.
    func answer(_ method: String, _ sequence: String?) throws(MediaError) {
        let status =
            ["OPTIONS", "GET_PARAMETER"].contains(method) ? "200 OK" : "501 Not Implemented"
        try write(Array("RTSP/1.0 \(status)\r\nCSeq: \(sequence ?? "0")\r\n\r\n".utf8))
    }

    private func hungUp(_ code: Int32) -> MediaError {
        let error = MediaError(camera: code, watch, doing)
        guard error.kind == .endOfStream, session == nil else { return error }
        if wire.junk > 0, !hasAnswered {
            return MediaError(.invalid, doing: doing, reason: "what answers does not speak RTSP")
        }
        return MediaError(
            .endOfStream,
            doing: doing,
            reason: "the camera hung up instead of answering \(method)"
        )
    }
}
