import ArgumentParser
import Delivery
import Domain
import Foundation

/// The cameras that a node watches.
struct CameraCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "camera",
        abstract: "Lists, adds, removes, tries and exports a node's cameras.",
        discussion: """
            EXAMPLES
              watchpost camera list --health offline
              watchpost camera show 37010200001320000017
              watchpost camera probe rtsp://10.1.2.17/main --credentials gate
              watchpost camera add gate.yaml
            """,
        subcommands: [
            CameraListCommand.self, CameraShowCommand.self, CameraAddCommand.self,
            CameraRemoveCommand.self, CameraProbeCommand.self, CameraSnapshotCommand.self,
            CameraExportCommand.self,
        ]
    )
}

/// Lists cameras by id.
struct CameraListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the node's cameras and how they are doing.",
        discussion: """
            EXAMPLES
              watchpost camera list
              watchpost camera list --station jn-017 --health offline
              watchpost camera list --query 广场 -o json
            """
    )

    @Option(help: "Only this station's cameras, such as jn-017.")
    var station: String?

    @Option(help: "Only cameras that are online, degraded, connecting or offline.")
    var health: CameraDocument.State?

    @Option(help: "Only cameras whose name or id contains this text.")
    var query: String?

    @Option(parsing: .unconditional, help: "At most so many.")
    var limit = 1000

    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit takes 1 or more.") }
    }

    func run() async throws {
        let filter = [("station", station), ("health", health?.rawValue), ("q", query)]
        try await client.run { server in
            let listing = try await server.list(
                ["v1", "cameras"],
                of: CameraDocument.self,
                query: filter.compactMap { name, value in value.map { (name, $0) } },
                limit: limit
            )
            let now = RealClock(zone: .current).now().wall
            try client.show(listing, in: CameraView.table) { CameraView($0, now: now).row }
        }
    }
}

/// Shows a camera, its zones and its stream.
struct CameraShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows a camera, its zones and how its stream is doing.",
        discussion: """
            EXAMPLES
              watchpost camera show 37010200001320000017
              watchpost camera show gate -o json
            """
    )

    @Argument(help: ArgumentHelp("The camera's id.", valueName: "id"))
    var id: String

    @OptionGroup var client: ClientOptions

    func validate() throws { try Self.check(id) }

    /// - Throws: `ValidationError` where the text is no camera's id.
    static func check(_ id: String) throws {
        guard id.isIdentifier else {
            throw ValidationError(
                "'\(id.onOneLine)' is no camera's id: 1 to 64 of a-z, 0-9 and -, as 'camera list' "
                    + "shows them."
            )
        }
    }

    func run() async throws {
        try await client.run { server in
            let document = try await server.get(["v1", "cameras", id])
            try client.show(document) {
                let now = RealClock(zone: .current).now().wall
                return try CameraView(
                    server.decode(CameraDocument.self, from: document), now: now
                ).lines
            }
        }
    }
}

extension CameraDocument.State: ExpressibleByArgument {}
