import Cameras
import Delivery
import Desk
import Domain
import Logging
import Media
import ServiceLifecycle
import Web

/// A whole node: it reads its cameras, keeps its ledger and serves its streams until it is told to
/// stop.
package struct Node: Service {
    private let settings: NodeSettings
    private let ready: @Sendable (OpenNode) -> Void

    /// - Parameter ready: told when the node takes requests.
    package init(_ settings: NodeSettings, ready: @escaping @Sendable (OpenNode) -> Void) {
        self.settings = settings
        self.ready = ready
    }

    /// Runs until graceful shutdown or cancellation.
    ///
    /// - Throws: `DataFolderError`, `LedgerError`, `ListenError`, `NodeError`.
    package func run() async throws {
        let store = try await NodeStore.open(settings)
        let limits = FileLimit.fit(
            WebLimits(),
            cameras: settings.configuration.cameras.count,
            logger: settings.logger
        )
        let hub = StreamHub(bound: limits.streams)
        let traffic = Traffic()
        let driver = DeskDriver(
            policy: settings.configuration.policy,
            chart: Chart(settings.configuration.city),
            ledger: store.ledger,
            hub: hub,
            snapshots: store.snapshots,
            clock: settings.clock,
            random: settings.random,
            bound: NodeLimits.desk,
            logger: settings.logger
        )
        driver.start()
        let networks = AllowedNetworks()
        let reporter = CameraReporter(clock: settings.clock, driver: driver)
        let fleet = CameraFleet(settings, driver, reporter, networks)
        let register = CameraRegisterDriver(
            settings.configuration,
            folders: settings.folders,
            environment: settings.environment,
            fleet: fleet,
            networks: networks,
            ledger: store.ledger,
            clock: settings.clock,
            logger: settings.logger,
            adopt: { driver.apply($0) }
        )
        let figures = NodeFigures(
            fleet: fleet,
            driver: driver,
            snapshots: store.snapshots,
            hub: hub,
            traffic: traffic
        )
        let metrics = NodeMetrics(
            figures: figures,
            clock: settings.clock,
            reloads: { register.reloads },
            logLost: settings.logLost
        )
        let surroundings = Surroundings(
            city: settings.configuration.city,
            clock: settings.clock,
            limits: limits,
            desk: driver,
            ledger: store.ledger,
            hub: hub,
            traffic: traffic,
            terminals: TerminalBook(bound: NodeLimits.terminals),
            cameras: register,
            snapshot: { await store.snapshots.picture(of: $0) },
            ailments: { figures.ailments() },
            metrics: { metrics.page() },
            figures: metrics.requests
        )
        let pulse = NodePulse(driver.parts + fleet.parts)
        let result = await serve(surroundings, desk: driver, fleet: fleet, register, pulse) {
            await store.writeHead()
        }
        // What is open in the cameras ends, is written, and then the ledger is closed.
        if await !fleet.stop() {
            settings.logger.event(
                .cameraLeftBehind, .warning, "a camera did not end in time; it is left behind"
            )
        }
        await driver.stop()
        do {
            try await store.close()
        } catch  where result.hasFailed {
            settings.logger.event(
                .ledgerUnclosed, .error, "closing the ledger: \(error)", [.reason: "\(error)"]
            )
        }
        try result.get()
    }

    /// Serves requests until the end; the cameras start when the first can be answered.
    private func serve(
        _ surroundings: Surroundings,
        desk: DeskDriver,
        fleet: CameraFleet,
        _ register: CameraRegisterDriver,
        _ pulse: NodePulse,
        eachMinute: @escaping @Sendable () async -> Void
    ) async -> Result<Void, any Error> {
        let server = Server(
            surroundings,
            host: settings.host,
            port: settings.port,
            logger: settings.logger
        ) { port in
            let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
            ready(
                OpenNode(url: "http://\(host):\(port)", pulse: pulse, desk: desk) {
                    await register.reload()
                }
            )
            fleet.start()
        }
        let hub = surroundings.hub
        do {
            try await withGracefulShutdownHandler {
                try await withThrowingTaskGroup { group in
                    group.addTask { try await server.run() }
                    group.addTask {
                        while true {
                            try await Task.sleep(
                                for: .seconds(NodeLimits.keepAlive / Double(StreamHub.turns))
                            )
                            hub.keepAlive()
                        }
                    }
                    group.addTask {
                        while true {
                            try await Task.sleep(for: .seconds(FileWatch.interval))
                            await register.look()
                        }
                    }
                    group.addTask {
                        // What the desk starts with is on disk when it answers.
                        _ = try? await desk.submit(.units, key: nil)
                        while true {
                            await eachMinute()
                            try await Task.sleep(for: .seconds(NodeLimits.minute))
                            FreeMemory.release()
                        }
                    }
                    // The server ends on shutdown, or at once where it cannot listen.
                    try await group.next()
                    group.cancelAll()
                }
            } onGracefulShutdown: {
                // Open streams would keep the server from ending; the cameras end meanwhile.
                hub.close()
                register.beginStop()
                fleet.beginStop()
            }
            return .success(())
        } catch {
            return .failure(error)
        }
    }
}

extension Result {
    fileprivate var hasFailed: Bool {
        if case .failure = self { true } else { false }
    }
}

extension CameraFleet {
    /// The node's cameras, whose events go to the desk.
    fileprivate convenience init(
        _ settings: NodeSettings,
        _ driver: DeskDriver,
        _ reporter: CameraReporter,
        _ networks: AllowedNetworks
    ) {
        let random = settings.random
        self.init(
            world: CameraWorld(
                clock: settings.clock,
                random: { Double(random() >> 11) * 0x1p-53 },
                networks: { networks.now }
            ),
            logger: settings.logger,
            pipeline: { camera, _ in CameraPipeline(camera) }
        ) { camera, event in
            reporter.note(camera, event)
            guard case .episode(let change, let times, let picture) = event else { return }
            let report = EpisodeReport(
                camera: camera,
                episode: change.episode,
                seenAt: times.arrived.wall,
                start: times.start,
                lastMotion: times.lastMotion,
                peakAt: times.peak
            )
            switch change {
            case .opened: driver.report(.opened(report, picture: picture))
            case .peaked: if let picture { driver.report(.peaked(report, picture: picture)) }
            case .ended: driver.report(.ended(report))
            }
        }
    }
}
