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
        /// How a camera is, and what to do when it is on disk.
        case camera(CameraNews, written: @Sendable () -> Void)
        case request(
            DeskRequest,
            RequestKey?,
            @Sendable (Result<DeskReply, DeskError>) -> Void
        )
    }

    package enum EpisodeWork: Sendable {
        case opened(EpisodeReport, picture: [UInt8]?)
        case peaked(EpisodeReport, picture: [UInt8])
        case ended(EpisodeReport)

        var report: EpisodeReport {
            switch self {
            case .opened(let report, _), .peaked(let report, _), .ended(let report): report
            }
        }
    }

    private struct Inbox {
        var work: [Work] = []
        /// A drain is under way or will come; while the ledger cannot be written, by the clock.
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
    /// Writing a transaction to the disk.
    let commitTimes = Histogram.ofWaiting
    /// From the packet with which an episode was decided on until it is on disk.
    let raiseTimes = Histogram.ofWaiting
    private let figures = Mutex(Figures())
    /// Used on `queue` alone; `nil` where a batch failed, so that it is read from the ledger again.
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
    package func start() { enqueue(.started) }

    /// Takes what a camera saw; returns at once.
    ///
    /// Near the bound pictures go first; at the bound new episodes are refused, counted and said. The
    /// end of one that was taken is always taken.
    package func report(_ episode: EpisodeWork) {
        let waiting = inbox.withLock(\.work.count)
        switch episode {
        case .opened(let report, picture: _?) where waiting > bound / 8:
            snapshots.drop(.deskBehind)
            take(.opened(report, picture: nil), within: bound)
        case .opened: take(episode, within: bound)
        case .peaked: take(episode, within: bound / 8)
        case .ended: take(episode, within: .max)
        }
    }

    /// Takes how a camera is; returns at once.
    ///
    /// - Parameter written: called when it is on disk. Where there is no room, or the ledger cannot
    ///   be written, it is never called, and whoever told is to tell again.
    package func report(_ news: CameraNews, written: @escaping @Sendable () -> Void) {
        guard inbox.withLock({ $0.work.count < bound / 2 }) else { return }
        enqueue(.camera(news, written: written))
    }

    private func take(_ episode: EpisodeWork, within bound: Int) {
        let isTaken = inbox.withLock { inbox -> Bool in
            if inbox.work.count < bound { return true }
            if case .opened = episode { inbox.refused += 1 }
            return false
        }
        if isTaken {
            enqueue(.episode(episode))
        } else if case .opened(let report, _) = episode {
            logger.event(
                .episodeRefused,
                .critical,
                """
                camera \(report.camera.id): an episode was not recorded: \(bound) things wait for \
                the ledger already
                """,
                [.camera: "\(report.camera.id)", .limit: .stringConvertible(bound)]
            )
        } else {
            snapshots.drop(.deskBehind)
        }
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

    /// For whoever wants to know whether it moves.
    var part: NodePulse.Part { NodePulse.Part(name: "the desk") { self.queue.async(execute: $0) } }

    // MARK: The queue

    private func enqueue(_ work: Work) {
        let isFirst = inbox.withLock { inbox -> Bool in
            inbox.work.append(work)
            defer { inbox.isScheduled = true }
            return !inbox.isScheduled
        }
        if isFirst { queue.async { self.drain() } }
    }

    private func drain() {
        let batch = inbox.withLock { inbox in
            defer { inbox.work = [] }
            return inbox.work
        }
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
    private func write(_ batch: [Work]) throws(LedgerError) -> DeskSession {
        var session = DeskSession(driver: self, clock: clock)
        do throws(LedgerError) {
            try desk.withLock { known throws(LedgerError) in
                var desk: ResponseDesk
                if let known {
                    desk = known
                } else {
                    desk = ResponseDesk(policy: policy, memory: try ledger.restore())
                }
                known = nil
                for work in batch { try session.decide(work, at: &desk) }
                if !session.entries.isEmpty || !session.answers.isEmpty {
                    let start = clock.moment
                    try ledger.append(session.entries, answers: session.answers)
                    commitTimes.observe(clock.moment.seconds(since: start))
                }
                let open = desk.openAlerts
                figures.withLock { figures in
                    figures.commits += session.entries.isEmpty ? 0 : 1
                    figures.entries += session.entries.count
                    figures.openAlerts = open
                }
                known = desk
            }
        } catch {
            figures.withLock { $0.failures += 1 }
            throw error
        }
        return session
    }

    /// Lets everyone know of what is on disk.
    private func conclude(_ session: DeskSession, of batch: [Work]) {
        session.finish()
        hub.announce(Set(session.entries.flatMap { $0.places.map(\.queue) }))
        let now = clock.now().wall
        for case .episode(.opened(let report, _)) in batch {
            raiseTimes.observe(now.seconds(since: report.seenAt))
        }
    }

    // MARK: A ledger that cannot be written

    /// Writes what can be written of a batch that could not be as a whole.
    ///
    /// - Returns: what waits on: what failed, and what came after it of the same track.
    private func salvage(_ batch: [Work], _ error: LedgerError) -> [Work] {
        var held: [Work] = []
        var tracks: Set<TrackKey> = []
        var isHeld = false
        for (index, work) in batch.enumerated() {
            if case .episode(let episode) = work,
                isHeld || tracks.contains(episode.report.track)
            {
                held.append(work)
                continue
            }
            do {
                conclude(try write([work]), of: [work])
            } catch {
                let kept = refuse([work], error)
                held += kept
                if case .episode(let episode)? = kept.first { tracks.insert(episode.report.track) }
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

    /// How many works of one batch may fail alone until the rest waits untried.
    private static let failuresInARow = 4

    /// Tells requests that nothing came of them; how cameras are will be told again.
    ///
    /// - Returns: what cameras saw, which waits.
    private func refuse(_ batch: [Work], _ error: LedgerError) -> [Work] {
        batch.filter { work in
            switch work {
            case .started, .episode: return true
            case .camera: return false
            case .request(_, _, let reply):
                reply(.failure(.ledger(error)))
                return false
            }
        }
    }

    /// Puts back what could not be written, before what has come since, and tries again in a second.
    private func hold(_ work: [Work]) {
        let isNews = figures.withLock { figures in
            defer { figures.isFailing = true }
            return !figures.isFailing
        }
        let isStopping = inbox.withLock { inbox -> Bool in
            inbox.work.insert(contentsOf: work, at: 0)
            inbox.isScheduled = true
            return inbox.isStopping
        }
        if isNews {
            logger.event(
                .ledgerFailing,
                .error,
                "the ledger cannot be written; what cameras see waits and is tried each second"
            )
        }
        if isStopping {
            logger.event(
                .ledgerUnwritten,
                .critical,
                "the node stops with \(work.count) things that could not be written",
                [.count: .stringConvertible(work.count)]
            )
        } else {
            queue.asyncAfter(deadline: .now() + 1) { self.drain() }
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

    func newID(at now: WallTime) -> AlertID {
        .ulid(at: now, chance: (random(), random()))
    }
}
