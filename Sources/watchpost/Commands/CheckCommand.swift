import ArgumentParser
import Assembly
import Cameras
import Domain
import Foundation
import Storage

/// Says every mistake in configuration, cameras and seeds, and changes nothing.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says every mistake in configuration, cameras and seeds.",
        discussion: """
            With --data also what is wrong with a node's ledger: its chain of hashes, the numbering \
            of its queues, the state of its alerts; beside a running node too. Each mistake is a \
            line `file:line: what is wrong, what is expected` on stdout. Exit status: 0 if there is \
            none or warnings alone, 65 if there is any, 66 if a file or folder is not there.

            EXAMPLES
              watchpost check
              watchpost check --config /etc/watchpost/watchpost.yaml
              watchpost check --data data -o json
            """
    )

    @OptionGroup var node: NodeOptions

    @Option(name: .shortAndLong, help: "table: lines for people; json: one object a line.")
    var output: OutputFormat = .table

    func run() async throws {
        var report = CheckReport()
        let (configuration, mistakes) = ConfigurationReader.load(
            node.folders, environment: ProcessInfo.processInfo.environment
        )
        report.add(mistakes)
        if let configuration {
            report.count(configuration.cameras.count + configuration.ownCameras.count, "camera")
            report.count(configuration.city.stations.count, "station")
            report.count(configuration.city.grids.count, "grid")
            report.count(configuration.city.units.count, "unit")
            report.count(configuration.city.offices.count, "police office")
        }
        if let data = node.data {
            report.audit(DataFolder.ledgerPath(in: data), seeds: node.seeds, configuration?.city)
        }
        try report.write(as: output)
    }
}

/// What a check has found, part by part.
struct CheckReport {
    private var mistakes: [Mistake] = []
    private var counts: [String] = []

    /// Reads a whole ledger, and changes nothing in it.
    mutating func audit(_ path: String, seeds: String, _ city: City?) {
        guard FileManager.default.fileExists(atPath: path) else {
            let advice = "there is no ledger; name a node's data folder with --data"
            return add([Mistake(file: path, line: 0, message: advice, kind: .missing)])
        }
        do {
            let audit = try LedgerAudit(path: path)
            add(audit.mistakes.map { Mistake(file: path, line: 0, message: $0) })
            if let city {
                let gone = [
                    NodeError.stationsGone(audit.opened, from: city),
                    NodeError.unitsGone(audit.ordered, from: city),
                ]
                add(gone.compactMap(\.self).map { Mistake(file: seeds, line: 0, message: "\($0)") })
            }
            count(audit.entries, "entry", "entries")
            count(audit.alerts, "alert")
            count(audit.queues, "queue")
        } catch {
            add([Mistake(file: path, line: 0, message: "\(error)")])
        }
    }

    mutating func add(_ found: [Mistake]) { mistakes += found }

    /// Notes how many of something were found sound.
    ///
    /// - Parameter plural: `nil` where it is the noun and an s.
    mutating func count(_ number: Int, _ noun: String, _ plural: String? = nil) {
        counts.append(number.counted(noun, plural))
    }

    /// Writes the mistakes to stdout and the sum to stderr.
    ///
    /// - Throws: the exit status, unless there are at most warnings.
    func write(as format: OutputFormat) throws {
        do {
            for mistake in mistakes {
                switch format {
                case .table: try Output.line("\(mistake)".onOneLine)
                case .json: try Output.line(Line(mistake).json())
                }
            }
        } catch let code as ExitCode where code == .success {
            // Whoever reads only the first lines still gets the verdict.
        }
        Output.note(summary)
        if mistakes.contains(where: { $0.kind == .missing }) { throw ExitCode.noFile }
        if mistakes.contains(where: { !$0.isWarning }) { throw ExitCode.badInput }
    }

    private var summary: String {
        let warnings = mistakes.count { $0.isWarning }
        let wrong = mistakes.count - warnings
        var verdict = wrong == 0 ? "no mistakes" : wrong.counted("mistake")
        if warnings > 0 { verdict += ", \(warnings.counted("warning"))" }
        return counts.isEmpty ? verdict : "\(counts.joined(separator: ", ")): \(verdict)"
    }

    /// A mistake as a line of JSON.
    private struct Line: Encodable {
        let file: String
        let line: Int
        let message: String
        let severity: String

        init(_ mistake: Mistake) {
            file = mistake.file
            line = mistake.line
            message = mistake.message
            severity = mistake.isWarning ? "warning" : "error"
        }

        func json() throws -> String {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
