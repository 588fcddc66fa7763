import ArgumentParser
import Desk
import Domain
import Foundation

/// Shows an alert and what happened to it.
struct AlertShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows an alert and its history.",
        discussion: """
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
            if !history {
                let document = try await server.get(alert.path)
                let now = RealClock(zone: .current).now().wall
                try client.show(document) {
                    try AlertView(server.decode(Alert.self, from: document), now: now).lines
                }
                if client.format == .json { return }
                try Output.line("")
            }
            let page = try await server.get(alert.path + ["history"])
            for event in JSONText.items(page) { try Output.line(text(of: event)) }
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
