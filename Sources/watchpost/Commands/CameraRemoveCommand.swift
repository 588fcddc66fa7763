import ArgumentParser

/// Takes a camera from a node.
struct CameraRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Removes a camera that was added with 'camera add' or over the API.",
        discussion: """
            Its stream ends, and so does what is open in it; its alerts stay. A camera of a file is \
            removed by taking it out of the file.

            EXAMPLES
              watchpost camera remove gate
            """
    )

    @Argument(help: ArgumentHelp("The camera's id.", valueName: "id"))
    var id: String

    @OptionGroup var client: ClientOptions

    func validate() throws { try CameraShowCommand.check(id) }

    func run() async throws {
        try await client.run { server in
            try await server.delete(["v1", "cameras", id])
            Output.note("watchpost: removed \(id); its alerts stay")
        }
    }
}
