import ArgumentParser
import Assembly
import Domain
import Episodes
import Foundation

/// Scores the detector on recordings of which is known what happens in them.
struct EvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Replays a folder of labelled clips, and scores what is found in them.",
        discussion: """
            NAME.events.csv beside NAME.mp4 (or another recording) says what happens in it: \
            start_s, end_s and kind, which is motion, quiet, lighting, camera_mode, nuisance or \
            uncertain. All clips are replayed with the defaults of a camera without zones.

            A motion interval is found where an episode overlaps it within the tolerance of 1 s (2 s \
            in clips named pets2001…); an episode that overlaps none is a false alarm, unless it \
            overlaps an uncertain one.

              INT, FOUND, RECALL   intervals of motion, and those that were found
              EPIS, FALSE, PREC    episodes, false alarms, and the share that was none
              Q/L/C/N/U            false alarms by what they lie in: quiet, lighting, camera_mode,
                                   nuisance, unlabelled
              LAT50, LAT95         seconds from the beginning of motion to the alert
              COVER, EXCESS        share of the time of motion, and of still time, in an episode
              OWN                  intervals with an alert of their own
              CLEAN                still stretches of 5 s or more with 0.5 s of episode or less

            Exit status: 0 scored; 65 labels or a clip cannot be read; 66 there is no such folder.

            EXAMPLES
              watchpost evaluate clips
              watchpost evaluate clips -o json
            """
    )

    @Argument(help: ArgumentHelp("The folder of clips and labels.", valueName: "dir"))
    var folder: String

    @Option(
        name: .shortAndLong,
        help: "table, or json: one object (default: table on a terminal, else json)."
    )
    var output: OutputFormat?

    func run() async throws {
        let clips: [LabelledClip]
        do throws(LabelledFolderError) { clips = try LabelledClip.all(in: folder) } catch {
            if case .missing = error { throw ExitCode.saying("\(error)", .noFile) }
            throw ExitCode.saying("\(error)", .badInput)
        }
        let evaluation = Evaluation(wall: RealClock(zone: .current).now().wall)
        var results: [Evaluation.Result] = []
        for clip in clips {
            let result = try evaluation.run(clip)
            if let error = result.outcome.error {
                throw ExitCode.saying("\(error); mend or remove the clip", .badInput)
            }
            Output.note(
                "\(clip.name): \(result.outcome.pictures.counted("picture")), "
                    + "\(result.found.count.counted("episode"))"
            )
            results.append(result)
        }
        let scores = Dictionary(results.map { ($0.clip.name, $0.score) }) { $1 }
        switch output ?? .standard {
        case .json: try Output.line(Self.json(scores))
        case .table: for line in Self.table(scores).lines(width: nil) { try Output.line(line) }
        }
    }

    private static func json(_ scores: [String: ClipScore]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(EvaluationDocument(scores)), as: UTF8.self)
    }

    private static func table(_ scores: [String: ClipScore]) -> TextTable {
        var table = TextTable([
            "CLIP", "INT", "FOUND", "RECALL", "EPIS", "FALSE", "Q/L/C/N/U", "PREC", "F1", "LAT50",
            "LAT95", "COVER", "EXCESS", "OWN", "CLEAN",
        ])
        for (name, score) in scores.sorted(by: { $0.key < $1.key }) {
            table.append(row(name, ScoreFigures(score)))
        }
        table.append(row("TOTAL", EvaluationDocument.total(scores)))
        return table
    }

    private static func row(_ name: String, _ figures: ScoreFigures) -> [String] {
        func share(_ value: Double?) -> String { value.map { String(format: "%.2f", $0) } ?? "-" }
        let kinds = ClipScore.FalseKind.allCases.map { "\(figures.falseByKind[$0] ?? 0)" }
        return [
            name, "\(figures.intervals)", "\(figures.found)", share(figures.recall),
            "\(figures.episodes)", "\(figures.falseAlarms)", kinds.joined(separator: "/"),
            share(figures.precision), share(figures.f1), share(figures.latencyMedian),
            share(figures.latencyP95), share(figures.coverage), share(figures.excess),
            "\(figures.own)", "\(figures.clean)/\(figures.stretches)",
        ]
    }
}
