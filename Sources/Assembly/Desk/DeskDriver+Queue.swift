import Desk
import Dispatch
import Domain
import Synchronization

/// How works go to the disk: the desk's queue decides into an open session, the writer's queue writes
/// the one before it, and then the desk's queue tells of it.
extension DeskDriver {
    /// How many things are decided in one transaction: what has become due waits no longer.
    static let batch = 1000
    /// How many things are decided at once: what is on disk waits no longer to be told of.
    private static let chunk = 64

    /// Used on `queue` alone.
    struct State: Sendable {
        /// `nil` where a batch failed, so that it is read from the ledger again.
        var desk: ResponseDesk?
        /// The desk whose batch failed: its clocks are taken over.
        var failed: ResponseDesk?
        var hasStarted = false
        /// Being written.
        var flight: DeskSession?
        /// Decided meanwhile, and the next to be written.
        var open: DeskSession?
        /// Why `open` could not be decided: what is in flight is awaited, and then it is tried again.
        var fault: LedgerError?
        /// Whoever waits until nothing waits.
        var leaving: [CheckedContinuation<Void, Never>] = []

        /// How many works more may be decided before the writer is ready for them.
        var room: Int { fault == nil ? DeskDriver.batch - (open?.works.count ?? 0) : 0 }
    }

    func enqueue(_ work: DeskWork) {
        let isFirst = inbox.withLock { inbox -> Bool in
            inbox.add(work)
            defer { inbox.isScheduled = true }
            return !inbox.isScheduled
        }
        if isFirst { queue.async { self.drain() } }
    }

    /// Decides some of what has come.
    private func drain() {
        // What could not be written is tried again by the clock.
        guard !figures.withLock(\.isFailing) else { return }
        state.withLock { state in
            let works = inbox.withLock { $0.next(atMost: min(state.room, Self.chunk)) }
            guard !works.isEmpty else { return }
            var session =
                state.open ?? DeskSession(driver: self, after: state.flight?.news ?? DeskNews())
            state.open = nil
            do throws(LedgerError) {
                try decide(works, in: &session, &state)
            } catch {
                state.fault = error
            }
            state.open = session
        }
        handOver()
        rest()
    }

    /// Goes on with what has come meanwhile, or waits for more.
    ///
    /// Where there is no room, `landed` goes on; where the ledger cannot be written, the clock: so there
    /// is never more than one drain to come.
    func rest() {
        guard state.withLock({ $0.room > 0 }), !figures.withLock(\.isFailing) else { return }
        let hasMore = inbox.withLock { inbox in
            inbox.isScheduled = !inbox.isEmpty
            return inbox.isScheduled
        }
        if hasMore { queue.async { self.drain() } } else { leaveIfDone() }
    }

    func leaveIfDone() {
        let isEmpty = inbox.withLock(\.isEmpty)
        let isDone = state.withLock { $0.flight == nil && $0.open == nil }
        if isEmpty && isDone { leave() }
    }

    /// Lets whoever waits for the end go on.
    func leave() {
        let leaving = state.withLock { state in
            defer { state.leaving = [] }
            return state.leaving
        }
        for continuation in leaving { continuation.resume() }
    }

    /// Gives what is decided to the writer, where it writes nothing else.
    private func handOver() {
        let (next, fault) = state.withLock { state -> (PreparedBatch?, LedgerError?) in
            guard state.flight == nil, let open = state.open else { return (nil, nil) }
            if let fault = state.fault { return (nil, fault) }
            (state.flight, state.open) = (open, nil)
            return (open.batch, nil)
        }
        if let fault {
            fail(fault)
        } else if let next, next.isEmpty {
            queue.async { self.landed(nil) }
        } else if let next {
            writer.async {
                var failure: LedgerError?
                do throws(LedgerError) { try self.commit(next) } catch { failure = error }
                self.queue.async { [failure] in self.landed(failure) }
            }
        }
    }

    /// Goes on where what was in flight is on disk, or could not be written.
    private func landed(_ failure: LedgerError?) {
        if let failure { return fail(failure) }
        let (session, fault, wasFull) = state.withLock { state in
            defer { state.flight = nil }
            return (state.flight, state.fault, state.room == 0)
        }
        guard let session else { return }
        count(session)
        // The writer goes on while everyone is told.
        if fault == nil { handOver() }
        conclude(session)
        if let fault {
            fail(fault)
        } else if wasFull {
            rest()
        } else {
            leaveIfDone()
        }
    }
}
