import Delivery
import Domain
import Logging
import Media
import Synchronization

/// One connection of a camera: its packets on the way to the lane, and what the lane makes of them.
final class CameraSession: @unchecked Sendable {
    // Unchecked because of the lane's part below, which is touched on the lane alone.
    private let queue = Mutex(PacketQueue())

    private let camera: Camera
    private let limits: IngestLimits
    private let lane: Lane
    private let monitor: CameraMonitor
    private let shutdown: Shutdown
    private let logger: Logger
    private let output: @Sendable (CameraEvent) -> Void

    // The lane's part.
    private let decoder: PictureDecoder
    private var pipeline: any PicturePipeline
    private var snapshots: SnapshotMaker
    private var mark: ArrivalMark?
    private var hasFailed = false

    init(
        camera: Camera,
        info: StreamInfo,
        pipeline: any PicturePipeline,
        limits: IngestLimits,
        lane: Lane,
        monitor: CameraMonitor,
        shutdown: Shutdown,
        logger: Logger,
        output: @escaping @Sendable (CameraEvent) -> Void
    ) throws(MediaError) {
        self.camera = camera
        self.limits = limits
        self.lane = lane
        self.monitor = monitor
        self.shutdown = shutdown
        self.logger = logger
        self.output = output
        self.pipeline = pipeline
        decoder = try PictureDecoder(info)
        snapshots = SnapshotMaker(camera, interval: limits.snapshotInterval)
    }

    /// Hands a packet to the lane; called by the camera's thread.
    func take(_ packet: Packet, at now: Stamp) {
        let (verdict, count) = queue.withLock { queue in
            (queue.append(.init(packet: packet, at: now), limits: limits), queue.count)
        }
        monitor.read(waiting: count, dropped: verdict == .dropped ? 1 : 0)
        if verdict == .queuedFirst { lane.run { self.turn() } }
    }

    /// Ends the session once its packets are decoded, and then does what is given.
    func finish(isAtEnd: Bool, then: @escaping @Sendable () -> Void) {
        lane.run {
            self.finishOnLane(isAtEnd: isAtEnd)
            then()
        }
    }

    private func turn() {
        let (batch, count) = queue.withLock { queue in
            (queue.take(limits.packetsInTurn), queue.count)
        }
        monitor.took(waiting: count)
        for arrived in batch { decode(arrived) }
        // The next camera's turn comes first.
        if queue.withLock({ $0.hasMore() }) { lane.run { self.turn() } }
    }

    private func decode(_ arrived: PacketQueue.Arrived) {
        // A node that ends does not first work off what waits.
        if shutdown.isFired { return }
        if let time = arrived.packet.time { mark = ArrivalMark(time: time, arrived: arrived.at) }
        counted(at: arrived.at.moment) {
            try decoder.decode(arrived.packet) { see($0, arrived: arrived.at) }
        }
    }

    private func finishOnLane(isAtEnd: Bool) {
        while case let rest = queue.withLock({ $0.take(limits.packetsInTurn) }), !rest.isEmpty {
            for arrived in rest { decode(arrived) }
        }
        if isAtEnd, let mark {
            counted(at: mark.arrived.moment) {
                try decoder.flush { see($0, arrived: mark.arrived) }
            }
        }
        guard let mark else { return }
        for event in pipeline.finish() {
            let times = mark.shifted(by: pipeline.shift).times(of: event.episode)
            output(.episode(event, at: times, snapshot: nil))
        }
    }

    private func counted(at now: Moment, _ work: () throws -> Void) {
        let (pictures, damaged) = (decoder.decoded, decoder.damaged)
        do {
            try work()
        } catch {
            if !hasFailed {
                logger.event(
                    .cameraUndecodable,
                    .error,
                    "camera \(camera.id) cannot be watched: \(error)",
                    [.camera: "\(camera.id)", .reason: "\(error)"]
                )
            }
            hasFailed = true
        }
        monitor.saw(
            pictures: decoder.decoded - pictures,
            damaged: decoder.damaged - damaged,
            at: now
        )
    }

    private func see(_ picture: borrowing Picture, arrived: Stamp) {
        let events = pipeline.observe(picture, arrived: arrived)
        if events.isEmpty { return }
        let mark = (self.mark ?? ArrivalMark(time: picture.time, arrived: arrived))
            .shifted(by: pipeline.shift)
        let snapshot = snapshots.snapshot(of: picture, for: events, at: arrived.moment, logger)
        for event in events {
            let isShown = if case .ended = event { false } else { true }
            output(
                .episode(
                    event,
                    at: mark.times(of: event.episode),
                    snapshot: isShown ? snapshot : nil
                )
            )
        }
    }
}
