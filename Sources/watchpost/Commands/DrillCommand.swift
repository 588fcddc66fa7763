import ArgumentParser
import Delivery
import Desk
import Domain
import Foundation

/// Exercises.
struct DrillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Starts and stops exercises.",
        discussion: """
            An exercise's alerts go through the whole chain, are marked everywhere, and stay out of \
            the figures.

            EXAMPLES
              watchpost drill start "night 3" --station jn-017 --alerts 3
              watchpost drill stop 01JDB2M4V9Q3Z8K7T6R5P4N3M2
            """,
        subcommands: [DrillListCommand.self, DrillStartCommand.self, DrillStopCommand.self]
    )
}

/// Lists drills, the newest first.
struct DrillListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists exercises, the newest first.",
        discussion: """
            EXAMPLES
              watchpost drill list --limit 5
            """
    )

    @Option(parsing: .unconditional, help: "At most so many.")
    var limit = 100

    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit takes 1 or more.") }
    }

    func run() async throws {
        try await client.run { server in
            let listing = try await server.list(
                ["v1", "drills"], of: DrillDocument.self, query: [], limit: limit)
            let now = RealClock(zone: .current).now().wall
            let table = TextTable(
                ["STARTED", "DRILL", "STATION", "ALERTS", "STATE", "NAME"], gap: 1)
            try client.show(listing, in: table) { drill in
                [
                    drill.startedAt.shortly(at: now), drill.drill.rawValue, drill.station.rawValue,
                    "\(drill.alerts)", drill.stoppedAt == nil ? "running" : "over", drill.name,
                ]
            }
        }
    }
}

/// Starts a drill.
struct DrillStartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Starts an exercise at a station, with alerts that are marked as such.",
        discussion: """
            'watchpost signal send --drill ID' raises more alerts of it.

            EXAMPLES
              watchpost drill start "night 3" --station jn-017
              watchpost drill start "night 3" --station jn-017 --alerts 3 \\
                  --kind panic-button --place-class P1
            """
    )

    @Argument(help: "What it is called.")
    var name: String

    @Option(help: "The station that is exercised, such as jn-017.")
    var station: String

    @Option(help: "Who starts it (default: the login's name).")
    var actor: String?

    @Option(help: "What its alerts are about (default: drill).")
    var kind: String?

    @Option(parsing: .unconditional, help: "1 (highest) to 4 (default: by kind).")
    var priority: Int?

    @Option(help: "Within 1, 3 or 5 minutes somebody is to be there: P1, P3 or P5 (the default).")
    var placeClass: PlaceClass?

    @Option(help: "What a person should read (default: the name).")
    var text: String?

    @Option(parsing: .unconditional, help: "How many alerts, 1 to 50.")
    var alerts = 1

    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard (1...50).contains(alerts) else { throw ValidationError("--alerts takes 1 to 50.") }
        if let priority, Priority(rawValue: priority) == nil {
            throw ValidationError("--priority \(priority) is none of 1 (highest), 2, 3, 4.")
        }
        let words = [
            ("The name", name), ("--station", station), ("--actor", actor), ("--kind", kind),
        ]
        for case (let word, let value?) in words where value.isEmpty {
            throw ValidationError("\(word) is empty.")
        }
    }

    func run() async throws {
        let document = DrillForm(
            name: name,
            station: station,
            actor: actor.orLogin,
            kind: kind,
            priority: priority,
            placeClass: placeClass?.rawValue,
            text: text,
            alerts: alerts
        )
        try await client.run { server in
            let answer = try await server.deed(["v1", "drills"], document).document
            try client.show(answer) {
                let begun = try server.decode(Begun.self, from: answer)
                return ["started drill \(begun.drill)"] + begun.raised.map { "raised \($0)" }
            }
        }
    }

    private struct DrillForm: Encodable {
        var name: String
        var station: String
        var actor: String
        var kind: String?
        var priority: Int?
        var placeClass: String?
        var text: String?
        var alerts: Int
    }

    private struct Begun: Decodable {
        var drill: DrillID
        var raised: [AlertID]
    }
}

/// Stops a drill.
struct DrillStopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stops an exercise, and closes what is open of it.",
        discussion: """
            EXAMPLES
              watchpost drill stop 01JDB2M4V9Q3Z8K7T6R5P4N3M2
            """
    )

    @Argument(help: ArgumentHelp("The drill's whole id, 26 characters.", valueName: "id"))
    var id: String

    @Option(help: "Who stops it (default: the login's name).")
    var actor: String?

    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard actor?.isEmpty != true else { throw ValidationError("The actor's name is empty.") }
        try id.checkULID("drill")
    }

    func run() async throws {
        try await client.run { server in
            let answer = try await server.delete(
                ["v1", "drills", id.uppercased()], query: [("actor", actor.orLogin)])
            try client.show(answer) {
                let over = try server.decode(DrillDocument.self, from: answer)
                return ["stopped drill \(over.drill): \(over.alerts.counted("alert"))"]
            }
        }
    }
}
