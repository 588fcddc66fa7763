import Desk
import Domain

/// A node that runs for a while, to be measured.
struct BenchNode {
    let open: OpenNode
    private let running: Task<Void, any Error>
    private let clock: any CityClock

    /// Returns when it takes requests.
    ///
    /// - Throws: what the node could not start for.
    init(_ settings: NodeSettings) async throws {
        let (opened, opening) = AsyncStream.makeStream(of: OpenNode.self)
        let running = Task {
            defer { opening.finish() }
            try await Node(settings) { opening.yield($0) }.run()
        }
        var nodes = opened.makeAsyncIterator()
        guard let open = await nodes.next() else {
            try await running.value
            throw BenchError.endedEarly
        }
        self.open = open
        self.running = running
        clock = settings.clock
    }

    var desk: DeskDriver { open.desk }

    func stop() async throws {
        running.cancel()
        do { try await running.value } catch is CancellationError {}
    }

    /// Raises alerts, each caller waiting for its own to be on disk before it raises another.
    ///
    /// - Returns: seconds from the first raise to the last acknowledgement.
    func raise(
        _ count: Int,
        callers: Int,
        _ report: @escaping @Sendable (Int) -> EpisodeReport
    ) async throws -> Double {
        let start = clock.moment
        try await withThrowingTaskGroup { group in
            for caller in 0..<min(callers, count) {
                group.addTask { [desk] in
                    for number in stride(from: caller, to: count, by: callers) {
                        _ = try await desk.raise(report(number))
                    }
                }
            }
            try await group.waitForAll()
        }
        return clock.moment.seconds(since: start)
    }

    /// Raises alerts at a steady pace, whether those before are on disk or not.
    func raise(
        _ count: Int,
        perSecond rate: Double,
        _ report: @escaping @Sendable (Int) -> EpisodeReport
    ) async throws {
        let start = clock.moment
        try await withThrowingTaskGroup { group in
            for number in 0..<count {
                let rest = Double(number) / rate - clock.moment.seconds(since: start)
                if rest > 0 {
                    try await Task.sleep(for: .seconds(rest), tolerance: .milliseconds(1))
                }
                group.addTask { [desk] in _ = try await desk.raise(report(number)) }
            }
            try await group.waitForAll()
        }
    }

    /// Lets each station have a live terminal.
    func attend(_ stations: Int) async throws {
        for number in 0..<stations {
            _ = try await desk.submit(
                .heartbeat(queue: BenchCity.queue(number), terminal: "bench"), key: nil
            )
        }
    }
}

/// Why nothing could be measured.
package enum BenchError: Error, CustomStringConvertible {
    case endedEarly
    case client(String)

    package var description: String {
        switch self {
        case .endedEarly: "the node that was to be measured ended at once"
        case .client(let reason): "the client that reads the streams: \(reason)"
        }
    }
}
