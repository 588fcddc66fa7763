/// How a maker's cameras word their answers and behave.
///
/// The shapes are those of real answers; every name and value in them is the simulator's own.
package struct Maker: Sendable {
    /// What an answer's headers depend on.
    enum Answer: Hashable, Sendable {
        case options, describe, setUp, play, tearDown
        /// To PAUSE, GET_PARAMETER and SET_PARAMETER.
        case others
        /// 401.
        case refusal
        /// Whatever else cannot be done.
        case failure
    }

    /// What keeps a session alive besides requests, and how those are answered.
    struct KeepAlive: Sendable {
        /// Whether the client's RTCP counts.
        var countsReports = true
        /// Whether OPTIONS, GET_PARAMETER and SET_PARAMETER within a session are answered.
        var answers = true
    }

    /// Which tracks RTP-Info tells of.
    enum Informing: Sendable { case all, video, others }

    /// Where the codec's parameter sets are to be found.
    enum ParameterSets: Sendable { case bandAndDescription, bandAlone, descriptionAlone }

    /// How a session's name looks.
    enum SessionName: Sendable {
        case hexadecimal(digits: Int)
        case upperHexadecimal(digits: Int)
        case decimal(digits: Int)
        case fixed(String)
    }

    package let name: String
    /// Headers in order, `{…}` to be filled in; one that has nothing to fill in is left out.
    var heads: [Answer: [String]] = [:]
    /// The headers that every answer without a head of its own begins with.
    var opening = ["CSeq: {cseq}"]
    var methods = Self.implemented
    var challenge = Authentication.Wording()
    /// The lines of the session description.
    var description: [String] = Self.plainDescription
    /// What the description's `fmtp` says of each codec.
    var parameters = FormatParameters()
    var payloadType: UInt8 = 96
    /// In the description's order.
    var tracks = [Track(.video, "trackID=0")]
    var interleaved = "RTP/AVP/TCP;unicast;interleaved={channels};ssrc={SSRC}"
    var datagrams =
        "RTP/AVP;unicast;client_port={client-ports};server_port={server-ports};ssrc={SSRC}"
    /// What RTP-Info says of each track that was set up; a field without its value is left out.
    var trackInfo = ["url={camera}/{control};seq={seq};rtptime={rtptime}"]
    var informing = Informing.all
    var sessionName = SessionName.hexadecimal(digits: 16)
    /// Whether each SETUP of a session gives it one more name.
    var namesEachTrack = false
    /// Which bits of a track's SSRC may be set.
    var sourceMask = UInt32.max
    /// What is added to the channels that a client asks for.
    var channelShift: UInt8 = 0
    var keepAlive = KeepAlive()
    var parameterSets = ParameterSets.bandAndDescription

    init(_ name: String) { self.name = name }

    /// The simulator's own, which keeps to the standards.
    package static let watchpost = Maker("watchpost")

    static let implemented =
        "OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, GET_PARAMETER, SET_PARAMETER, TEARDOWN"

    /// The headers of an answer.
    func head(_ answer: Answer) -> [String] {
        if let head = heads[answer] { return head }
        return opening + Self.plainHead(answer)
    }

    /// Whether RTP-Info tells of a track.
    func informs(of track: Track.Kind) -> Bool {
        switch informing {
        case .all: true
        case .video: track == .video
        case .others: track != .video
        }
    }

    var controls: [String] { tracks.map(\.control) }

    private static func plainHead(_ answer: Answer) -> [String] {
        let session = "Session: {session};timeout={timeout}"
        switch answer {
        case .options: return ["Public: {methods}"]
        case .describe:
            return [
                "Content-Base: {camera}/", "Content-Type: application/sdp",
                "Content-Length: {length}",
            ]
        case .setUp: return [session, "Transport: {transport}"]
        case .play: return [session, "Range: npt=now-", "RTP-Info: {rtp-info}"]
        case .others: return [session]
        case .refusal: return ["WWW-Authenticate: {challenge}"]
        case .failure: return ["Allow: {allow}"]
        case .tearDown: return []
        }
    }

    private static let plainDescription = [
        "v=0", "o=- {id} 1 IN IP4 {server}", "s={name}", "c=IN IP4 0.0.0.0", "t=0 0",
        "a=control:*", "a=range:npt=now-",
        "m=video 0 RTP/AVP {pt}", "b=AS:{kbps}", "a=rtpmap:{pt} {rtpmap}", "a=fmtp:{pt} {fmtp}",
        "a=framerate:{rate}", "a=control:trackID=0",
    ]
}

extension Maker.SessionName {
    func text(_ number: UInt64) -> String {
        switch self {
        case .hexadecimal(let digits): String(number.hexadecimal.suffix(digits))
        case .upperHexadecimal(let digits): number.hexadecimal.suffix(digits).uppercased()
        case .decimal(let digits): number.decimal(digits: digits)
        case .fixed(let text): text
        }
    }
}

/// One of the streams that a camera describes.
struct Track: Sendable {
    enum Kind: Sendable, Equatable {
        case video
        case silence(SilentTrack.Form)
    }

    let kind: Kind
    /// What its address ends with.
    let control: String

    init(_ kind: Kind, _ control: String) {
        self.kind = kind
        self.control = control
    }
}
