import Assembly
import Foundation

/// Runs `bench client` as a process of its own.
struct BenchProcess: BenchClient {
    /// What the client says when every queue is followed.
    static let ready = "ready"
    /// Seconds that raises may be on their way when the last was due.
    private static let patience = 60.0

    /// One line.
    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    func readBacklog(of url: String, stations: Int) async throws -> BenchFindings {
        try await run(["backlog", "--server", url, "--stations", "\(stations)"])
    }

    func follow(
        _ url: String,
        stations: Int,
        raises: Int,
        ready: @escaping @Sendable () -> Void
    ) async throws -> BenchFindings {
        try await run(
            [
                "follow", "--server", url, "--stations", "\(stations)", "--count", "\(raises)",
                "--seconds", "\(Self.patience)",
            ],
            ready: ready
        )
    }

    func postSignals(to url: String, stations: Int, seconds: Double) async throws -> BenchFindings {
        try await run(
            ["signals", "--server", url, "--stations", "\(stations)", "--seconds", "\(seconds)"]
        )
    }

    private func run(
        _ arguments: [String],
        ready: @escaping @Sendable () -> Void = {}
    ) async throws -> BenchFindings {
        try await withCheckedThrowingContinuation { continuation in
            // It waits for the process's lines.
            Thread.detachNewThread {
                continuation.resume(with: Result { try Self.wait(for: arguments, ready) })
            }
        }
    }

    private static func wait(
        for arguments: [String],
        _ ready: @Sendable () -> Void
    ) throws -> BenchFindings {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["bench", "client"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        // Held open until the end, so that the client outlives nobody.
        let held = Pipe()
        defer { try? held.fileHandleForWriting.close() }
        process.standardInput = held
        do {
            try process.run()
        } catch {
            throw BenchError.client("it could not be started: \(error.localizedDescription)")
        }
        var splitter = LineSplitter()
        var findings: BenchFindings?
        while true {
            // Whatever is there: reading a count would wait until there is so much.
            let bytes = pipe.fileHandleForReading.availableData
            if bytes.isEmpty { break }
            for line in splitter.take(bytes) ?? [] {
                if line == self.ready {
                    ready()
                } else {
                    findings = try? JSONDecoder().decode(
                        BenchFindings.self, from: Data(line.utf8)
                    )
                }
            }
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0, let findings else {
            throw BenchError.client("it ended with status \(process.terminationStatus)")
        }
        return findings
    }
}
