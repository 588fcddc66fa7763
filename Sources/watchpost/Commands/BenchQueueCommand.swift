import ArgumentParser
import Assembly
import Dispatch
import Domain
import Foundation
import Logging

/// Measures the ledger and its streams.
struct BenchQueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "Measures the ledger and its streams, seen from a client in another process.",
        discussion: """
            Nodes without cameras run in this process, one after another, on a data folder that goes \
            with them; the folder is made in $TMPDIR, so name a disk worth measuring. What is \
            measured:

              raises       2,000 callers, each waiting until its alert is on disk. The alerts are \
            of motion (priority 4), each of a camera of its own; plain SQLite then writes the same \
            rows in batches of the same size
              backlog      all of them, read over one connection, queue after queue; count, \
            numbers and ids are checked
              streams      500 intrusions a second (priority 2) for 10 s, every queue followed by a \
            live terminal that acknowledges; from the raise until the reader has the line
              signals      POSTs over 8 connections, each waiting for its answer
              open alerts  10,000 intrusions (or --alerts, if fewer): processor time while their \
            clocks run, and a restart until the desk answers again

            It takes about a minute and a half; after ten it is given up. Progress goes to stderr.
            Exit status: 0; 69 the client could not do its part; 70 something was lost, doubled or \
            wrongly numbered.

            EXAMPLES
              watchpost bench queue
              watchpost bench queue --alerts 20000 --stations 10
              TMPDIR=/srv/watchpost watchpost bench queue -o json
            """
    )

    @Option(help: "Alerts that are raised at full speed.")
    var alerts = 200_000
    @Option(help: "Stations, each with a queue of its own.")
    var stations = 60
    @Option(
        name: .shortAndLong,
        help: "table, or json: one object (default: table on a terminal, else json)."
    )
    var output: OutputFormat?

    /// Seconds after which all is given up.
    private static let limit = 600.0

    func validate() throws {
        guard (1...5_000_000).contains(alerts) else {
            throw ValidationError("--alerts takes 1 to 5000000, not \(alerts).")
        }
        guard (1...500).contains(stations) else {
            throw ValidationError("--stations takes 1 to 500, not \(stations).")
        }
    }

    func run() async throws {
        let folder = try BenchFolder()
        defer { folder.remove() }
        folder.removeWhenInterrupted(after: Self.limit)
        let bench = QueueBench(
            alerts: alerts,
            stations: stations,
            folder: folder.path,
            clock: RealClock(zone: .current),
            random: { UInt64.random(in: .min ... .max) },
            logger: Logger(label: "watchpost") { _ in SwiftLogNoOpLogHandler() },
            client: BenchProcess(),
            note: { Output.note("watchpost: \($0) …") }
        )
        let figures: QueueFigures
        do {
            figures = try await bench.run()
        } catch let error as BenchError {
            folder.remove()
            throw ExitCode.saying("\(error)", .unreachable)
        }
        for mistake in figures.mistakes { Output.note("watchpost: \(mistake)") }
        switch output ?? .standard {
        case .json: try Output.line(BenchProcess.json(figures))
        case .table: for line in Self.table(figures) { try Output.line(line) }
        }
        if !figures.mistakes.isEmpty {
            folder.remove()
            throw ExitCode.bug
        }
    }

    private static func table(_ figures: QueueFigures) -> [String] {
        func number(_ value: Double, _ decimals: Int = 0) -> String {
            value.formatted(.number.precision(.fractionLength(decimals)))
        }
        var table = TextTable(["WHAT", "MEASURED", "BAR"])
        table.append(["raises a second", number(figures.raisesPerSecond), "20,000"])
        table.append(["  entries a commit", number(figures.entriesPerCommit), ""])
        table.append(["  commits a second", number(figures.commitsPerSecond), ""])
        table.append([
            "  plain SQLite, commits a second", number(figures.referenceCommitsPerSecond), "",
        ])
        table.append([
            "backlog, entries a second", number(figures.backlogEntriesPerSecond), "50,000",
        ])
        table.append(["raise to stream, p50", "\(number(figures.raiseToStreamP50, 1)) ms", ""])
        table.append(["raise to stream, p99", "\(number(figures.raiseToStreamP99, 1)) ms", "50 ms"])
        table.append(["signals a second", number(figures.signalsPerSecond), ""])
        table.append([
            "clocks of \(figures.openAlerts.counted("open alert"))",
            "\(number(figures.idleClocksCPU * 100, 1)) % of a core", "2 %",
        ])
        table.append(["restart with them", "\(number(figures.restartSeconds, 2)) s", "2 s"])
        return table.lines(width: nil)
    }
}
