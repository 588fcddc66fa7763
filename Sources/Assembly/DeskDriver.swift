package import Delivery
package import Desk
import Dispatch
package import Domain
package import Logging
import Synchronization

/// Drives the desk: gathers what comes in, lets the desk decide, writes it in one transaction, and
/// only then lets anyone hear of it.
///
/// What has come while a transaction was being written goes into the next one, so that many raises
/// share one flush of the disk.
package final class DeskDriver: FrontDesk {
    /// One thing to be decided.
    enum Work {
        case started
        case episode(EpisodeWork)
        case request(
            DeskRequest,
            RequestKey?,
            @Sendable (Result<DeskReply, DeskError>) -> Void
        )

        var isEpisode: Bool {
            switch self {
            case .episode, .started: true
            case .request: false
            }
        }
    }

    package enum EpisodeWork: Sendable {
        case opened(EpisodeReport, picture: [UInt8]?)
        case peaked(EpisodeReport, picture: [UInt8]?)
        case ended(EpisodeReport)
    }

    private struct Inbox {
        var work: [Work] = []
        var isScheduled = false
        var isStopping = false
        var refused = 0
    }

    /// Figures for the metrics page.
    package struct Figures: Sendable {
        package var waiting = 0
        package var bound = 0
        package var openAlerts = 0
        package var commits = 0
        package var entries = 0
        package var failures = 0
        /// The last transaction could not be written.
        package var isFailing = false
        package var refused = 0
    }

    private let policy: ResponsePolicy
    let ledger: any Ledger
    private let hub: StreamHub
    let snapshots: SnapshotStore
    private let clock: any CityClock
    private let random: @Sendable () -> UInt64
    private let bound: Int
    private let logger: Logger
    private let queue = DispatchQueue(label: "watchpost.desk", qos: .userInitiated)
    private let inbox = Mutex(Inbox())
    private let figures = Mutex(Figures())
    /// Only ever touched on `queue`; `nil` where it must be read from the ledger again.
    private let desk: Mutex<ResponseDesk?>

    package init(
        policy: ResponsePolicy,
        ledger: any Ledger,
        hub: StreamHub,
        snapshots: SnapshotStore,
        clock: any CityClock,
        random: @escaping @Sendable () -> UInt64,
        bound: Int,
        logger: Logger
    ) {
        self.policy = policy
        self.ledger = ledger
        self.hub = hub
        self.snapshots = snapshots
        self.clock = clock
        self.random = random
        self.bound = bound
        self.logger = logger
        desk = Mutex(nil)
    }

    /// Reads the ledger, and ends what the last node left open.
    package func start() { enqueue([.started]) }

    /// Takes what a camera saw; returns at once.
    package func report(_ episode: EpisodeWork) {
        let isTaken = inbox.withLock { inbox -> Bool in
            guard inbox.work.count < bound else {
                inbox.refused += 1
                return false
            }
            return true
        }
        if isTaken {
            enqueue([.episode(episode)])
        } else {
            logger.critical(
                "the desk has \(bound) things to write and cannot; an episode was not recorded"
            )
        }
    }

    package func submit(
        _ request: DeskRequest,
        key: RequestKey?
    ) async throws(DeskError) -> DeskReply {
        let result = await withCheckedContinuation { continuation in
            let isOpen = inbox.withLock { !$0.isStopping }
            guard isOpen else {
                continuation.resume(returning: Result<DeskReply, DeskError>.failure(.stopping))
                return
            }
            enqueue([.request(request, key) { continuation.resume(returning: $0) }])
        }
        return try result.get()
    }

    /// Writes what has come, and takes no more requests.
    package func stop() async {
        inbox.withLock { $0.isStopping = true }
        await withCheckedContinuation { continuation in
            queue.async {
                self.drain()
                continuation.resume()
            }
        }
    }

    package var currentFigures: Figures {
        var now = figures.withLock { $0 }
        inbox.withLock {
            now.waiting = $0.work.count
            now.refused = $0.refused
        }
        now.bound = bound
        return now
    }

    // MARK: The queue

    private func enqueue(_ work: [Work], after delay: Double = 0) {
        let isFirst = inbox.withLock { inbox -> Bool in
            // What could not be written comes before what came after it.
            if delay > 0 { inbox.work.insert(contentsOf: work, at: 0) } else { inbox.work += work }
            guard !inbox.isScheduled else { return false }
            inbox.isScheduled = true
            return true
        }
        guard isFirst else { return }
        if delay > 0 {
            queue.asyncAfter(deadline: .now() + delay) { self.drain() }
        } else {
            queue.async { self.drain() }
        }
    }

    private func drain() {
        let batch = inbox.withLock { inbox in
            inbox.isScheduled = false
            defer { inbox.work = [] }
            return inbox.work
        }
        guard !batch.isEmpty else { return }
        guard attempt(batch) != nil else { return }
        // One that cannot be written must not hold up the others.
        let failed = (batch.count == 1 ? batch : batch.filter { attempt([$0]) != nil })
            .filter(\.isEpisode)
        if !failed.isEmpty { enqueue(failed, after: 1) }
    }

    /// Decides and writes a batch as one.
    ///
    /// - Returns: why nothing of it was written; requests alone in their batch are told.
    private func attempt(_ batch: [Work]) -> LedgerError? {
        var session = DeskSession(driver: self, clock: clock)
        do {
            try desk.withLock { known throws(LedgerError) in
                if known == nil {
                    known = ResponseDesk(policy: policy, memory: try ledger.restore())
                }
                for work in batch { try session.decide(work, at: &known!) }
                if !session.entries.isEmpty || !session.answers.isEmpty {
                    try ledger.append(session.entries, answers: session.answers)
                }
                let open = known!.openAlerts
                figures.withLock { figures in
                    figures.commits += session.entries.isEmpty ? 0 : 1
                    figures.isFailing = figures.isFailing && session.entries.isEmpty
                    figures.entries += session.entries.count
                    figures.openAlerts = open
                }
            }
        } catch {
            fail(batch, error)
            return error
        }
        session.finish()
        hub.announce(Set(session.entries.flatMap { $0.places.map(\.queue) }))
        return nil
    }

    private func fail(_ batch: [Work], _ error: LedgerError) {
        // The desk has decided what was not written: it must begin again from what was.
        desk.withLock { $0 = nil }
        figures.withLock { figures in
            figures.failures += 1
            figures.isFailing = true
        }
        logger.error("writing the ledger: \(error); what cameras saw waits and is tried again")
        if batch.count == 1, case .request(_, _, let reply) = batch[0] {
            reply(.failure(.ledger(error)))
        }
    }

    func newID(at now: WallTime) -> AlertID {
        .ulid(at: now, chance: (random(), random()))
    }
}
