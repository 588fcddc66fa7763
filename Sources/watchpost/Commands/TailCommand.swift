import ArgumentParser
import Delivery
import Domain
import Foundation

/// Prints a queue's stream as it comes.
struct TailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Prints what enters a queue, as it comes.",
        discussion: """
            Queues bear the id of whoever reads them: a station (jn-017), a unit (jn-017-car-1), a \
            district (370102), its duty officer (duty-370102), a police office, the city.

            stdout carries CloudEvents only: one JSON object a line, or with -o table (the default \
            on a terminal) time, what happened, the alert's id, priority/place class, kind, the \
            deadline that is owed or the stage that fired, where, and why. Below 93 columns the deadline stands alone, with \
            ! before one that has passed. News of the stream itself (caught-up, gap, a lost \
            connection) goes to stderr.

            A lost connection is taken up again by itself, exactly after the last line. Without \
            --since, --tail or --after it starts at the queue's end.

            With --cursor-file it is a terminal: it remembers in the file how far it has printed, \
            goes on there when it is started again, tells the node what was delivered and that it \
            is alive. An existing file goes before --since, --tail and --after.

            Ctrl-C and SIGTERM end it with status 0.

            EXAMPLES
              watchpost tail jn-017
              watchpost tail 370102 --since 10m --no-follow -o json
              watchpost tail jn-017 --cursor-file wall-1.cursor --terminal wall-1
            """
    )

    @Argument(help: ArgumentHelp("The queue, such as jn-017.", valueName: "queue"))
    var queue: String

    @Option(
        help:
            "Start so long ago (90s, 10m, 2h, 1d), or at a time such as 2026-11-23T08:00:00+08:00.")
    var since: String?

    @Option(
        name: .customLong("tail"),
        parsing: .unconditional,
        help: "Start with the last so many entries."
    )
    var last: Int?

    @Option(help: "Start after a cursor, such as 1-42.")
    var after: String?

    @Option(
        help: ArgumentHelp(
            "Be a terminal that remembers its place in this file.",
            valueName: "file"
        )
    )
    var cursorFile: String?

    @Option(help: "The terminal's name (default: the host's name); only with --cursor-file.")
    var terminal: String?

    @Flag(name: .customLong("no-follow"), help: "End once everything there is has been printed.")
    var endsWhenCaughtUp = false

    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard queue.isIdentifier else {
            throw ValidationError(
                "'\(queue.onOneLine)' is no queue's name: a queue bears the id of whoever reads it, "
                    + "such as jn-017."
            )
        }
        guard [since != nil, last != nil, after != nil].count(where: { $0 }) < 2 else {
            throw ValidationError("Give only one of --since, --tail and --after.")
        }
        guard last ?? 0 >= 0 else { throw ValidationError("--tail takes 0 or more.") }
        guard terminal == nil || cursorFile != nil else {
            throw ValidationError(
                "--terminal needs --cursor-file: only what remembers its place is a terminal."
            )
        }
        guard terminal?.isEmpty != true else {
            throw ValidationError("The terminal's name is empty.")
        }
        _ = try start()
    }

    func run() async throws {
        let interruption = Interruption()
        let order = TailSession.Order(
            queue: queue,
            start: try start(),
            follows: !endsWhenCaughtUp,
            terminal: cursorFile.map { file in
                TailSession.Terminal(name: terminal ?? HostName.current, file: file)
            }
        )
        let outlet = TailSession.Outlet.standard(client.format)
        try await client.run { client in
            do {
                try await TailSession(client: client, order: order, outlet: outlet)
                    .run { await interruption.wait() }
            } catch let error as CursorFileError {
                throw ExitCode.saying("\(error)", error.exitCode)
            } catch ClientError.refused(400, let problem) where cursorFile != nil {
                throw ExitCode.saying(
                    "\(problem.text); is cursor file \(cursorFile!) another queue's?",
                    .badInput
                )
            }
        }
    }

    private func start() throws -> TailStart {
        if let since {
            guard let time = SinceTime.parse(since) else {
                throw ValidationError(
                    "--since '\(since)' is neither a duration such as 90s, 10m, 2h or 1d nor a "
                        + "time with an offset such as 2026-11-23T08:00:00+08:00."
                )
            }
            return .since(time)
        }
        if let after {
            guard let cursor = Cursor(after) else {
                throw ValidationError("--after '\(after)' is no cursor, such as 1-42.")
            }
            return .after(cursor)
        }
        return last.map(TailStart.last) ?? .end
    }
}

extension TailSession.Outlet {
    /// To this process's stdout and stderr.
    static func standard(_ format: OutputFormat) -> TailSession.Outlet {
        TailSession.Outlet(
            lines: { events in
                switch format {
                case .json:
                    Output.isTerminal
                        ? events.map { JSONText.harmless($0.json) } : events.map(\.json)
                case .table: rows(events)
                }
            },
            print: { try Output.line($0) },
            note: { Output.note("watchpost: \($0)") }
        )
    }

    /// A row each; what came together tells which alerts are answered already.
    private static func rows(_ events: [StreamEvent]) -> [String] {
        let now = RealClock(zone: .current).now().wall
        let style = TerminalStyle.current
        let rows = events.map { EventRow($0.json, now: now) }
        var answered: Set<String> = []
        var lines: [String] = []
        for (row, event) in zip(rows, events).reversed() {
            lines.append(row?.text(style, answered: answered) ?? event.json.onOneLine)
            if let alert = row?.answered { answered.insert(alert) }
        }
        return lines.reversed()
    }
}

extension CursorFileError {
    fileprivate var exitCode: ExitCode {
        if case .noFolder = self { .noFile } else { .badInput }
    }
}
