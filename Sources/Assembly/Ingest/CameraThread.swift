import Delivery
import Dispatch
import Domain
import Foundation
import Logging
import Media

/// Reads one camera on a thread of its own, and tries again whenever it is lost.
final class CameraThread: Sendable {
    let camera: Camera
    let monitor: CameraMonitor

    private let address: StreamAddress
    private let limits: IngestLimits
    private let world: CameraWorld
    private let lanes: Lanes
    private let shutdown = Shutdown()
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
        address = StreamAddress(camera.url, credentials: credentials)
        monitor = CameraMonitor(since: world.clock.now())
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
    func stop() { shutdown.fire() }

    /// How a connection ended.
    private struct Loss {
        let reason: String
        var refused = false
        var hasEnded = false
    }

    private func run(then: @escaping @Sendable () -> Void) {
        var backoff = Backoff()
        var berth: Berth?
        while !shutdown.isFired {
            let (loss, upSince, session) = connection(&berth)
            let up = upSince.map { world.clock.now().moment.seconds(since: $0) } ?? 0
            let wait = backoff.wait(afterUp: up, random: world.random(), refused: loss.refused)
            let isLost = !shutdown.isFired
            if isLost { note(loss, retryIn: wait, wasUp: upSince != nil) }
            let told: @Sendable () -> Void = { [output] in
                if isLost { output(.offline(reason: loss.reason, retryIn: wait)) }
            }
            if let session {
                session.finish(isAtEnd: loss.hasEnded, then: told)
            } else if let berth {
                berth.lane.run(told)
            } else {
                told()
            }
            world.wait(wait, shutdown)
        }
        guard let berth else { return then() }
        berth.lane.run {
            berth.leave()
            then()
        }
    }

    /// Connects and reads until the stream is lost or ends.
    private func connection(_ berth: inout Berth?) -> (Loss, upSince: Moment?, CameraSession?) {
        var session: CameraSession?
        var upSince: Moment?
        do {
            let reader = try PacketReader(
                opening: address,
                limits: limits.stream,
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
                shutdown: shutdown,
                logger: logger,
                output: output
            )
            session = opened
            let now = world.clock.now()
            upSince = now.moment
            monitor.online(info, at: now)
            logger.event(
                .cameraOnline,
                .info,
                "camera \(camera.id) online: \(info)",
                [.camera: "\(camera.id)"]
            )
            chosen.lane.run { [output] in output(.online(info)) }
            try read(reader, into: opened)
            return (
                Loss(reason: "\(address) has come to its end", hasEnded: true), upSince, session
            )
        } catch {
            let loss = Loss(reason: error.description, refused: error.kind == .unauthorized)
            return (loss, upSince, session)
        }
    }

    private func read(_ reader: PacketReader, into session: CameraSession) throws(MediaError) {
        let start = world.clock.now().moment
        while let packet = try reader.next() {
            if !reader.info.isLive, let time = packet.time {
                // A recording comes as it was taken.
                let due = start.advanced(bySeconds: time.seconds)
                let ahead = due.seconds(since: world.clock.now().moment)
                if ahead > 0 { world.wait(ahead, shutdown) }
            }
            if shutdown.isFired { return }
            session.take(packet, at: world.clock.now())
        }
    }

    private func note(_ loss: Loss, retryIn wait: Double, wasUp: Bool) {
        let isNews = wasUp || monitor.status.lastError != loss.reason
        monitor.offline(loss.reason, at: world.clock.now())
        let seconds = (wait * 10).rounded() / 10
        let fields: [LogKey: Logger.MetadataValue] = [
            .camera: "\(camera.id)", .reason: "\(loss.reason)",
            .retryIn: .stringConvertible(seconds),
        ]
        if loss.hasEnded {
            logger.event(
                .cameraEnded,
                .info,
                "camera \(camera.id): \(loss.reason); played again in \(seconds) s",
                fields
            )
        } else {
            // A camera that stays away for the same reason says so once.
            logger.event(
                .cameraOffline,
                isNews ? .warning : .debug,
                "camera \(camera.id) offline: \(loss.reason); next try in \(seconds) s",
                fields
            )
        }
    }

    /// What decoding takes, in pixels a second; a guess where the stream does not tell.
    private static func cost(of info: StreamInfo) -> Int {
        let pixels = info.width > 0 ? info.width * info.height : 1280 * 720
        return Int(Double(pixels) * (info.nominalRate ?? info.assumedRate ?? 25))
    }
}
