import Cameras
import Desk
package import Domain
import Foundation
import Glibc
package import Logging
import Storage

/// Measures the ledger and its streams as a client in another process sees them.
package struct QueueBench: Sendable {
    /// Callers that raise at once.
    private static let callers = 2000
    /// Seconds over which the clocks are watched.
    private static let idle = 10.0
    private static let pace = (perSecond: 500.0, seconds: 10)
    private static let openAlerts = 10_000

    private let alerts: Int
    private let stations: Int
    private let folder: String
    private let clock: any CityClock
    private let random: @Sendable () -> UInt64
    private let logger: Logger
    private let client: any BenchClient
    private let note: @Sendable (String) -> Void

    /// - Parameters:
    ///   - folder: for the data of the nodes that are measured; somebody else takes it away.
    ///   - note: told what is being measured.
    package init(
        alerts: Int,
        stations: Int,
        folder: String,
        clock: any CityClock,
        random: @escaping @Sendable () -> UInt64,
        logger: Logger,
        client: any BenchClient,
        note: @escaping @Sendable (String) -> Void
    ) {
        self.alerts = alerts
        self.stations = stations
        self.folder = folder
        self.clock = clock
        self.random = random
        self.logger = logger
        self.client = client
        self.note = note
    }

    package func run() async throws -> QueueFigures {
        var figures = QueueFigures(alerts: alerts, stations: stations)
        try await measureRaises(&figures)
        try await measureStreams(&figures)
        try await measureOpenAlerts(&figures)
        return figures
    }

    private func settings(_ name: String) -> NodeSettings {
        NodeSettings(
            configuration: Configuration(
                listen: ListenAddress(host: "127.0.0.1", port: 0),
                timeZone: "Asia/Shanghai",
                policy: .standard,
                city: BenchCity.city(stations: stations)
            ),
            folders: Folders(config: "\(folder)/none.yaml", cameras: folder, seeds: folder),
            environment: [:],
            data: "\(folder)/\(name)",
            host: "127.0.0.1",
            port: 0,
            clock: clock,
            random: random,
            logger: logger
        )
    }

    /// A report of so many stations' cameras.
    private func report(_ kind: AlertKind) -> @Sendable (Int) -> EpisodeReport {
        { [stations, clock] in BenchCity.report($0, of: stations, kind, at: clock.now()) }
    }

    // MARK: Raises and their backlog

    private func measureRaises(_ figures: inout QueueFigures) async throws {
        note("raising \(alerts.counted("alert")), each acknowledged when it is on disk")
        let settings = settings("raises")
        let node = try await BenchNode(settings)
        let before = node.desk.currentFigures
        let seconds = try await node.raise(alerts, callers: Self.callers, report(.motion))
        let after = node.desk.currentFigures
        let (entries, commits) = (after.entries - before.entries, after.commits - before.commits)
        figures.raisesPerSecond = Double(alerts) / seconds
        figures.commitsPerSecond = Double(commits) / seconds
        figures.entriesPerCommit = Double(entries) / Double(max(1, commits))

        note("reading them back from \(stations.counted("queue"))")
        let read = try await client.readBacklog(of: node.open.url, stations: stations)
        figures.backlogEntriesPerSecond = read.perSecond
        figures.mistakes += read.mistakes
        if read.raises != alerts {
            figures.mistakes.append(
                "\(alerts.counted("alert")) acknowledged, but \(read.raises) can be read"
            )
        }
        try await node.stop()
        note("writing the same rows by plain SQLite")
        let batch = max(1, Int(figures.entriesPerCommit.rounded()))
        let data = settings.data
        figures.referenceCommitsPerSecond = try await NodeStore.offPool {
            try LedgerReference.commitsPerSecond(
                of: DataFolder.ledgerPath(in: data), into: "\(data)/reference.sqlite",
                batch: batch, limit: 10, clock: settings.clock
            )
        }
        try? FileManager.default.removeItem(atPath: data)
    }

    // MARK: Streams

    private func measureStreams(_ figures: inout QueueFigures) async throws {
        let count = min(alerts, Int(Self.pace.perSecond) * Self.pace.seconds)
        note(
            "raising \(Int(Self.pace.perSecond)) alerts a second, \(stations.counted("queue")) followed"
        )
        let node = try await BenchNode(settings("streams"))
        let (followed, following) = AsyncStream.makeStream(of: Void.self)
        async let findings = client.follow(
            node.open.url, stations: stations, raises: count,
            ready: { following.yield() }
        )
        var ready = followed.makeAsyncIterator()
        _ = await ready.next()
        try await node.raise(count, perSecond: Self.pace.perSecond, report(.intrusion))
        let found = try await findings
        figures.raiseToStreamP50 = found.p50 ?? 0
        figures.raiseToStreamP99 = found.p99 ?? 0
        figures.mistakes += found.mistakes
        if found.raises != count {
            figures.mistakes.append(
                "\(count.counted("alert")) raised, but \(found.raises) streamed"
            )
        }
        note("posting signals one by one")
        let posted = try await client.postSignals(
            to: node.open.url, stations: stations, seconds: 3
        )
        figures.signalsPerSecond = posted.perSecond
        try await node.stop()
    }

    // MARK: Open alerts

    private func measureOpenAlerts(_ figures: inout QueueFigures) async throws {
        let count = min(alerts, Self.openAlerts)
        figures.openAlerts = count
        note("watching \(count.counted("open alert")) with running clocks for \(Int(Self.idle)) s")
        let settings = settings("open")
        let node = try await BenchNode(settings)
        try await node.attend(stations)
        _ = try await node.raise(count, callers: Self.callers, report(.intrusion))
        // The first milestone is missed after two seconds; the next is owed after 45.
        try await settle(node)
        try await node.attend(stations)
        let before = ProcessFigures.processorSeconds
        let start = settings.clock.moment
        try await Task.sleep(for: .seconds(Self.idle))
        let seconds = settings.clock.moment.seconds(since: start)
        figures.idleClocksCPU = (ProcessFigures.processorSeconds - before) / seconds
        try await node.stop()

        note("starting again with \(count.counted("open alert"))")
        let again = settings.clock.moment
        let next = try await BenchNode(settings)
        // The desk answers when it has read the ledger and fired what was overdue.
        _ = try await next.desk.submit(.units, key: nil)
        figures.restartSeconds = settings.clock.moment.seconds(since: again)
        let open = next.desk.currentFigures.openAlerts
        if open != count {
            figures.mistakes.append("\(count.counted("alert")) open, but \(open) after a restart")
        }
        try await next.stop()
    }

    /// Returns when nothing has been written for a second, and the first stages have fired.
    private func settle(_ node: BenchNode) async throws {
        var last = -1
        try await Task.sleep(for: .seconds(2.5))
        while node.desk.currentFigures.entries != last || node.desk.currentFigures.waiting > 0 {
            last = node.desk.currentFigures.entries
            try await Task.sleep(for: .seconds(1))
        }
    }
}
