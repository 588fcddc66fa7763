package import Domain
import Synchronization

/// Tells the readers of each queue that there is more to read.
///
/// A reader fetches the entries themselves from the ledger at its own pace, so a slow one costs a
/// page of memory and slows nobody.
package final class StreamHub: Sendable {
    /// How the signs of life are spread: each reader has its turn once in so many calls of
    /// `keepAlive()`, so that thousands do not write in the same moment.
    package static let turns = 20

    /// Figures for the metrics page.
    package struct Figures: Sendable, Hashable {
        package var open = 0
        /// Streams that were not opened because too many were.
        package var refused = 0
        /// Ended since the reader had gone.
        package var gone = 0
        /// Ended since the reader took nothing of what was written to it.
        package var stalled = 0
        /// Ended with `gap`, since the reader was too far behind.
        package var gaps = 0

        package init(
            open: Int = 0, refused: Int = 0, gone: Int = 0, stalled: Int = 0, gaps: Int = 0
        ) {
            self.open = open
            self.refused = refused
            self.gone = gone
            self.stalled = stalled
            self.gaps = gaps
        }
    }

    /// The hub knows its readers, but does not keep them: a stream that is forgotten is over.
    private struct Known {
        weak var reader: StreamReader?
    }

    private struct State {
        var readers: [QueueID: [Int: Known]] = [:]
        var nextReader = 0
        var turn = 0
        var isClosed = false
        var figures = Figures()
    }

    private let bound: Int
    private let state = Mutex(State())

    /// - Parameter bound: the most streams that are open at once.
    package init(bound: Int = .max) { self.bound = bound }

    package var figures: Figures { state.withLock(\.figures) }

    /// A reader that is called from now on; it has ended already where the hub is closed.
    ///
    /// - Returns: `nil` where too many streams are open.
    package func open(_ queue: QueueID) -> StreamReader? {
        let opened = state.withLock { state -> StreamReader? in
            guard state.figures.open < bound else {
                state.figures.refused += 1
                return nil
            }
            state.nextReader += 1
            state.figures.open += 1
            let reader = StreamReader(hub: self, queue: queue, number: state.nextReader)
            if !state.isClosed {
                state.readers[queue, default: [:]][reader.number] = Known(reader: reader)
            }
            return reader
        }
        if state.withLock(\.isClosed) { opened?.end(.done) }
        return opened
    }

    /// Wakes the readers of queues that have grown.
    package func announce(_ queues: Set<QueueID>) {
        let woken = state.withLock { state in
            queues.flatMap { state.readers[$0]?.values.compactMap(\.reader) ?? [] }
        }
        for reader in woken { reader.call(.more) }
    }

    /// Lets the readers whose turn it is show that they are alive.
    package func keepAlive() {
        let woken = state.withLock { state in
            state.turn = (state.turn + 1) % Self.turns
            let turn = state.turn
            return state.readers.values.flatMap { known in
                known.filter { $0.key % Self.turns == turn }.values.compactMap(\.reader)
            }
        }
        for reader in woken { reader.call(.alive) }
    }

    /// Ends every stream, and each one that is asked for from now on.
    package func close() {
        let all = state.withLock { state in
            state.isClosed = true
            return state.readers.values.flatMap { $0.values.compactMap(\.reader) }
        }
        for reader in all { reader.end(.done) }
    }

    func forget(_ reader: StreamReader, _ end: StreamReader.End) {
        state.withLock { state in
            state.readers[reader.queue]?[reader.number] = nil
            if state.readers[reader.queue]?.isEmpty == true { state.readers[reader.queue] = nil }
            state.figures.open -= 1
            switch end {
            case .done: break
            case .gone: state.figures.gone += 1
            case .stalled: state.figures.stalled += 1
            case .gap: state.figures.gaps += 1
            }
        }
    }
}
