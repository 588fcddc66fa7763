/// How long to wait before a camera is tried again.
///
/// The wait doubles from 1–2 s to 15–30 s and is drawn at random within these bounds, so that
/// cameras that were lost together do not come back together.
package struct Backoff: Sendable, Hashable {
    /// - Units: seconds.
    package static let longest = 30.0
    /// A connection that lasted so long was a good one, and the next wait is short again.
    ///
    /// - Units: seconds.
    package static let stable = 60.0

    private var bound = 2.0

    package init() {}

    /// The wait after a connection that was up for so long (0: it never came about).
    ///
    /// - Parameters:
    ///   - random: 0 to 1.
    ///   - refused: the camera does not accept the password; many cameras lock the account after a
    ///     few tries, so the longest wait comes at once.
    /// - Units: seconds.
    package mutating func wait(afterUp up: Double, random: Double, refused: Bool = false) -> Double
    {
        if up >= Self.stable { bound = 2 }
        if refused { bound = Self.longest }
        let wait = bound / 2 * (1 + min(max(random, 0), 1))
        bound = min(bound * 2, Self.longest)
        return wait
    }
}
