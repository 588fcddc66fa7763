package import Delivery
package import Desk
import Dispatch
package import Domain
package import Logging
import Synchronization

/// Drives the desk: gathers what comes in, lets the desk decide, writes it in one transaction, and
/// only then lets anyone hear of it.
///
/// While a transaction is being written the desk decides what goes into the next one, so that many
/// raises share one flush of the disk and neither waits for the other's work. Between inputs it
/// sleeps until the desk's next stage is due.
package final class DeskDriver: FrontDesk {
    /// Figures for the metrics page.
    package struct Figures: Sendable {
        /// How many things are not on disk yet, whether the desk has decided them or not.
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

    let ledger: any Ledger
    let policy: ResponsePolicy
    let chart: Chart
    let hub: StreamHub
    let snapshots: SnapshotStore
    let clock: any CityClock
    private let random: @Sendable () -> UInt64
    private let bound: Int
    let logger: Logger
    /// Where the desk decides, and everyone is told.
    let queue = DispatchQueue(label: "watchpost.desk", qos: .userInitiated)
    /// Where one transaction at a time waits for the disk.
    let writer = DispatchQueue(label: "watchpost.ledger", qos: .userInitiated)
    let inbox = Mutex(DeskInbox())
    /// Writing a transaction to the disk.
    let commitTimes = Histogram.ofWaiting
    /// From the packet with which an episode was decided on until it is on disk.
    let raiseTimes = Histogram.ofWaiting
    /// From the moment at which a stage was due until it is on disk.
    let stageTimes = Histogram.ofWaiting
    let figures = Mutex(Figures())
    let state = Mutex(State())
    let timer = Mutex<StrictTimer?>(nil)

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
        let waiting = inbox.withLock(\.waiting)
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
            guard inbox.waiting >= bound else { return true }
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
        guard inbox.withLock({ $0.waiting < bound / 2 }) else { return }
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
                return inbox.waiting < bound / 2 ? nil : .busy
            }
            if let refusal {
                continuation.resume(returning: Result<DeskReply, DeskError>.failure(refusal))
            } else {
                enqueue(.request(request, key) { continuation.resume(returning: $0) })
            }
        }
        return try result.get()
    }

    /// Takes no more requests; returns when all that has come is on disk, or nothing can be written.
    package func stop() async {
        inbox.withLock { $0.isStopping = true }
        await withCheckedContinuation { continuation in
            queue.async {
                self.state.withLock { $0.leaving.append(continuation) }
                self.tryAgain()
                self.leaveIfDone()
            }
        }
    }

    package var currentFigures: Figures {
        var now = figures.withLock { $0 }
        inbox.withLock {
            now.waiting = $0.waiting
            now.folded = $0.folded
        }
        now.bound = bound
        return now
    }

    /// For whoever wants to know whether they move.
    var parts: [NodePulse.Part] {
        [
            NodePulse.Part(name: "the desk") { self.queue.async(execute: $0) },
            NodePulse.Part(name: "the ledger's writer") { self.writer.async(execute: $0) },
        ]
    }

    func newID(at now: WallTime) -> AlertID {
        .ulid(at: now, chance: (random(), random()))
    }
}
