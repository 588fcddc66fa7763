import Assembly
import Dispatch
import Foundation

/// Does a bench's work as a client: what `bench client` runs in a process of its own.
struct BenchReader: Sendable {
    let client: ServerClient
    let queues: [String]

    /// Seconds between a terminal's signs of life, and between what it acknowledges.
    private static let heartbeat = 5.0
    private static let acknowledgement = 0.5
    private static let connections = 8

    func readBacklog() async throws -> BenchFindings {
        let start = ContinuousClock.now
        var findings = BenchFindings(count: 0, seconds: 0)
        for queue in queues {
            var scanner = BenchScanner(queue: queue, after: 0)
            for try await bytes in try await stream(queue, follow: false) {
                scanner.take(bytes)
            }
            if !scanner.isCaughtUp {
                findings.mistakes.append("the stream of queue \(queue) broke off")
            }
            findings.count += scanner.entries
            findings.raises += scanner.raises
            findings.mistakes += scanner.mistakes
        }
        findings.seconds = (ContinuousClock.now - start) / .seconds(1)
        return findings
    }

    /// - Parameter ready: called when every queue is followed by a live terminal.
    func follow(
        raises expected: Int,
        within limit: Double,
        ready: @escaping @Sendable () throws -> Void
    ) async throws -> BenchFindings {
        let tally = BenchTally(queues: queues.count, expected: expected)
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for queue in queues {
                group.addTask {
                    try await heartbeat(queue)
                    return false
                }
                group.addTask {
                    try await follow(queue, tally)
                    return true
                }
            }
            group.addTask {
                await tally.allFollow()
                for queue in queues { try await beat(queue) }
                try ready()
                return false
            }
            group.addTask {
                try await Task.sleep(for: .seconds(limit))
                return true
            }
            group.addTask {
                await tally.allCame()
                return true
            }
            defer {
                tally.giveUp()
                group.cancelAll()
            }
            while try await group.next() == false {}
        }
        return tally.findings(seconds: (ContinuousClock.now - start) / .seconds(1))
    }

    func postSignals(seconds: Double) async throws -> BenchFindings {
        let start = ContinuousClock.now
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for connection in 0..<Self.connections {
                group.addTask {
                    var number = 0
                    while (ContinuousClock.now - start) / .seconds(1) < seconds {
                        let signal = BenchSignal(
                            source: "bench-\(connection)",
                            id: "\(number)",
                            station: queues[(number + connection) % queues.count]
                        )
                        _ = try await client.post(["v1", "signals"], signal)
                        number += 1
                    }
                    return number
                }
            }
            return try await group.reduce(0, +)
        }
        return BenchFindings(count: count, seconds: (ContinuousClock.now - start) / .seconds(1))
    }

    // MARK: One queue

    private func follow(_ queue: String, _ tally: BenchTally) async throws {
        var scanner = BenchScanner(queue: queue, after: 0)
        var acknowledged = (number: 0, at: ContinuousClock.now)
        var hasBegun = false
        for try await bytes in try await stream(queue, follow: true) {
            let now = DispatchTime.now().uptimeNanoseconds
            var delays: [Double] = []
            scanner.take(bytes) { line in
                guard let text = BenchScanner.text(of: Self.why, in: line),
                    let began = UInt64(String(decoding: text, as: UTF8.self)), began <= now
                else { return }
                delays.append(Double(now - began) / 1e6)
            }
            if scanner.isCaughtUp, !hasBegun {
                hasBegun = true
                tally.follows()
            }
            tally.add(delays, scanner, of: queue)
            let waited = (ContinuousClock.now - acknowledged.at) / .seconds(1)
            if scanner.number > acknowledged.number, waited >= Self.acknowledgement {
                acknowledged = (scanner.number, .now)
                try await acknowledge(queue, scanner.number)
            }
        }
    }

    private static let why = Array("\"text\":\"".utf8)

    private func stream(_ queue: String, follow: Bool) async throws -> BenchBytes {
        try await client.bytes(
            ["v1", "queues", queue, "alerts"],
            query: [("after", "1-0"), ("follow", "\(follow)")]
        )
    }

    private func heartbeat(_ queue: String) async throws {
        while true {
            try await beat(queue)
            try await Task.sleep(for: .seconds(Self.heartbeat))
        }
    }

    private func beat(_ queue: String) async throws {
        _ = try await client.post(
            ["v1", "queues", queue, "heartbeat"], BenchTerminal(terminal: "bench")
        )
    }

    private func acknowledge(_ queue: String, _ number: Int) async throws {
        _ = try await client.post(
            ["v1", "queues", queue, "cursor"],
            BenchTerminal(terminal: "bench", cursor: "1-\(number)")
        )
    }
}

private struct BenchTerminal: Encodable {
    var terminal: String
    var cursor: String?
}

private struct BenchSignal: Encodable {
    var source: String
    var id: String
    var kind = "door"
    var station: String
    var text = "back door forced"
}
