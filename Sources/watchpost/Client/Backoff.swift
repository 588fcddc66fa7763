/// How long to wait before the next try to reach a server that was there before.
///
/// The delays stay under a second, so that a node that restarts is met within two.
///
/// - Units: seconds.
package struct Backoff: Sendable {
    private var failures = 0

    private static let first = 0.1
    private static let longest = 1.0

    package init() {}

    /// The delay before the next try: it doubles from a tenth of a second to one, less up to half.
    ///
    /// - Parameter jitter: 0 up to 1, drawn anew each time, so that many terminals do not return at
    ///   the same instant.
    package mutating func next(jitter: Double) -> Double {
        let whole = min(Self.longest, Self.first * Double(1 << min(failures, 8)))
        failures += 1
        return whole * (1 - jitter / 2)
    }

    /// The server spoke: the next loss begins with a short delay again.
    package mutating func reset() { failures = 0 }
}
