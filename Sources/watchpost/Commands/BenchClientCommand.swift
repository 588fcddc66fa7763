import ArgumentParser
import Assembly
import Domain
import Foundation
import Glibc

/// The client of a bench, in a process of its own.
struct BenchClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract: "Reads what a bench measures; the bench starts it itself.",
        discussion: """
            EXAMPLES
              watchpost bench client backlog --server http://127.0.0.1:8480 --stations 60
            """,
        shouldDisplay: false
    )

    enum Task: String, ExpressibleByArgument, CaseIterable {
        case backlog, follow, signals
    }

    @Argument var task: Task
    @Option var server: String
    @Option var stations: Int
    /// Raises that are waited for.
    @Option var count = 0
    @Option var seconds = 0.0

    func run() async throws {
        Self.endWithParent()
        let address = try ServerAddress(server)
        let queues = (0..<stations).map { BenchCity.queue($0).rawValue }
        do {
            let findings = try await ServerClient.with(
                server: address, token: nil, connections: 2 * stations + 8
            ) { client in
                let reader = BenchReader(client: client, queues: queues)
                return switch task {
                case .backlog: try await reader.readBacklog()
                case .follow:
                    try await reader.follow(raises: count, within: seconds) {
                        try Output.line(BenchProcess.ready)
                    }
                case .signals: try await reader.postSignals(seconds: seconds)
                }
            }
            try Output.line(BenchProcess.json(findings))
        } catch let error as ClientError {
            throw ExitCode.saying(error.message, error.exitCode)
        }
    }

    /// Ends when the bench has ended, whose end of stdin closes with it.
    private static func endWithParent() {
        Thread.detachNewThread {
            while let bytes = try? FileHandle.standardInput.read(upToCount: 64), !bytes.isEmpty {}
            _exit(ExitCode.unreachable.rawValue)
        }
    }
}
