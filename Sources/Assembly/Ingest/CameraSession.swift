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
    private let info: StreamInfo
    private let limits: IngestLimits
    private let lane: Lane
    private let monitor: CameraMonitor
    private let pictures: LatestPicture
    private let shutdown: Shutdown
    private let voice: CameraVoice
    private let logger: Logger
    private let output: @Sendable (CameraEvent) -> Void

    // The lane's part.
    private let decoder: PictureDecoder
    private var pipeline: any PicturePipeline
    private var snapshots: SnapshotMaker
    private var mark: ArrivalMark?
    /// Pictures that were looked at.
    private var seen = 0
    /// Seconds since the present packet's decoding began that went into what came out of it.
    private var looking = 0.0
    private var size: PictureSize?

    init(
        camera: Camera,
        info: StreamInfo,
        pipeline: any PicturePipeline,
        limits: IngestLimits,
        lane: Lane,
        monitor: CameraMonitor,
        pictures: LatestPicture,
        shutdown: Shutdown,
        logger: Logger,
        output: @escaping @Sendable (CameraEvent) -> Void
    ) throws(MediaError) {
        self.camera = camera
        self.info = info
        self.limits = limits
        self.lane = lane
        self.monitor = monitor
        self.pictures = pictures
        self.shutdown = shutdown
        self.logger = logger
        voice = CameraVoice(camera.id, logger)
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
        let facts = PacketFacts(
            bytes: packet.byteCount,
            isKeyframe: packet.isKeyframe,
            isDropped: verdict == .dropped,
            time: packet.time,
            leap: packet.jump,
            received: packet.received,
            lost: packet.lost
        )
        let change = monitor.read(facts, waiting: count, at: now)
        if verdict == .queuedFirst { lane.run { self.turn() } }
        if let change { tell(change) }
    }

    /// Says how the camera has become, in the log at once and to others in order.
    private func tell(_ change: CameraHealth.Change) {
        voice.say(change, info)
        lane.run { [output, info] in
            switch change.to {
            case .degraded: output(.degraded(reason: change.reason ?? ""))
            default: output(.online(info))
            }
        }
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
        let start = lane.moment
        looking = 0
        counted(at: arrived.at) {
            try decoder.decode(arrived.packet) { see($0, arrived: arrived.at) }
        }
        lane.figures.wait.observe(start.seconds(since: arrived.at.moment))
        lane.figures.decode.observe(lane.moment.seconds(since: start) - looking)
    }

    private func finishOnLane(isAtEnd: Bool) {
        while case let rest = queue.withLock({ $0.take(limits.packetsInTurn) }), !rest.isEmpty {
            for arrived in rest { decode(arrived) }
        }
        if isAtEnd, let mark {
            counted(at: mark.arrived) {
                try decoder.flush { see($0, arrived: mark.arrived) }
            }
        }
        guard let mark else { return }
        for event in pipeline.finish() {
            let times = mark.shifted(by: pipeline.shift).times(of: event.episode)
            output(.episode(event, at: times, snapshot: nil))
        }
    }

    private func counted(at now: Stamp, _ work: () throws -> Void) {
        let before = (seen: seen, damaged: decoder.damaged, untimely: pipeline.untimely)
        let tally = pipeline.tally
        var failure: String?
        do { try work() } catch { failure = "\(error)" }
        // The first picture has been told of already.
        let pictures = seen - max(before.seen, min(seen, 1))
        let facts = DecodedFacts(
            pictures: pictures,
            damaged: decoder.damaged - before.damaged,
            untimely: pipeline.untimely - before.untimely,
            error: failure
        )
        lane.figures.count(pipeline.tally, since: tally, untimely: facts.untimely)
        if let change = monitor.saw(facts, at: now) { voice.say(change, info) }
    }

    private func look(at picture: borrowing Picture, arrived: Stamp) -> [EpisodeEvent] {
        let (start, analysed) = (lane.moment, pipeline.tally.analysed)
        let events = pipeline.observe(picture, arrived: arrived)
        if pipeline.tally.analysed > analysed {
            lane.figures.detect.observe(lane.moment.seconds(since: start))
        }
        return events
    }

    private func see(_ picture: borrowing Picture, arrived: Stamp) {
        let start = lane.moment
        defer { looking += lane.moment.seconds(since: start) }
        if seen == 0 { begin(at: arrived) }
        seen += 1
        notice(PictureSize(width: picture.width, height: picture.height))
        if pictures.isWanted, !picture.isDamaged {
            let shown = snapshots.jpeg(of: picture, for: "it cannot be shown", logger)
            pictures.hand(shown, at: arrived.moment)
        }
        let events = look(at: picture, arrived: arrived)
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

    /// The first picture shows that the camera is there.
    private func begin(at now: Stamp) {
        let change = monitor.saw(DecodedFacts(tried: 0, pictures: 1), at: now)
        if let change { voice.say(change, info) }
        switch monitor.status.state {
        case .degraded: if let reason = change?.reason { output(.degraded(reason: reason)) }
        case .connecting, .online, .offline: output(.online(info))
        }
    }

    private func notice(_ size: PictureSize) {
        guard size != self.size else { return }
        let before = self.size
        self.size = size
        monitor.resized(to: size)
        if let before { voice.sayResized(from: before, to: size) }
    }
}
