import ArgumentParser
import Foundation

/// Fetches what a camera sees.
struct CameraSnapshotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "Fetches what a camera sees now, as JPEG, with private zones painted over.",
        discussion: """
            Into a pipe or file it goes to stdout; on a terminal to ID.jpg, which must not be there \
            yet. Who looks is kept in the node's register.

            EXAMPLES
              watchpost camera snapshot gate
              watchpost camera snapshot gate --output /tmp/gate.jpg
            """
    )

    @Argument(help: ArgumentHelp("The camera's id.", valueName: "id"))
    var id: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The file to write; one that is there is replaced.", valueName: "file")
    )
    var output: String?

    @OptionGroup var node: ServerOptions

    func validate() throws { try CameraShowCommand.check(id) }

    func run() async throws {
        let path = output ?? (Output.isTerminal ? "\(id).jpg" : nil)
        if output == nil, let path, FileManager.default.fileExists(atPath: path) {
            throw ExitCode.saying(
                "\(path) is there already; --output \(path) replaces it, or name another", .badInput
            )
        }
        try await node.run { server in
            let picture = try await server.get(["v1", "cameras", id, "snapshot.jpg"])
            guard let path else { return try Output.bytes(Array(picture)) }
            try Output.file(path, Array(picture))
            Output.note("watchpost: wrote \(path), \(picture.count) bytes")
        }
    }
}
