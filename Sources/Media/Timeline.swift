/// Makes a stream's timestamps into seconds from its first packet.
///
/// Timestamps may repeat and, where pictures are stored in another order than they are shown, run
/// back a little; both are left to stand. A jump back by more than 2 s, or ahead by more than 10
/// minutes, is the camera's clock having been set: time goes on from there by one usual step.
package struct Timeline: Sendable {
    private var origin: Double?
    /// The latest time given so far.
    package private(set) var newest = 0.0
    private var step = 0.04
    private var hasBegunUnknown = false
    /// By how much the camera's clock had been set, where the timestamp placed last shows that it was.
    ///
    /// - Units: seconds; below zero where it was set back.
    package private(set) var jump: Double?

    static let backward = 2.0
    static let forward = 600.0

    package init() {}

    /// The stream time of a packet with this timestamp; `nil` where it has none.
    package mutating func place(_ seconds: Double?) -> Double? {
        guard let seconds else {
            hasBegunUnknown = hasBegunUnknown || origin == nil
            return nil
        }
        let known = origin ?? start(at: seconds)
        origin = known
        var time = seconds - known
        jump = nil
        if time < newest - Self.backward || time > newest + Self.forward {
            jump = time - newest
            time = newest + step
            origin = seconds - time
        } else if time > newest, time - newest < 1 {
            step = time - newest
        }
        newest = max(newest, time)
        return time
    }

    /// Some recordings begin with packets that bear no timestamp; time counts from these all the same.
    private func start(at seconds: Double) -> Double {
        hasBegunUnknown && (0...Self.backward).contains(seconds) ? 0 : seconds
    }
}
