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
        let ports: Ports
        let roster: NIOLoopBound<Roster>
        let schedule: RepeatedTask
        let renditions: Renditions
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
        statistics.rendered = running.withLock { $0?.renditions.usual.loop.count } ?? 0
        return statistics
    }

    /// Listens, begins rendering and returns the cameras' addresses.
    ///
    /// - Throws: `SimulatorError`, or `MediaError` where the size or rate cannot be encoded.
    package func start() async throws -> [String] {
        let outputs = settings.faults.renditions.map { rendition in
            LoopRenderer.Output(
                rendition: rendition,
                coding: settings.coding.rendered(as: rendition),
                packing: settings.packing(of: settings.coding.rendered(as: rendition).codec),
                loop: EncodedLoop()
            )
        }
        let opening = try await LoopRenderer.begin(
            settings.street,
            outputs,
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
            return try await listen(outputs, opening, timetable, on: group)
        } catch {
            for output in outputs { output.loop.cancel() }
            try? await group.shutdownGracefully()
            throw error
        }
    }

    /// Ends the rendering, the listening and all connections.
    package func stop() async {
        guard let ended = running.withLock({ $0.take() }) else { return }
        ended.renditions.cancel()
        ended.schedule.cancel()
        let now = clock.now()
        try? await ended.ports.listener.close()
        try? await ended.roster.eventLoop.submit { ended.roster.value.close(at: now) }.get()
        ended.ports.datagrams?.close()
        try? await ended.group.shutdownGracefully()
        await ended.truth?.settle()
    }

    private func listen(
        _ outputs: [LoopRenderer.Output],
        _ opening: LoopRenderer.Opening,
        _ timetable: Timetable,
        on group: MultiThreadedEventLoopGroup
    ) async throws -> [String] {
        let renditions = Renditions(outputs, opening.parameterSets)
        let events = group.next()
        let roster = try await events.submit { NIOLoopBound(Roster(), eventLoop: events) }.get()
        let ports = try await Ports.open(settings, clock, random, on: events, roster) { datagrams in
            CameraConnection.Surroundings(
                programme: programme(renditions, timetable, datagrams),
                limits: settings.limits,
                clock: clock,
                counters: counters,
                datagrams: datagrams,
                note: note
            )
        }
        let writer = truth.map {
            TruthWriter(
                TruthLines(events: opening.events, timetable: timetable, faults: settings.faults),
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
                ports: ports,
                roster: roster,
                schedule: schedule,
                renditions: renditions,
                truth: writer
            )
        }
        let port = ports.listener.localAddress?.port ?? settings.port
        let scheme = settings.isEncrypted ? "rtsps" : "rtsp"
        return (0..<settings.cameras).map { "\(scheme)://\(settings.host):\(port)/cam\($0)" }
    }

    private func programme(
        _ renditions: Renditions,
        _ timetable: Timetable,
        _ datagrams: DatagramPorts?
    ) -> Programme {
        Programme(
            cameras: settings.cameras,
            maker: settings.maker,
            transports: settings.offeredTransports,
            ports: datagrams?.numbers,
            sessionTimeout: settings.sessionTimeout,
            authentication: settings.authentication,
            timetable: timetable,
            renditions: renditions,
            faults: settings.faults,
            random: random
        )
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
