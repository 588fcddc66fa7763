package import Domain
import Synchronization

/// Which terminals serve which queue, how far they have read, and when they were last heard of.
package final class TerminalBook: Sendable {
    package struct Terminal: Sendable, Hashable, Codable {
        package var terminal: String
        package var cursor: String?
        package var lastHeartbeat: WallTime
    }

    /// The most terminals that are kept for one queue; the one silent for longest makes room.
    private let bound: Int
    private let terminals = Mutex<[QueueID: [String: Terminal]]>([:])

    package init(bound: Int) { self.bound = bound }

    /// Notes a sign of life, and how far the terminal has read where it says so.
    package func heard(
        from name: String,
        of queue: QueueID,
        cursor: Cursor? = nil,
        at now: WallTime
    ) {
        terminals.withLock { all in
            var known = all[queue] ?? [:]
            var terminal = known[name] ?? Terminal(terminal: name, lastHeartbeat: now)
            terminal.lastHeartbeat = now
            if let cursor { terminal.cursor = cursor.description }
            known[name] = terminal
            if known.count > bound,
                let silent = known.values.min(by: { $0.lastHeartbeat < $1.lastHeartbeat })
            {
                known[silent.terminal] = nil
            }
            all[queue] = known
        }
    }

    package func terminals(of queue: QueueID) -> [Terminal] {
        terminals.withLock { ($0[queue] ?? [:]).values.sorted { $0.terminal < $1.terminal } }
    }
}
