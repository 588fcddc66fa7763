import Delivery
import Desk
import Domain
import Synchronization

/// What is done for a session on its way: it is decided, written, counted and told of.
extension DeskDriver {
    /// Decides works, by a desk that is read from the ledger where there is none.
    func decide(
        _ works: [DeskWork],
        in session: inout DeskSession,
        _ state: inout State
    ) throws(LedgerError) {
        var desk: ResponseDesk
        if let known = state.desk {
            desk = known
        } else {
            // It may have been told of another policy since the start.
            let policy = state.failed?.policy ?? policy
            desk = ResponseDesk(policy: policy, chart: chart, memory: try ledger.restore())
            if let failed = state.failed { session.resume(failed.running, at: &desk) }
        }
        state.desk = nil
        defer { state.desk = desk }
        try session.decide(works, at: &desk)
    }

    /// Decides and writes works as one, here and now: all of them or nothing.
    func write(_ works: [DeskWork]) throws(LedgerError) -> DeskSession {
        var session = DeskSession(driver: self)
        do throws(LedgerError) {
            try state.withLock { state throws(LedgerError) in
                try decide(works, in: &session, &state)
            }
            try commit(session.batch)
        } catch {
            giveUpDesk()
            throw error
        }
        count(session)
        return session
    }

    func commit(_ batch: PreparedBatch) throws(LedgerError) {
        guard !batch.isEmpty else { return }
        let start = clock.moment
        try ledger.append(batch)
        commitTimes.observe(clock.moment.seconds(since: start))
    }

    /// The session is on disk.
    func count(_ session: DeskSession) {
        state.withLock { state in
            state.hasStarted = true
            state.failed = nil
        }
        figures.withLock { figures in
            figures.commits += session.batch.entries.isEmpty ? 0 : 1
            figures.entries += session.batch.entries.count
            figures.openAlerts = session.openAlerts
            figures.balance = session.balance
        }
    }

    /// Lets everyone know of what is on disk.
    func conclude(_ session: DeskSession) {
        inbox.withLock { $0.done(session.works.count) }
        session.finish()
        var queues: Set<QueueID> = []
        for prepared in session.batch.entries {
            for place in prepared.entry.places { queues.insert(place.queue) }
        }
        hub.announce(queues)
        if let moment = session.wake { wake(at: moment) }
        let now = clock.now()
        for case .episode(.opened(let report, _, _), _) in session.works {
            raiseTimes.observe(now.wall.seconds(since: report.seenAt))
        }
        for stage in session.stages {
            stageTimes.observe(stage.late + now.moment.seconds(since: stage.decided))
        }
    }

    /// Lets the desk look at its stages again at a moment, in place of the one asked for before.
    private func wake(at moment: Moment) {
        let timer = timer.withLock { timer in
            let known = timer ?? StrictTimer(on: queue) { [weak self] in self?.enqueue(.wake) }
            timer = known
            return known
        }
        timer.set(to: moment.seconds(since: clock.moment))
    }
}
