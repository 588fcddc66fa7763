import Dispatch
import Domain
import Foundation
import Logging
import Media

/// Reads one camera on a thread of its own, and tries again whenever it is lost.
final class CameraThread: Sendable {
    let camera: Camera
    let monitor: CameraMonitor
    /// For those who want to see what it sees.
    let pictures = LatestPicture()

    private let address: StreamAddress
    private let limits: IngestLimits
    private let world: CameraWorld
    private let lanes: Lanes
    private let shutdown = Shutdown()
    private let voice: CameraVoice
    private let logger: Logger
    private let pipeline: PipelineFactory
    private let output: @Sendable (CameraEvent) -> Void

    init(
        camera: Camera,
        credentials: Credentials?,
        limits: IngestLimits,
        world: CameraWorld,
        lanes: Lanes,
        logger: Logger,
        pipeline: @escaping PipelineFactory,
        output: @escaping @Sendable (CameraEvent) -> Void
    ) {
        self.camera = camera
        self.limits = limits
        self.world = world
        self.lanes = lanes
        self.logger = logger
        self.pipeline = pipeline
        self.output = output
        address = StreamAddress(
            camera.watchedURL, credentials: credentials, transport: camera.transport
        )
        voice = CameraVoice(camera.id, logger)
        monitor = CameraMonitor(since: world.clock.now(), limits: limits.health)
    }

    /// Starts the thread; to be called once.
    ///
    /// - Parameter gone: called when the thread and its work on the lane have ended, after the last
    ///   of the camera's events.
    func start(gone: @escaping @Sendable () -> Void) {
        let thread = Thread { self.run(then: gone) }
        thread.name = "camera"
        thread.stackSize = limits.stack
        thread.start()
    }

    /// Tells this camera alone to end; returns at once.
    ///
    /// What is open in it is told as ended.
    func stop() {
        shutdown.fire()
        pictures.close()
    }

    var now: Moment { world.clock.now().moment }

    /// As they are at this moment: where cameras may be changes while a node runs.
    private var streamLimits: StreamLimits {
        var limits = limits.stream
        limits.networks = world.networks()
        return limits
    }

    /// How a connection ended.
    private struct Loss {
        let reason: String
        var kind = CameraHealth.Loss.failed
        var refused = false
    }

    private func run(then: @escaping @Sendable () -> Void) {
        var backoff = Backoff()
        var berth: Berth?
        while !shutdown.isFired {
            let (loss, upSince, session) = connection(&berth)
            let up = upSince.map { world.clock.now().moment.seconds(since: $0) } ?? 0
            let wait = backoff.wait(afterUp: up, random: world.random(), refused: loss.refused)
            let told = note(loss, retryIn: wait)
            if let session {
                session.finish(isAtEnd: loss.kind == .ended, then: told)
            } else if let berth {
                berth.lane.run(told)
            } else {
                told()
            }
            world.wait(wait, shutdown)
        }
        let taken = berth
        let leave: @Sendable () -> Void = { [output] in
            taken?.leave()
            output(.left)
            then()
        }
        if let taken { taken.lane.run(leave) } else { leave() }
    }

    /// Connects and reads until the stream is lost or ends.
    private func connection(_ berth: inout Berth?) -> (Loss, upSince: Moment?, CameraSession?) {
        var session: CameraSession?
        var upSince: Moment?
        do {
            let reader = try PacketReader(
                opening: address,
                limits: streamLimits,
                interrupt: shutdown.interrupt
            )
            let info = reader.info
            let chosen = berth ?? lanes.berth(cost: Self.cost(of: info))
            berth = chosen
            let opened = try CameraSession(
                camera: camera,
                info: info,
                pipeline: pipeline(camera, info),
                limits: limits,
                lane: chosen.lane,
                monitor: monitor,
                pictures: pictures,
                shutdown: shutdown,
                logger: logger,
                output: output
            )
            session = opened
            let now = world.clock.now()
            upSince = now.moment
            monitor.connected(info, at: now)
            return (try read(reader, into: opened), upSince, session)
        } catch {
            let loss = Loss(reason: error.description, refused: error.kind == .unauthorized)
            return (loss, upSince, session)
        }
    }

    private func read(_ reader: PacketReader, into session: CameraSession) throws(MediaError)
        -> Loss
    {
        let start = world.clock.now().moment
        while let packet = try reader.next() {
            if !reader.info.isLive, let time = packet.time {
                // A recording comes as it was taken.
                let due = start.advanced(bySeconds: time.seconds)
                let ahead = due.seconds(since: world.clock.now().moment)
                if ahead > 0 { world.wait(ahead, shutdown) }
            }
            if shutdown.isFired { return Loss(reason: "the node ends") }
            session.take(packet, at: world.clock.now())
            if let seconds = monitor.uselessFor {
                let reason =
                    "\(address): no picture for \(Ailment.short(seconds)) s, though it sends"
                return Loss(reason: reason, kind: .useless)
            }
        }
        return Loss(reason: "\(address) has come to its end", kind: .ended)
    }

    /// Says that the stream is gone.
    ///
    /// - Returns: what is to be told when the lane is done with it.
    private func note(_ loss: Loss, retryIn wait: Double) -> @Sendable () -> Void {
        if shutdown.isFired { return {} }
        let change = monitor.lost(loss.reason, loss.kind, at: world.clock.now())
        switch loss.kind {
        case .ended: voice.sayEnded(loss.reason, playedIn: wait)
        case .useless: voice.sayUseless(loss.reason, retryIn: wait)
        case .failed: voice.sayLost(loss.reason, isNews: change?.isNews ?? false, retryIn: wait)
        }
        guard monitor.status.state == .offline else { return {} }
        return { [output] in output(.offline(reason: loss.reason, retryIn: wait)) }
    }

    /// What decoding takes, in pixels a second; a guess where the stream does not tell.
    private static func cost(of info: StreamInfo) -> Int {
        let pixels = info.width > 0 ? info.width * info.height : 1280 * 720
        let cost = Double(pixels) * (info.nominalRate ?? info.assumedRate ?? 25)
        // A recording's header may name any size.
        return Int(min(cost, 1e12))
    }
}
