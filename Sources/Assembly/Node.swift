import Cameras
import Delivery
import Desk
import Domain
import Logging
import ServiceLifecycle
import Storage
import Web

/// A whole node: it reads its cameras, keeps its ledger and serves its streams until it is told to
/// stop.
package struct Node: Service {
    private let settings: NodeSettings
    private let ready: @Sendable (String) -> Void

    /// - Parameter ready: told the node's URL when it takes requests.
    package init(_ settings: NodeSettings, ready: @escaping @Sendable (String) -> Void) {
        self.settings = settings
        self.ready = ready
    }

    /// Runs until graceful shutdown or cancellation.
    ///
    /// - Throws: `DataFolderError`, `LedgerError`, `ListenError`, `NodeError`.
    package func run() async throws {
        let folder = try DataFolder(settings.data)
        let ledger = try SQLiteLedger(path: folder.ledgerPath)
        let now = settings.clock.now().wall
        try ledger.forgetAnswers(before: now.advanced(bySeconds: -NodeLimits.answers * 86_400))
        try checkStations(of: ledger)
        let snapshots = try SnapshotStore(
            folder: folder.snapshotsPath,
            bound: NodeLimits.snapshots,
            logger: settings.logger
        )
        let hub = StreamHub()
        let driver = DeskDriver(
            policy: settings.configuration.policy,
            ledger: ledger,
            hub: hub,
            snapshots: snapshots,
            clock: settings.clock,
            random: settings.random,
            bound: NodeLimits.desk,
            logger: settings.logger
        )
        driver.start()
        let fleet = CameraFleet(settings, driver)
        let figures = NodeFigures(
            clock: settings.clock,
            cameras: settings.configuration.cameras,
            fleet: fleet,
            driver: driver,
            snapshots: snapshots,
            hub: hub
        )
        let surroundings = Surroundings(
            city: settings.configuration.city,
            clock: settings.clock,
            desk: driver,
            ledger: ledger,
            hub: hub,
            terminals: TerminalBook(bound: NodeLimits.terminals),
            cameras: { figures.cameraDocuments() },
            snapshot: { await snapshots.picture(of: $0) },
            ailments: { figures.ailments() },
            metrics: { figures.page() }
        )
        let result = await serve(surroundings, fleet: fleet)
        await fleet.stop()
        await driver.stop()
        await snapshots.flush()
        try ledger.close()
        withExtendedLifetime(folder) {}
        try result.get()
    }

    /// Serves requests until the end; the cameras start when the first can be answered.
    private func serve(
        _ surroundings: Surroundings,
        fleet: CameraFleet
    ) async -> Result<Void, any Error> {
        let server = Server(
            surroundings,
            host: settings.host,
            port: settings.port,
            logger: settings.logger
        ) { port in
            let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
            ready("http://\(host):\(port)")
            fleet.start()
        }
        let hub = surroundings.hub
        do {
            try await withGracefulShutdownHandler {
                try await withThrowingTaskGroup { group in
                    group.addTask { try await server.run() }
                    group.addTask {
                        while true {
                            try await Task.sleep(for: .seconds(NodeLimits.keepAlive))
                            hub.keepAlive()
                        }
                    }
                    // The server ends on shutdown, or at once where it cannot listen.
                    try await group.next()
                    group.cancelAll()
                }
            } onGracefulShutdown: {
                // Open streams would keep the server from ending.
                hub.close()
            }
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    /// A station with open alerts cannot vanish.
    private func checkStations(of ledger: SQLiteLedger) throws {
        let known = settings.configuration.city.stations
        let gone = try ledger.restore().records.map(\.alert)
            .filter { $0.state != .closed && known[$0.station] == nil }
        guard gone.isEmpty else {
            throw NodeError.stationsGone(
                Dictionary(grouping: gone, by: \.station).mapValues(\.count)
            )
        }
    }
}

extension CameraFleet {
    /// The node's cameras, whose events go to the desk.
    fileprivate convenience init(_ settings: NodeSettings, _ driver: DeskDriver) {
        let cameras = Dictionary(
            uniqueKeysWithValues: settings.configuration.cameras.map { ($0.id, $0) }
        )
        let credentials = settings.configuration.credentials
        let random = settings.random
        self.init(
            cameras: settings.configuration.cameras,
            credentials: { camera in camera.credentials.flatMap { credentials[$0] } },
            world: CameraWorld(
                clock: settings.clock,
                random: { Double(random() >> 11) * 0x1p-53 }
            ),
            logger: settings.logger,
            pipeline: { camera, _ in CameraPipeline(camera) }
        ) { id, event in
            guard let camera = cameras[id],
                case .episode(let change, let times, let picture) = event
            else { return }
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
            case .peaked: driver.report(.peaked(report, picture: picture))
            case .ended: driver.report(.ended(report))
            }
        }
    }
}
