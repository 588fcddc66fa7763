import ArgumentParser
import Delivery
import Domain
import Foundation

/// Street police stations.
struct StationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "station",
        abstract: "Lists stations, and shows one and who stands behind it.",
        discussion: """
            EXAMPLES
              watchpost station list
              watchpost station show jn-017
            """,
        subcommands: [StationListCommand.self, StationShowCommand.self]
    )
}

/// Lists stations by id.
struct StationListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the city's stations: who reads its queue, and what is open.",
        discussion: """
            ATTENDED says whether a terminal of the queue was heard within 15 s; WAITING how many \
            open alerts nobody has been reached by.

            EXAMPLES
              watchpost station list
              watchpost station list --unattended -o json
            """
    )

    @Flag(help: "Only stations whose queue nobody reads.")
    var unattended = false

    @Option(parsing: .unconditional, help: "At most so many.")
    var limit = 1000

    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit takes 1 or more.") }
    }

    func run() async throws {
        try await client.run { server in
            var listing = try await server.list(
                ["v1", "stations"],
                of: StationDocument.self,
                query: [],
                limit: unattended ? 100_000 : limit
            )
            if unattended {
                let kept = listing.items.indices.filter { !listing.items[$0].attended }
                listing.hasMore = kept.count > limit
                listing.documents = kept.prefix(limit).map { listing.documents[$0] }
                listing.items = kept.prefix(limit).map { listing.items[$0] }
            }
            try client.show(listing, in: StationView.table) { StationView($0).row }
        }
    }
}

/// Shows a station and who stands behind it.
struct StationShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows a station, its units, and who is told where it does not answer.",
        discussion: """
            EXAMPLES
              watchpost station show jn-017
            """
    )

    @Argument(help: ArgumentHelp("The station's id, such as jn-017.", valueName: "id"))
    var id: String

    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard id.isIdentifier else {
            throw ValidationError(
                "'\(id.onOneLine)' is no station's id, as 'station list' shows them.")
        }
    }

    func run() async throws {
        try await client.run { server in
            let document = try await server.get(["v1", "stations", id])
            try client.show(document) {
                try StationView(server.decode(StationDocument.self, from: document)).lines
            }
        }
    }
}
