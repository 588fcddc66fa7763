import ArgumentParser
import Desk
import Domain
import Foundation

/// What the command centre is judged by.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Reports how soon alerts were answered, and who cries wolf.",
        discussion: """
            EXAMPLES
              watchpost report response --from 7d --by district
              watchpost report false-alarms --from 30d -o csv
            """,
        subcommands: [ReportResponseCommand.self, ReportFalseAlarmsCommand.self]
    )
}

/// How a report is written to stdout.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case table, json, csv
}

/// What every report takes.
struct ReportOptions: ParsableArguments {
    @Option(help: "Alerts raised since so long ago (90s, 10m, 2h, 7d; default: 1d), or a time.")
    var from: String?

    @Option(help: "Alerts raised before a time (default: now).")
    var until: String?

    @Option(help: "Only this station's alerts, such as jn-017.")
    var station: String?

    @Flag(help: "Exercises alone; else they are left out.")
    var exercises = false

    @OptionGroup var node: ServerOptions

    @Option(
        name: .shortAndLong,
        help: "table, json or csv (default: table on a terminal, else json)."
    )
    var output: ReportFormat?

    func validate() throws {
        for case (let option, let text?) in [("--from", from), ("--until", until)]
        where SinceTime.parse(text) == nil {
            throw ValidationError(
                "\(option) '\(text.onOneLine)' is neither a duration such as 90s, 10m, 2h or 7d "
                    + "nor a time with an offset such as 2026-11-23T08:00:00+08:00."
            )
        }
    }

    /// Asks for a report and shows it.
    func report<Report: Decodable>(
        _ name: String,
        _ type: Report.Type,
        _ more: [(String, String)] = [],
        table: (Report) throws -> Void
    ) async throws {
        let format = output ?? (Output.isTerminal ? .table : .json)
        var query = more
        if let from = from.flatMap(SinceTime.parse) { query.append(("from", from)) }
        if let until = until.flatMap(SinceTime.parse) { query.append(("until", until)) }
        if let station { query.append(("station", station)) }
        if exercises { query.append(("exercise", "true")) }
        query.append(("format", format == .csv ? "csv" : "json"))
        try await node.run { server in
            let document = try await server.get(["v1", "reports", name], query: query)
            switch format {
            case .table: try table(server.decode(Report.self, from: document))
            case .json: try Output.json(JSONText.line(document))
            case .csv:
                for line in String(decoding: document, as: UTF8.self)
                    .split(separator: "\r\n", omittingEmptySubsequences: true)
                {
                    try Output.line(Output.isTerminal ? String(line).onOneLine : String(line))
                }
            }
        }
    }
}

/// Reports how soon alerts were answered.
struct ReportResponseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "response",
        abstract: "Reports how soon alerts were accepted, reached and contained.",
        discussion: """
            Each milestone shows how many kept its deadline of how many that owed it, and the \
            seconds that half and nine tenths took no longer than: 13/14 8/21 s. -o json and -o csv \
            have all figures.

            EXAMPLES
              watchpost report response
              watchpost report response --from 7d --by place-class
              watchpost report response --station jn-017 --by hour -o csv
            """
    )

    @Option(
        help:
            "A line each: \(ResponseReport.Grouping.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var by = ResponseReport.Grouping.station

    @OptionGroup var options: ReportOptions

    func run() async throws {
        try await options.report(
            "response", ResponseReportDocument.self, [("by", by.rawValue)]
        ) { report in
            try Output.line(ReportView.title(report.from, report.until, report.exercise))
            try Output.table(ReportView.table(report))
        }
    }
}

/// Reports who cries wolf.
struct ReportFalseAlarmsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "false-alarms",
        abstract: "Reports the share of false alarms by camera and rule, worst first.",
        discussion: """
            A camera or source has a line for each kind and for each station that answered for it.

            EXAMPLES
              watchpost report false-alarms --from 30d
              watchpost report false-alarms --station jn-017 -o csv
            """
    )

    @OptionGroup var options: ReportOptions

    func run() async throws {
        try await options.report("false-alarms", FalseAlarmReportDocument.self) { report in
            try Output.line(ReportView.title(report.from, report.until, report.exercise))
            try Output.table(ReportView.table(report))
        }
    }
}

extension ResponseReport.Grouping: ExpressibleByArgument {}
