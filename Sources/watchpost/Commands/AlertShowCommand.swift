import ArgumentParser
import Desk
import Domain
import Foundation

/// Shows an alert and what happened to it.
struct AlertShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows an alert: its clock, who was told, and what happened.",
        discussion: """
            "next" is the step that is owed and its deadline; "told" whose queues got the alert and \
            by which stage; "missed" the deadlines that passed.

            With -o json the alert's document, or with --history its events, one a line.

            EXAMPLES
              watchpost alert show 01JDB2M4V9Q3Z8K7T6R5P4N3M2
              watchpost alert show 01JDB2M4V9Q3Z8K7T6R5P4N3M2 --history -o json
            """
    )

    @OptionGroup var alert: AlertArgument

    @Flag(help: "Only what happened to it.")
    var history = false

    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await client.run { server in
            if client.format == .json, !history {
                return try Output.json(JSONText.line(try await server.get(alert.path)))
            }
            let events = JSONText.items(try await server.get(alert.path + ["history"]))
            if !history {
                let document = try await server.decode(Alert.self, from: server.get(alert.path))
                let view = AlertView(document, now: RealClock(zone: .current).now().wall)
                for line in view.lines(with: AlertTrail(events).facts) {
                    try Output.line(line.onOneLine)
                }
                try Output.line("")
            }
            for event in events { try Output.line(text(of: event)) }
        }
    }

    private func text(of event: String) -> String {
        let now = RealClock(zone: .current).now().wall
        return switch client.format {
        case .json: Output.isTerminal ? JSONText.harmless(event) : event
        case .table: EventRow(event, now: now)?.history(.current) ?? event.onOneLine
        }
    }
}
