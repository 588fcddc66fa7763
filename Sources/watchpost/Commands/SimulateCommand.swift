import ArgumentParser

/// The made-up world, for trying and for tests.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Make-believe cameras, for trying and for tests.",
        discussion: """
            EXAMPLES
              watchpost simulate cameras --count 4 --port 8554
            """,
        subcommands: [SimulateCamerasCommand.self]
    )
}
