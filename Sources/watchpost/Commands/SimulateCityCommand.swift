import ArgumentParser
import CitySimulation
import Desk
import Domain
import Foundation

/// The desk in a made-up city.
struct SimulateCityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "city",
        abstract: "The desk in a made-up city, and whether it keeps its promises.",
        discussion: """
            The real desk answers 60 stations, 300 units and their officers for some minutes of \
            simulated time, while terminals die, clocks step, the ledger fails and nodes restart; \
            one seed in twenty has a storm of 2,000 alerts. After every step it is looked at what \
            must hold: no stage of an alert twice and none missing, no deadline moved, the balance \
            exact, and so on. The same seed shows the same city.

            Each invariant that did not hold is a line, with its seed; the last line has the \
            totals. Exit status: 0 where all held, else 70.

            --plant puts a defect into the desk, for proof that it is found; the first seed that \
            finds it is the last.
              stage-twice     a release forgets that the neighbours were told
              deadline-reset  a release starts the clock anew
              lost-handback   a released alert is not put back into the queue

            EXAMPLES
              watchpost simulate city --seeds 1000
              watchpost simulate city --seed 20
              watchpost simulate city --seeds 1000 --plant lost-handback -o json
            """
    )

    @Option(parsing: .unconditional, help: "One seed.")
    var seed: UInt64?
    @Option(parsing: .unconditional, help: "How many seeds, from 1 on.")
    var seeds: Int?
    @Option(help: "A defect to put into the desk.")
    var plant: ResponseDesk.Defect?
    @Option(
        name: .shortAndLong,
        help: "table, or json: one object a line (default: table on a terminal, else json)."
    )
    var output: OutputFormat?

    func validate() throws {
        guard (seed == nil) != (seeds == nil) else {
            throw ValidationError("expected either --seed N or --seeds N")
        }
        if let seeds, !(1...1_000_000).contains(seeds) {
            throw ValidationError("--seeds must be 1 to 1000000, not \(seeds)")
        }
    }

    func run() async throws {
        let wanted = seed.map { $0...$0 } ?? 1...UInt64(seeds ?? 1)
        let work = CityWork(wanted, defect: plant)
        let interrupted = Interruption()
        let clock = RealClock(zone: .current)
        let start = clock.moment
        await withTaskGroup { group in
            group.addTask {
                await interrupted.wait()
                work.stop()
            }
            await work.finish()
            group.cancelAll()
        }
        try show(work.tally, seconds: clock.moment.seconds(since: start))
    }

    private func show(_ tally: CityTally, seconds: Double) throws {
        let format = output ?? .standard
        for broken in tally.broken {
            try Output.line(format == .json ? Self.json(broken) : Self.row(broken))
        }
        let totals = CityTotals(tally, plant: plant, seconds: seconds)
        if format == .json {
            try Output.line(Self.encoded(totals))
        } else {
            for line in totals.table.lines(width: nil) { try Output.line(line) }
        }
        guard let first = tally.broken.first else { return }
        let planted = plant.map { " --plant \($0.rawValue)" } ?? ""
        throw ExitCode.saying(
            "invariants that did not hold: \(tally.broken.count); 'watchpost simulate city "
                + "--seed \(first.seed)\(planted)' shows the first again",
            .bug
        )
    }

    private static func row(_ broken: BrokenInvariant) -> String {
        "seed \(broken.seed), step \(broken.step), \(broken.seconds.rounded(to: 1)) s: not held: "
            + "\(broken.invariant.rawValue): \(broken.subject): \(broken.details)"
    }

    private static func json(_ broken: BrokenInvariant) throws -> String {
        try encoded(BrokenLine(broken))
    }

    private static func encoded(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

extension ResponseDesk.Defect: ExpressibleByArgument {}

/// A broken invariant, as a program reads it.
private struct BrokenLine: Encodable {
    let seed: UInt64
    let step: Int
    let seconds: Double
    let broken: String
    let subject: String
    let details: String

    init(_ invariant: BrokenInvariant) {
        seed = invariant.seed
        step = invariant.step
        seconds = (invariant.seconds * 1000).rounded() / 1000
        broken = invariant.invariant.rawValue
        subject = invariant.subject
        details = invariant.details
    }
}

/// What all seeds came to.
private struct CityTotals: Encodable {
    let seeds: Int
    let steps: Int
    let entries: Int
    let alerts: Int
    let restarts: Int
    let storms: Int
    let broken: Int
    let seconds: Double
    let plant: String?

    init(_ tally: CityTally, plant: ResponseDesk.Defect?, seconds: Double) {
        seeds = tally.seeds
        steps = tally.steps
        entries = tally.entries
        alerts = tally.alerts
        restarts = tally.restarts
        storms = tally.storms
        broken = tally.broken.count
        self.seconds = (seconds * 1000).rounded() / 1000
        self.plant = plant?.rawValue
    }

    var table: TextTable {
        var table = TextTable([
            "SEEDS", "STEPS", "ENTRIES", "ALERTS", "RESTARTS", "STORMS", "BROKEN", "SECONDS",
        ])
        let numbers = [seeds, steps, entries, alerts, restarts, storms, broken]
        table.append(numbers.map { "\($0)" } + [seconds.rounded(to: 1)])
        return table
    }
}
