import ArgumentParser
import Desk
import Domain
import Foundation

/// The response to alerts that are one matter.
struct IncidentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident",
        abstract: "Lists incidents, shows one, and answers all of its alerts at once.",
        discussion: """
            Alerts of one grid within 30 s of each other are one incident. An action does to every \
            open alert of it what the same action of 'alert' does to one.

            EXAMPLES
              watchpost incident list --station jn-017
              watchpost incident accept 01JDB2M4V9Q3Z8K7T6R5P4N3M2
              watchpost incident close 01JDB2M4V9Q3Z8K7T6R5P4N3M2 --disposition real
            """,
        subcommands: [
            IncidentListCommand.self, IncidentShowCommand.self,
            AcceptCommand<IncidentArgument>.self, DispatchCommand<IncidentArgument>.self,
            EnrouteCommand<IncidentArgument>.self, ArriveCommand<IncidentArgument>.self,
            ContainCommand<IncidentArgument>.self, CloseCommand<IncidentArgument>.self,
            ReleaseCommand<IncidentArgument>.self, NoteCommand<IncidentArgument>.self,
        ]
    )
}

/// Lists incidents, the newest first.
struct IncidentListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists incidents: those with open alerts where nothing else is asked for.",
        discussion: """
            PR is the highest priority of its alerts, OPEN how many of them are not closed.

            EXAMPLES
              watchpost incident list
              watchpost incident list --station jn-017 --all --limit 20 -o json
            """
    )

    @Option(help: "Only this station's incidents, such as jn-017.")
    var station: String?

    @Flag(help: "Those without open alerts too.")
    var all = false

    @Option(parsing: .unconditional, help: "At most so many.")
    var limit = 100

    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit takes 1 or more.") }
    }

    func run() async throws {
        let filter = [("station", station), ("open", all ? nil : "true")]
        try await client.run { server in
            let listing = try await server.list(
                ["v1", "incidents"],
                of: IncidentRecord.self,
                query: filter.compactMap { name, value in value.map { (name, $0) } },
                limit: limit
            )
            let now = RealClock(zone: .current).now().wall
            try client.show(listing, in: IncidentView.table) { IncidentView($0, now: now).row }
        }
    }
}

/// Shows an incident and its alerts.
struct IncidentShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows an incident and its alerts.",
        discussion: """
            EXAMPLES
              watchpost incident show 01JDB2M4V9Q3Z8K7T6R5P4N3M2
              watchpost incident show 01JDB2M4V9Q3Z8K7T6R5P4N3M2 -o json
            """
    )

    @OptionGroup var incident: IncidentArgument
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await client.run { server in
            let document = try await server.get(incident.path)
            guard client.format == .table else {
                return try Output.json(JSONText.line(document))
            }
            let now = RealClock(zone: .current).now().wall
            let record = try server.decode(IncidentRecord.self, from: document)
            for line in IncidentView(record, now: now).lines { try Output.line(line.onOneLine) }
            try Output.line("")
            var table = AlertView.table
            for alert in try server.decode(Alerts.self, from: document).items {
                table.append(AlertView(alert, now: now).row)
            }
            try Output.table(table)
        }
    }

    private struct Alerts: Decodable {
        var items: [Alert]
    }
}
