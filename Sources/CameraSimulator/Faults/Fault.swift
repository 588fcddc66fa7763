/// What can go wrong with a simulated camera.
package enum Fault: String, Sendable, Hashable, CaseIterable {
    case drop, reorder, corrupt, stall, freeze, reset, garbage, slow
    case wrongClock = "wrong-clock"
    case clockJump = "clock-jump"
    case clockRepeat = "clock-repeat"
    case clockBackwards = "clock-backwards"
    case clockStill = "clock-still"
    case clockReset = "clock-reset"
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
        case .freeze: "the same picture with running timestamps"
        case .reset: "the connection is reset, about once a second"
        case .garbage: "junk between packets, in their place, on other channels"
        case .slow: "half as fast, then all at once; or in bursts of 3 s"
        case .wrongClock: "timestamps jump, stand, repeat, run backwards; RTCP too"
        case .clockJump: "timestamps jump an hour ahead and back, every two seconds"
        case .clockRepeat: "each timestamp comes twice"
        case .clockBackwards: "timestamps run backwards"
        case .clockStill: "timestamps stand still"
        case .clockReset: "timestamps begin again at 0, reports tell of another year"
        case .noKeyframe: "keyframes are left out"
        case .authExpire: "401 stale=true; who does not log in again is cut off"
        case .resize: "half the width and height, parameter sets in band"
        case .recode: "the stream ends and is described with another codec"
        }
    }
}
