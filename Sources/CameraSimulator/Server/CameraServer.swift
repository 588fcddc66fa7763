package import Domain
import Media
import NIOCore
import NIOPosix
import Synchronization

/// Cameras that are not there: one RTSP server, one rendered loop, many cameras.
///
/// All cameras show the same street, each from another phase of its loop. Everything but the
/// rendering happens on one event loop: a schedule for all, no thread or task for each.
package final class CameraServer: Sendable {
    /// What runs between `start` and `stop`.
    private struct Running {
        let group: MultiThreadedEventLoopGroup
        let listener: any Channel
        let schedule: RepeatedTask
        let loop: EncodedLoop
        let truth: TruthWriter?
    }

    private let settings: Settings
    private let clock: any CityClock
    private let random: @Sendable () -> UInt64
    private let truth: (@Sendable (String) -> Void)?
    private let note: @Sendable (String) -> Void
    private let counters = Counters()
    private let running = Mutex<Running?>(nil)

    /// - Parameters:
    ///   - random: Makes session ids and nonces.
    ///   - truth: Takes a line of JSON for each event of each camera's loop as the loop begins.
    ///   - note: Takes a line for people: a client dropped, the loop rendered.
    package init(
        _ settings: Settings,
        clock: any CityClock,
        random: @escaping @Sendable () -> UInt64,
        truth: (@Sendable (String) -> Void)? = nil,
        note: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.settings = settings
        self.clock = clock
        self.random = random
        self.truth = truth
        self.note = note
    }

    package var statistics: ServerStatistics {
        var statistics = counters.statistics
        statistics.loopPictures = settings.loopPictures
        statistics.rendered = running.withLock { $0?.loop.count } ?? 0
        return statistics
    }

    /// Listens, begins rendering and returns the cameras' addresses.
    ///
    /// - Throws: `SimulatorError`, or `MediaError` where the size or rate cannot be encoded.
    package func start() async throws -> [String] {
        let loop = EncodedLoop()
        let opening = try await LoopRenderer.begin(
            settings.street,
            settings.coding,
            into: loop,
            finished: { [note] error in
                note(error.map { "\($0)" } ?? "the loop is rendered; from now on it is only served")
            }
        )
        let timetable = Timetable(
            cameras: settings.cameras,
            rate: settings.scene.rate,
            gopPictures: settings.gopPictures,
            loopPictures: settings.loopPictures,
            epoch: clock.now()
        )
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            return try await listen(loop, opening, timetable, on: group)
        } catch {
            loop.cancel()
            try? await group.shutdownGracefully()
            throw error
        }
    }

    /// Ends the rendering, the listening and all connections.
    package func stop() async {
        guard let ended = running.withLock({ $0.take() }) else { return }
        ended.loop.cancel()
        ended.schedule.cancel()
        try? await ended.listener.close()
        try? await ended.group.shutdownGracefully()
        await ended.truth?.settle()
    }

    private func listen(
        _ loop: EncodedLoop,
        _ opening: LoopRenderer.Opening,
        _ timetable: Timetable,
        on group: MultiThreadedEventLoopGroup
    ) async throws -> [String] {
        let programme = Programme(
            cameras: settings.cameras,
            description: StreamDescription(
                codec: settings.codec,
                parameterSets: opening.parameterSets,
                rate: settings.scene.rate,
                bitRate: settings.bitRate
            ),
            authentication: settings.authentication,
            timetable: timetable,
            loop: loop,
            random: random
        )
        let events = group.next()
        let roster = try await events.submit { NIOLoopBound(Roster(), eventLoop: events) }.get()
        let listener = try await bind(programme, roster, on: group)
        let writer = truth.map {
            TruthWriter(
                TruthLines(events: opening.events, timetable: timetable),
                cameras: settings.cameras,
                sink: $0
            )
        }
        writer?.advance(to: timetable.epoch.moment)
        await writer?.settle()
        let schedule = begin(timetable, roster, writer, on: events)
        running.withLock {
            $0 = Running(
                group: group,
                listener: listener,
                schedule: schedule,
                loop: loop,
                truth: writer
            )
        }
        let port = listener.localAddress?.port ?? settings.port
        return (0..<settings.cameras).map { "rtsp://\(settings.host):\(port)/cam\($0)" }
    }

    private func bind(
        _ programme: Programme,
        _ roster: NIOLoopBound<Roster>,
        on group: MultiThreadedEventLoopGroup
    ) async throws -> any Channel {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            // The kernel keeps little, so that who does not read is noticed here.
            .childChannelOption(.socketOption(.so_sndbuf), value: settings.limits.sendBuffer)
            .childChannelInitializer { [settings, clock, counters, note] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        CameraConnection(
                            programme,
                            limits: settings.limits,
                            clock: clock,
                            counters: counters,
                            roster: roster.value,
                            note: note
                        )
                    )
                }
            }
        do {
            return try await bootstrap.bind(host: settings.host, port: settings.port).get()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw SimulatorError.portInUse(host: settings.host, port: settings.port)
        } catch {
            throw SimulatorError.cannotListen(
                host: settings.host,
                port: settings.port,
                reason: "\(error)"
            )
        }
    }

    /// One timer for all cameras and clients.
    private func begin(
        _ timetable: Timetable,
        _ roster: NIOLoopBound<Roster>,
        _ writer: TruthWriter?,
        on events: any EventLoop
    ) -> RepeatedTask {
        let nextTruth = Mutex(timetable.epoch.moment)
        return events.scheduleRepeatedTask(
            initialDelay: .zero,
            delay: .nanoseconds(Int64(timetable.tick * 1e9))
        ) { [clock] _ in
            let now = clock.now()
            roster.value.serve(at: now)
            guard let writer else { return }
            let isDue = nextTruth.withLock { next in
                guard now.moment >= next else { return false }
                next = now.moment.advanced(bySeconds: 1)
                return true
            }
            if isDue { writer.advance(to: now.moment) }
        }
    }
}
