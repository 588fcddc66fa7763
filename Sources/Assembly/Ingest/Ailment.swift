import Domain

/// What is wrong with a camera that sends, in words and numbers that a person can act upon.
package enum Ailment: Sendable, Hashable {
    /// Packets come, but no picture can be made of them.
    case undecodable(seconds: Double, packets: Int, error: String?)
    /// Packets come faster than their lane decodes them.
    case behind(dropped: Int, packets: Int)
    /// The network loses packets.
    case lossy(lost: Int, packets: Int)
    case damaged(pictures: Int, of: Int)
    /// It was lost again and again.
    case unsteady(losses: Int, reason: String)
    /// Pictures bear times that are not after the one before.
    case untimely(pictures: Int, of: Int)
    /// Its clock is set again and again; the farthest leap in seconds.
    case leaping(times: Int, farthest: Double)
    /// Its time goes slower or faster than the clock.
    case offPace(streamSeconds: Double, seconds: Double)
    case slow(rate: Double, usual: Double)
    case noKeyframe(seconds: Double)

    /// What makes two ailments the same one with other numbers.
    package enum Cause: String, Sendable, Hashable {
        case undecodable, behind, lossy, damaged, unsteady, untimely, leaping
        case offPace = "off-pace"
        case slow
        case noKeyframe = "no-keyframe"
    }

    package var cause: Cause {
        switch self {
        case .undecodable: .undecodable
        case .behind: .behind
        case .lossy: .lossy
        case .damaged: .damaged
        case .unsteady: .unsteady
        case .untimely: .untimely
        case .leaping: .leaping
        case .offPace: .offPace
        case .slow: .slow
        case .noKeyframe: .noKeyframe
        }
    }
}

extension Ailment: CustomStringConvertible {
    package var description: String {
        switch self {
        case .undecodable(let seconds, let packets, let error):
            "no picture for \(Self.short(seconds)) s, though \(packets.counted("packet")) came"
                + (error.map { ": \($0)" } ?? "")
        case .behind(let dropped, let packets):
            "\(Self.share(dropped, of: packets)) packets dropped: "
                + "they come faster than this node decodes"
        case .lossy(let lost, let packets):
            "\(Self.share(lost, of: packets)) RTP packets lost on the way"
        case .damaged(let pictures, let all):
            "\(Self.share(pictures, of: all)) pictures damaged"
        case .unsteady(let losses, let reason):
            "lost \(losses) times within 2 minutes, last: \(reason)"
        case .untimely(let pictures, let all):
            "\(Self.share(pictures, of: all)) pictures bear a time that is not after the one before"
        case .leaping(let times, let farthest):
            "timestamps leapt \(times) times within a minute, by up to \(Self.short(farthest)) s"
        case .offPace(let streamSeconds, let seconds):
            "timestamps advance \(Self.short(streamSeconds)) s in \(Self.short(seconds)) s"
        case .slow(let rate, let usual):
            "\(Self.short(rate)) pictures a second, where \(Self.short(usual)) came before"
        case .noKeyframe(let seconds):
            "no keyframe for \(Self.short(seconds)) s: a picture once damaged would stay so"
        }
    }

    /// Such as `18 of 120 (15 %)`.
    private static func share(_ part: Int, of whole: Int) -> String {
        "\(part) of \(whole) (\(short(100 * Double(part) / Double(max(whole, 1)))) %)"
    }

    /// With a decimal below ten, where there is one.
    static func short(_ number: Double) -> String {
        // A clock may leap by more than numbers of whole seconds hold.
        let tenths = (min(max(number, -1e15), 1e15) * 10).rounded() / 10
        return abs(tenths) >= 10 || tenths == tenths.rounded()
            ? String(Int(tenths.rounded())) : String(tenths)
    }
}
