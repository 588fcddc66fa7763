import Synchronization

/// Whether what a node cannot live without still moves: its desk and its lanes.
package final class NodePulse: Sendable {
    /// A part of the node that does one thing after another.
    package struct Part: Sendable {
        package var name: String
        /// Does something when all that was given before is done; returns at once.
        package var run: @Sendable (@escaping @Sendable () -> Void) -> Void

        package init(
            name: String,
            run: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void
        ) {
            self.name = name
            self.run = run
        }
    }

    private let parts: [Part]
    private let unanswered = Mutex<Set<Int>>([])

    package init(_ parts: [Part]) { self.parts = parts }

    /// Asks every part, and looks whether it has answered when it was asked before.
    ///
    /// - Returns: the names of those that have not.
    package func check() -> [String] {
        let stalled = unanswered.withLock { $0 }
        for (number, part) in parts.enumerated() where !stalled.contains(number) {
            unanswered.withLock { _ = $0.insert(number) }
            part.run { [weak self] in self?.unanswered.withLock { _ = $0.remove(number) } }
        }
        return stalled.sorted().map { parts[$0].name }
    }
}
