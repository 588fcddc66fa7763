import Domain

/// When a client has to log in again, because its camera's fault has it so.
///
/// The login ends as a window begins; the next request shows it.
struct LoginExpiry {
    /// - Units: seconds that a client has once it was told, before it is cut off.
    static let patience = 5.0

    /// The windows that had begun at the last request of the session.
    private var begun: Int?
    private var refused: Moment?

    /// Whether the login has ended since the last request.
    ///
    /// - Parameter begun: How many windows have begun by now.
    mutating func isDue(after begun: Int) -> Bool {
        defer { self.begun = begun }
        return self.begun.map { $0 < begun } ?? false
    }

    mutating func judged(_ verdict: Authentication.Verdict, at now: Moment) {
        refused = verdict == .admitted ? nil : refused ?? now
    }

    func isOver(at now: Moment) -> Bool {
        refused.map { now.seconds(since: $0) > Self.patience } ?? false
    }
}
