import ArgumentParser

/// How fast this machine does it.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures what this machine can do.",
        discussion: """
            EXAMPLES
              watchpost bench queue
            """,
        subcommands: [BenchQueueCommand.self, BenchClientCommand.self]
    )
}
