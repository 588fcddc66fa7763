import ArgumentParser

/// The made-up world, for trying and for tests.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Make-believe cameras and a make-believe city, for trying and for tests.",
        discussion: """
            EXAMPLES
              watchpost simulate cameras --count 4 --port 8554
              watchpost simulate city --seeds 100
            """,
        subcommands: [SimulateCamerasCommand.self, SimulateCityCommand.self]
    )
}
