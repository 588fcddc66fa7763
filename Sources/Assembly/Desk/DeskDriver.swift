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
/// share one flush of the disk. Between inputs it sleeps until the desk's next stage is due.
package final class DeskDriver: FrontDesk {
    /// Figures for the metrics page.
    package struct Figures: Sendable {
        package var waiting = 0
        package var bound = 0
        package var openAlerts = 0
        package var balance = Balance()
        package var commits = 0
        package var entries = 0
        package var failures = 0
        /// The last transaction could not be written.
        package var isFailing = false
        /// Episodes that came while too much waited, and stand with another in one entry.
        package var folded = 0
    }

    /// How many things are decided in one transaction: what has become due waits no longer.
    private static let batch = 1000

    let ledger: any Ledger
    private let policy: ResponsePolicy
    private let chart: Chart
    private let hub: StreamHub
    let snapshots: SnapshotStore
    let clock: any CityClock
    private let random: @Sendable () -> UInt64
    private let bound: Int
    let logger: Logger
    let queue = DispatchQueue(label: "watchpost.desk", qos: .userInitiated)
    let inbox = Mutex(DeskInbox())
    /// Writing a transaction to the disk.
    let commitTimes = Histogram.ofWaiting
    /// From the packet with which an episode was decided on until it is on disk.
    let raiseTimes = Histogram.ofWaiting
    /// From the moment at which a stage was due until it is on disk.
    let stageTimes = Histogram.ofWaiting
    let figures = Mutex(Figures())
    let state = Mutex(State())
    private let timer = Mutex<StrictTimer?>(nil)

    /// Used on `queue` alone.
    struct State {
        /// `nil` where a batch failed, so that it is read from the ledger again.
        var desk: ResponseDesk?
        /// The desk whose batch failed: its clocks are taken over.
        var failed: ResponseDesk?
        var hasStarted = false
    }

    package init(
        policy: ResponsePolicy,
        chart: Chart = .empty,
        ledger: any Ledger,
        hub: StreamHub,
        snapshots: SnapshotStore,
        clock: any CityClock,
        random: @escaping @Sendable () -> UInt64,
        bound: Int,
        logger: Logger
    ) {
        self.policy = policy
        self.chart = chart
        self.ledger = ledger
        self.hub = hub
        self.snapshots = snapshots
        self.clock = clock
        self.random = random
        self.bound = bound
        self.logger = logger
    }

    /// Reads the ledger, ends what the last node left open, and fires what has become due since.
    package func start() { enqueue(.started) }

    /// Takes a policy for alerts raised from now on.
    package func apply(_ policy: ResponsePolicy) { enqueue(.policy(policy)) }

    /// Takes what a camera saw; returns at once.
    ///
    /// Near the bound pictures go first; at the bound a new episode is folded into one of the same
    /// camera, zone and rule that waits, with a count. What has none to be folded into is taken.
    package func report(_ episode: EpisodeWork) {
        let waiting = inbox.withLock(\.work.count)
        switch episode {
        case .opened(let report, .some, _) where waiting > bound / 8:
            snapshots.drop(.deskBehind)
            take(.opened(report, picture: nil))
        case .peaked where waiting > bound / 8: snapshots.drop(.deskBehind)
        case .opened, .peaked, .ended, .withdrawn: take(episode)
        }
    }

    private func take(_ episode: EpisodeWork) {
        let isNew = inbox.withLock { inbox -> Bool in
            guard inbox.work.count >= bound else { return true }
            return switch episode {
            case .opened(let report, _, _): !inbox.fold(report)
            case .peaked: true
            case .ended(let report), .withdrawn(let report): !inbox.isFolded(report)
            }
        }
        if isNew { enqueue(.episode(episode, raised: nil)) } else { warnOfBound() }
    }

    private func warnOfBound() {
        logger.event(
            .deskFull,
            .critical,
            """
            \(bound) things wait for the ledger: new episodes of one camera, zone and rule are \
            written as one, with a count
            """,
            [.limit: .stringConvertible(bound)]
        )
    }

    /// Takes what a camera saw, and returns when its alert is on disk, however long that takes.
    package func raise(_ report: EpisodeReport) async throws(DeskError) -> AlertID {
        let result = await withCheckedContinuation { continuation in
            enqueue(
                .episode(
                    .opened(report, picture: nil), raised: { continuation.resume(returning: $0) }
                )
            )
        }
        return try result.get()
    }

    /// Takes how a camera is; returns at once.
    ///
    /// - Parameter written: called when it is on disk. Where there is no room, or the ledger cannot
    ///   be written, it is never called, and whoever told is to tell again.
    package func report(_ news: CameraNews, written: @escaping @Sendable () -> Void) {
        guard inbox.withLock({ $0.work.count < bound / 2 }) else { return }
        enqueue(.camera(news, written: written))
    }

    package func submit(
        _ request: DeskRequest,
        key: RequestKey?
    ) async throws(DeskError) -> DeskReply {
        let result = await withCheckedContinuation { continuation in
            let refusal = inbox.withLock { inbox -> DeskError? in
                if inbox.isStopping { return .stopping }
                // Half of the room is kept for what cameras see.
                return inbox.work.count < bound / 2 ? nil : .busy
            }
            if let refusal {
                continuation.resume(returning: Result<DeskReply, DeskError>.failure(refusal))
            } else {
                enqueue(.request(request, key) { continuation.resume(returning: $0) })
            }
        }
        return try result.get()
    }

    /// Writes what has come, and takes no more requests.
    package func stop() async {
        inbox.withLock { $0.isStopping = true }
        await withCheckedContinuation { continuation in
            queue.async {
                // A batch at a time, until nothing waits or nothing can be written.
                repeat { self.drain() } while self.hasMore
                continuation.resume()
            }
        }
    }

    private var hasMore: Bool {
        !figures.withLock(\.isFailing) && inbox.withLock { !$0.work.isEmpty }
    }

    package var currentFigures: Figures {
        var now = figures.withLock { $0 }
        inbox.withLock {
            now.waiting = $0.work.count
            now.folded = $0.folded
        }
        now.bound = bound
        return now
    }

    /// For whoever wants to know whether it moves.
    var part: NodePulse.Part { NodePulse.Part(name: "the desk") { self.queue.async(execute: $0) } }

    // MARK: The queue

    private func enqueue(_ work: DeskWork) {
        let isFirst = inbox.withLock { inbox -> Bool in
            inbox.add(work)
            defer { inbox.isScheduled = true }
            return !inbox.isScheduled
        }
        if isFirst { queue.async { self.drain() } }
    }

    func drain() {
        let batch = inbox.withLock { $0.next(atMost: Self.batch) }
        let wasFailing = figures.withLock(\.isFailing)
        guard !batch.isEmpty || wasFailing else { return rest() }
        do {
            if wasFailing { try ledger.probe() }
            let session = try write(batch)
            if wasFailing { recovered() }
            conclude(session, of: batch)
            rest()
        } catch {
            hold(error == .full || batch.count == 1 ? refuse(batch, error) : salvage(batch, error))
        }
    }

    /// Goes on with what has come meanwhile, or waits for more.
    ///
    /// Only here and in `hold` does a drain bring about the next one, so that there is never more than
    /// one to come, however much comes while the ledger cannot be written.
    private func rest() {
        let hasMore = inbox.withLock { inbox in
            inbox.isScheduled = !inbox.work.isEmpty
            return inbox.isScheduled
        }
        if hasMore { queue.async { self.drain() } }
    }

    /// Decides and writes a batch as one: all of it or nothing.
    func write(_ batch: [DeskWork]) throws(LedgerError) -> DeskSession {
        var session = DeskSession(driver: self, clock: clock)
        do throws(LedgerError) {
            try state.withLock { state throws(LedgerError) in
                try decide(batch, in: &session, &state)
            }
        } catch {
            figures.withLock { $0.failures += 1 }
            throw error
        }
        return session
    }

    private func decide(
        _ batch: [DeskWork],
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
        do throws(LedgerError) {
            for work in batch { try session.decide(work, at: &desk) }
            try commit(session)
        } catch {
            if state.hasStarted { state.failed = desk }
            throw error
        }
        figures.withLock { figures in
            figures.commits += session.entries.isEmpty ? 0 : 1
            figures.entries += session.entries.count
            figures.openAlerts = desk.openAlerts
            figures.balance = desk.balance
        }
        state.hasStarted = true
        state.failed = nil
        state.desk = desk
    }

    private func commit(_ session: DeskSession) throws(LedgerError) {
        guard session.hasSomethingToWrite else { return }
        let start = clock.moment
        try ledger.append(session.entries, memos: session.memos, answers: session.answers)
        commitTimes.observe(clock.moment.seconds(since: start))
    }

    /// Lets everyone know of what is on disk.
    func conclude(_ session: DeskSession, of batch: [DeskWork]) {
        session.finish()
        hub.announce(Set(session.entries.flatMap { $0.places.map(\.queue) }))
        if let moment = session.wake { wake(at: moment) }
        let now = clock.now()
        for case .episode(.opened(let report, _, _), _) in batch {
            raiseTimes.observe(now.wall.seconds(since: report.seenAt))
        }
        let passed = now.moment.seconds(since: session.begun)
        for case .some(let detail) in session.entries.map(\.detail) where detail.due != nil {
            stageTimes.observe((detail.late ?? 0) + passed)
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

    func newID(at now: WallTime) -> AlertID {
        .ulid(at: now, chance: (random(), random()))
    }
}
