import Foundation
import Subprocess
import SystemPackage

/// The tools of Tests/OpenAPI/requirements.txt, as `make test` puts them into the build folder.
enum PythonTools {
    private static let folder = "\(Stage.repository)/.build/python"

    /// Whether they are there, in the versions that the requirements name.
    static var areThere: Bool {
        let manager = FileManager.default
        return manager.contents(atPath: "\(folder)/requirements.txt") != nil
            && manager.contentsEqual(
                atPath: "\(folder)/requirements.txt",
                andPath: "\(Stage.repository)/Tests/OpenAPI/requirements.txt"
            )
    }

    /// Runs a tool to its end, in a folder for what it leaves behind.
    ///
    /// - Returns: whether it was content, and all that it said.
    static func run(
        _ tool: String,
        _ arguments: [String],
        environment: [Environment.Key: String] = [:],
        in workplace: String
    ) async throws -> (isContent: Bool, said: String) {
        let result = try await Subprocess.run(
            .path(FilePath("\(folder)/bin/\(tool)")),
            arguments: Arguments(arguments),
            environment: .inherit.updating(environment.mapValues { Optional($0) }),
            workingDirectory: FilePath(workplace),
            output: .string(limit: 1 << 24),
            error: .combinedWithOutput
        )
        return (result.terminationStatus == .exited(0), result.standardOutput)
    }
}
