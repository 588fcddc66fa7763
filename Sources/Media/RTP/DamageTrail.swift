/// Tells which pictures build on one of which a part was lost.
///
/// Decoders show them without a word, smeared, and what is smeared would be taken for motion.
package struct DamageTrail {
    /// So long a keyframe is awaited; a stream that refreshes its pictures without one is whole by then.
    ///
    /// - Units: microseconds.
    package static let patience: Int64 = 10_000_000

    private var since: Int64?

    package init() {}

    /// Whether a picture is damaged, or builds on one that is.
    ///
    /// - Parameter now: in microseconds, by any clock that does not run back.
    package mutating func reaches(isDamaged: Bool, isKeyframe: Bool, at now: Int64) -> Bool {
        if isDamaged {
            since = now
        } else if let begun = since, isKeyframe || now - begun > Self.patience {
            since = nil
        }
        return since != nil
    }
}
