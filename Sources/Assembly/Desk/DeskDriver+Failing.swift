import Delivery
import Desk
import Dispatch
import Domain
import Logging
import Synchronization

/// What becomes of a batch that the ledger could not take.
extension DeskDriver {
    /// How many works of one batch may fail alone until the rest waits untried.
    private static let failuresInARow = 4

    /// Writes at once what can be written of what was in flight, or of what was open where nothing
    /// was; the rest waits, with what was decided after it, as if it had not been decided.
    func fail(_ error: LedgerError) {
        giveUpDesk()
        let (batch, later) = state.withLock { state in
            defer { (state.flight, state.open, state.fault) = (nil, nil, nil) }
            let open = state.open?.works ?? []
            return state.flight.map { ($0.works, open) } ?? (open, [])
        }
        hold(retry(batch, error) + later, error)
    }

    /// Looks whether the ledger can be written again; what waits is written one batch after another
    /// until then.
    func tryAgain() {
        guard figures.withLock(\.isFailing) else { return }
        do throws(LedgerError) { try ledger.probe() } catch {
            // However much waits before them, requests are answered.
            return hold(refuse(inbox.withLock { $0.next(atMost: .max) }, error), error)
        }
        let batch = inbox.withLock { $0.next(atMost: Self.batch) }
        do throws(LedgerError) {
            let session = try write(batch)
            recovered()
            conclude(session)
            rest()
        } catch {
            hold(retry(batch, error), error)
        }
    }

    /// The desk knows what no ledger has; what it decided is not to be believed.
    func giveUpDesk() {
        figures.withLock { $0.failures += 1 }
        state.withLock { state in
            if let desk = state.desk, state.hasStarted { state.failed = desk }
            state.desk = nil
        }
    }

    /// - Returns: what waits on.
    private func retry(_ batch: [DeskWork], _ error: LedgerError) -> [DeskWork] {
        error == .full || batch.count == 1 ? refuse(batch, error) : salvage(batch, error)
    }

    /// Writes what can be written of a batch that could not be as a whole.
    ///
    /// - Returns: what waits on: what failed, and what came after it of the same track.
    private func salvage(_ batch: [DeskWork], _ error: LedgerError) -> [DeskWork] {
        var held: [DeskWork] = []
        var tracks: Set<TrackKey> = []
        var isHeld = false
        for (index, work) in batch.enumerated() {
            if case .episode(let episode, _) = work,
                isHeld || tracks.contains(episode.report.track)
            {
                held.append(work)
                continue
            }
            do {
                conclude(try write([work]))
            } catch {
                let kept = refuse([work], error)
                held += kept
                if case .episode(let episode, _)? = kept.first {
                    tracks.insert(episode.report.track)
                }
                // Nothing that a camera saw may be judged before what the last node left is ended.
                if case .started? = kept.first { isHeld = true }
                // What fails again and again is the disk and not the work.
                if held.count >= Self.failuresInARow {
                    return held + refuse(Array(batch[(index + 1)...]), error)
                }
            }
        }
        return held
    }

    /// Tells requests that nothing came of them; how cameras are will be told again.
    ///
    /// - Returns: what cannot be refused, which waits.
    private func refuse(_ batch: [DeskWork], _ error: LedgerError) -> [DeskWork] {
        batch.filter { work in
            switch work {
            case .started, .policy, .episode: return true
            // The desk that is read from the ledger again asks to be woken itself.
            case .camera, .wake: return false
            case .request(let request, _, let reply):
                reply(answer(unwritten: request, error))
                return false
            }
        }
    }

    /// What can be answered without writing.
    private func answer(
        unwritten request: DeskRequest,
        _ error: LedgerError
    ) -> Result<DeskReply, DeskError> {
        let now = clock.moment
        return state.withLock { state in
            switch request {
            case .heartbeat(let queue, _):
                state.failed?.hear(queue, at: now)
                return .success(.heard)
            case .acknowledge(let queue, _, _, _): state.failed?.hear(queue, at: now)
            case .units:
                if let failed = state.failed { return .success(.units(failed.unitRecords)) }
            case .drills:
                if let failed = state.failed { return .success(.drills(failed.allDrills)) }
            default: break
            }
            return .failure(.ledger(error))
        }
    }

    /// Puts back what could not be written, before what has come since, and tries again in a second.
    private func hold(_ work: [DeskWork], _ error: LedgerError) {
        let isNews = figures.withLock { figures in
            defer { figures.isFailing = true }
            return !figures.isFailing
        }
        let (isStopping, waiting) = inbox.withLock { inbox in
            inbox.putBack(work)
            inbox.isScheduled = true
            return (inbox.isStopping, inbox.waiting)
        }
        if isNews {
            logger.event(
                .ledgerFailing,
                .error,
                """
                the ledger cannot be written: \(error); what cameras see and what becomes due waits \
                and is tried each second
                """,
                [.reason: "\(error)"]
            )
        }
        if isStopping {
            logger.event(
                .ledgerUnwritten,
                .critical,
                "the node stops with \(waiting.counted("thing")) that could not be written: \(error)",
                [.count: .stringConvertible(waiting), .reason: "\(error)"]
            )
            leave()
        } else {
            queue.asyncAfter(deadline: .now() + 1) { self.tryAgain() }
        }
    }

    private func recovered() {
        figures.withLock { $0.isFailing = false }
        logger.event(
            .ledgerRecovered,
            .notice,
            "the ledger can be written again; all that waited is written"
        )
    }
}
