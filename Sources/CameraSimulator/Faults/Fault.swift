/// What can go wrong with a simulated camera.
package enum Fault: String, Sendable, Hashable, CaseIterable {
    case drop, reorder, corrupt, stall, freeze, reset, garbage, slow
    case wrongClock = "wrong-clock"
    case noKeyframe = "no-keyframe"
    case authExpire = "auth-expire"
    case resize, recode

    /// What happens while it acts.
    package var effect: String {
        switch self {
        case .drop: "a twentieth of the packets is lost"
        case .reorder: "a tenth of the packets comes up to three packets late"
        case .corrupt: "bits are wrong in a tenth of the packets"
        case .stall: "the connection stays and nothing is sent"
        case .freeze: "the same picture again and again, with running timestamps"
        case .reset: "the connection is reset in mid-packet, about once a second"
        case .garbage: "junk between packets, in place of packets and on unknown channels"
        case .slow: "half as fast as the street, then all at once; or in bursts of 3 s"
        case .wrongClock: "timestamps jump, stand still, repeat, run backwards; reports are wrong"
        case .noKeyframe: "keyframes are left out"
        case .authExpire: "the login ends: 401 stale=true, and who does not log in again is cut off"
        case .resize: "pictures of half the width and height, parameter sets in band"
        case .recode: "the stream ends, and is described anew with another codec"
        }
    }
}
