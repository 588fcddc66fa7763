package import Domain
import Synchronization

/// Tells the readers of each queue that there is more to read.
///
/// A reader fetches the entries themselves from the ledger at its own pace, so a slow one costs a
/// page of memory and slows nobody.
package final class StreamHub: Sendable {
    /// Why a reader is woken.
    package enum Call: Sendable {
        case more
        /// Nothing may have happened: the reader shows that the stream is alive.
        case alive
    }

    private struct State {
        var readers: [QueueID: [Int: AsyncStream<Call>.Continuation]] = [:]
        var nextReader = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    package init() {}

    /// How many streams are open.
    package var readerCount: Int {
        state.withLock { $0.readers.values.reduce(0) { $0 + $1.count } }
    }

    /// Calls from now on; a call that waits replaces the one before it, since each says the same.
    package func calls(for queue: QueueID) -> AsyncStream<Call> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Call.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let reader = state.withLock { state -> Int? in
            guard !state.isClosed else { return nil }
            state.nextReader += 1
            state.readers[queue, default: [:]][state.nextReader] = continuation
            return state.nextReader
        }
        guard let reader else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.readers[queue]?[reader] = nil }
        }
        return stream
    }

    /// Wakes the readers of queues that have grown.
    package func announce(_ queues: Set<QueueID>) {
        let woken = state.withLock { state in
            queues.flatMap { state.readers[$0]?.values.map { $0 } ?? [] }
        }
        for reader in woken { reader.yield(.more) }
    }

    /// Lets every reader show that it is alive.
    package func keepAlive() {
        let all = state.withLock { $0.readers.values.flatMap(\.values) }
        for reader in all { reader.yield(.alive) }
    }

    /// Ends every stream, and each one that is asked for from now on.
    package func close() {
        let all = state.withLock { state in
            state.isClosed = true
            defer { state.readers = [:] }
            return state.readers.values.flatMap(\.values)
        }
        for reader in all { reader.finish() }
    }
}
