import ArgumentParser
import Desk
import Domain
import Foundation

/// Lists alerts, the newest first.
struct AlertListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists alerts: the open ones where nothing else is asked for.",
        discussion: """
            NEXT is the deadline of the step that is owed next: due, or overdue once it has passed; \
            of priority 4 nothing is owed. \
            PR is the priority and the place class; WHERE ends with the units that are sent. A time \
            without a date is today's.

            EXAMPLES
              watchpost alert list
              watchpost alert list --queue jn-017 --all --limit 20
              watchpost alert list --incident 01JDB2M4V9Q3Z8K7T6R5P4N3M2
              watchpost alert list --state closed --no-exercise -o json
            """
    )

    @Option(help: "Only alerts of which this queue was told, such as jn-017 or 370102.")
    var queue: String?

    @Option(help: "Only this incident's alerts.")
    var incident: String?

    @Option(
        help:
            "Only alerts in this state: \(AlertState.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var state: AlertState?

    @Flag(help: "Closed ones too.")
    var all = false

    @Flag(inversion: .prefixedNo, help: "Exercises alone, or none of them (default: both).")
    var exercise: Bool?

    @Option(parsing: .unconditional, help: "At most so many.")
    var limit = 100

    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit takes 1 or more.") }
    }

    func run() async throws {
        var query: [(String, String)] = []
        if let queue { query.append(("queue", queue)) }
        if let exercise { query.append(("exercise", "\(exercise)")) }
        if let incident { query.append(("incident", incident.uppercased())) }
        if let state {
            query.append(("state", state.rawValue))
        } else if !all {
            query.append(("open", "true"))
        }
        try await client.run { server in
            let listing = try await server.list(
                ["v1", "alerts"],
                of: Alert.self,
                query: query,
                limit: limit
            )
            let now = RealClock(zone: .current).now().wall
            try client.show(listing, in: AlertView.table) { AlertView($0, now: now).row }
        }
    }
}

extension AlertState: ExpressibleByArgument {}
extension Disposition: ExpressibleByArgument {}
extension FalseAlarmCause: ExpressibleByArgument {}
