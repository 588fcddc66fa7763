import Synchronization

/// What a server has done since its start.
package struct ServerStatistics: Sendable, Hashable {
    /// Connections now.
    package fileprivate(set) var clients = 0
    /// Connections ever.
    package fileprivate(set) var connections = 0
    /// Clients that did not read and were dropped.
    package fileprivate(set) var dropped = 0
    /// Connections closed at once because too many were open.
    package fileprivate(set) var refused = 0
    package fileprivate(set) var pictures = 0
    package fileprivate(set) var bytes = 0
    /// Pictures of the loop that are rendered, and all of them; until both are the same, cameras
    /// far into the loop wait.
    package internal(set) var rendered = 0
    package internal(set) var loopPictures = 0
}

/// Counts what happens on the event loop, to be read from anywhere.
final class Counters: Sendable {
    private let state = Mutex(ServerStatistics())

    var statistics: ServerStatistics { state.withLock { $0 } }

    func joined() {
        state.withLock {
            $0.clients += 1
            $0.connections += 1
        }
    }

    func left() { state.withLock { $0.clients -= 1 } }
    func dropped() { state.withLock { $0.dropped += 1 } }
    func refused() { state.withLock { $0.refused += 1 } }

    func sent(pictures: Int, bytes: Int) {
        state.withLock {
            $0.pictures += pictures
            $0.bytes += bytes
        }
    }
}
