import Synchronization

/// Counts the connections of the API: how many are open, and which were not served, and why.
package final class Traffic: Sendable {
    package struct Figures: Sendable, Hashable {
        package var open = 0
        /// Answered 503 or closed, because too many were open.
        package var refused = 0
        /// Closed, because they did not bring a whole request in time.
        package var late = 0
        /// Closed, because what they brought was no HTTP request.
        package var malformed = 0
        /// Requests that the node failed to answer.
        package var failed = 0
    }

    private let state = Mutex(Figures())

    package init() {}

    package var figures: Figures { state.withLock { $0 } }

    /// - Returns: the figures after the change.
    @discardableResult
    package func count(_ change: (inout Figures) -> Void) -> Figures {
        state.withLock {
            change(&$0)
            return $0
        }
    }
}
