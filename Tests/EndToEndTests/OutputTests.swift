import Foundation
import Subprocess
import SystemPackage
import Testing

/// What a program does whose stdout cannot take what it writes.
@Suite(.serialized) struct `A stdout that takes nothing` {
    private let stage: Stage

    init() throws { stage = try Stage() }

    /// - Returns: the exit status and what was said on stderr.
    private static func command(
        _ arguments: [String],
        into output: FileDescriptor
    ) async throws -> (status: TerminationStatus, said: String) {
        let result = try await run(
            .path(FilePath(Stage.program)),
            arguments: Arguments(arguments),
            input: .none,
            output: .fileDescriptor(output, closeAfterSpawningProcess: true),
            error: .string(limit: 1 << 20)
        )
        return (result.terminationStatus, result.standardError)
    }

    private static func full() throws -> FileDescriptor {
        try FileDescriptor.open(FilePath("/dev/full"), .writeOnly)
    }

    /// A pipe whose reader has gone away.
    private static func abandoned() throws -> FileDescriptor {
        let (reader, writer) = try FileDescriptor.pipe()
        try reader.close()
        return writer
    }

    @Test(.timeLimit(.minutes(1)))
    func `leaves a terminal's place where it was, and it is said`() async throws {
        let place = "\(stage.folder)/wall.cursor"
        try await stage.withNode { node in
            for number in 1...3 {
                let signal = [
                    "source": "t", "id": "\(number)", "kind": "panic-button", "station": "jn-005",
                ]
                #expect(try await node.post("/v1/signals", signal).0 == 201)
            }
            try "1-1\n".write(toFile: place, atomically: true, encoding: .utf8)
            let tail = [
                "tail", "jn-005", "--cursor-file", place, "--no-follow", "-o", "json", "--server",
                node.url,
            ]
            let refused = try await Self.command(tail, into: Self.full())
            #expect(refused.status == .exited(69))
            #expect(refused.said.contains("writing to stdout: No space left on device"))
            #expect(try String(contentsOfFile: place, encoding: .utf8) == "1-1\n")

            let unread = try await Self.command(tail, into: Self.abandoned())
            #expect(unread.status == .exited(0))
            #expect(try String(contentsOfFile: place, encoding: .utf8) == "1-1\n")

            let read = try await Stage.command(tail)
            let raised = read.output.split(separator: "\n").filter { $0.contains("alert.raised") }
            #expect(raised.count == 2)
            #expect(try String(contentsOfFile: place, encoding: .utf8) > "1-1\n")
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `is no success for a check that found mistakes`() async throws {
        try FileManager.default.removeItem(atPath: "\(stage.folder)/cameras")
        let check = ["check"] + stage.options.prefix(6)
        #expect(try await Self.command(check, into: Self.full()).status == .exited(69))
        #expect(try await Self.command(check, into: Self.abandoned()).status == .exited(66))
    }
}
