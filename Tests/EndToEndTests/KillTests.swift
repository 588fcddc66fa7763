import AsyncHTTPClient
import Foundation
import Subprocess
import Synchronization
import SystemPackage
import Testing

/// Says when the node can be asked, and when enough has been answered.
private actor Progress {
    private var node: RunningNode?
    private var waiters: [CheckedContinuation<Void, Never>] = []
    /// The alert that each signal was answered with.
    private(set) var answers: [String: String] = [:]
    private(set) var isOver = false

    func opened(_ node: RunningNode) {
        self.node = node
        wake()
    }

    func closed() { node = nil }

    func answered(_ signal: String, with alert: String) {
        answers[signal] = alert
        wake()
    }

    func end() {
        isOver = true
        wake()
    }

    /// The node that runs now; waits for one.
    func runningNode() async -> RunningNode? {
        while node == nil, !isOver { await change() }
        return node
    }

    func waitForAnswers(_ count: Int) async {
        while answers.count < count, !isOver { await change() }
    }

    private func change() async {
        await withCheckedContinuation { waiters.append($0) }
    }

    private func wake() {
        for waiter in waiters { waiter.resume() }
        waiters = []
    }
}

@Suite(.serialized) struct `A node that is killed` {
    private static let signals = 200
    private static let kills = 20
    private let stage: Stage

    init() throws { stage = try Stage() }

    @Test(.timeLimit(.minutes(3)))
    func `keeps every signal that it acknowledged, once, and its tail skips none`() async throws {
        let progress = Progress()
        let lines = try await withThrowingTaskGroup(of: [[QueueEvent]].self) { group in
            group.addTask {
                try await killing(progress)
                return []
            }
            for sender in 0..<4 {
                group.addTask {
                    for number in stride(from: sender, to: Self.signals, by: 4) {
                        try await send("signal-\(number)", progress)
                    }
                    return []
                }
            }
            group.addTask { try await tailing(progress) }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        try await judge(answers: await progress.answers, tailed: lines)
    }

    /// Starts the node again and again, and kills it while signals are on their way.
    private func killing(_ progress: Progress) async throws {
        var chance = Chance(seed: 20)
        var port = 0
        var answered = 0
        for round in 0...Self.kills {
            port = try await stage.withNode(port: port) { node in
                await progress.opened(node)
                if round == Self.kills {
                    await progress.waitForAnswers(Self.signals)
                    try await tailWhole(node)
                    await progress.end()
                } else {
                    answered += chance.number(in: 1...9)
                    await progress.waitForAnswers(answered)
                    await progress.closed()
                    node.kill()
                }
                return node.port
            }
        }
    }

    /// Sends a signal until it is acknowledged.
    private func send(_ id: String, _ progress: Progress) async throws {
        while let node = await progress.runningNode() {
            let signal = ["source": "test", "id": id, "kind": "door", "station": "jn-017"]
            guard let (status, answer) = try? await node.post("/v1/signals", signal) else {
                await Task.yield()
                continue
            }
            try #require(status == 201 || status == 200, "\(answer)")
            return await progress.answered(id, with: try #require(answer["alert"] as? String))
        }
    }

    // MARK: The tail

    private var cursorFile: String { "\(stage.folder)/cursor" }

    /// Tails with one cursor file, and kills the tail as often as the node.
    private func tailing(_ progress: Progress) async throws -> [[QueueEvent]] {
        var chance = Chance(seed: 21)
        var runs: [[QueueEvent]] = []
        var kills = 0
        while kills < Self.kills, let node = await progress.runningNode() {
            let wanted = chance.number(in: 1...9)
            let printed = try await tail(node, stopAfter: wanted)
            if printed.count >= wanted { kills += 1 }
            if !printed.isEmpty { runs.append(printed) }
        }
        #expect(kills == Self.kills, "the tail was killed only \(kills) times")
        tailKills.withLock { $0 = kills }
        return runs
    }

    private func tail(_ node: RunningNode, stopAfter count: Int) async throws -> [QueueEvent] {
        let result = try await run(
            .path(FilePath(Stage.program)),
            arguments: [
                "tail", "jn-017", "--cursor-file", cursorFile, "--terminal", "wall-1",
                "--server", node.url, "-o", "json", "--after", "1-0",
            ],
            input: .none,
            output: .sequence,
            error: .discarded
        ) { execution in
            var printed: [QueueEvent] = []
            var isWhole = true
            for try await line in execution.standardOutput.strings() {
                // Only the line that the kill fell into may be cut.
                try #require(isWhole, "a line that is no event came before others")
                if let event = QueueEvent(Data(line.utf8)) {
                    printed.append(event)
                } else {
                    isWhole = false
                }
                if printed.count == count { try? execution.send(signal: .kill) }
            }
            return printed
        }
        return result.closureResult
    }

    /// The last tail reads to the end.
    private func tailWhole(_ node: RunningNode) async throws {
        while tailKills.withLock({ $0 }) < Self.kills { await Task.yield() }
        let last = try await Stage.command([
            "tail", "jn-017", "--cursor-file", cursorFile, "--terminal", "wall-1", "--no-follow",
            "--server", node.url, "-o", "json",
        ])
        #expect(last.status == 0, "\(last.errors)")
        lastRun.withLock {
            $0 = last.output.split(separator: "\n").compactMap { QueueEvent(Data($0.utf8)) }
        }
    }

    private let tailKills = Shared(0)
    private let lastRun = Shared<[QueueEvent]>([])

    // MARK: Judging

    private func judge(answers: [String: String], tailed: [[QueueEvent]]) async throws {
        #expect(answers.count == Self.signals)
        let events = try await stage.withNode { node in
            let page = try await node.get("/v1/queues/jn-017")
            let head = try #require(page.object["entries"] as? Int)
            var events: [QueueEvent] = []
            try await node.follow("jn-017") { event in
                events.append(event)
                return event.sequence == head
            }
            return events
        }
        #expect(events.map(\.sequence) == Array(1...events.count))
        let raised = events.filter { $0.type == "raised" }
        #expect(raised.count == Self.signals)
        for event in raised { #expect(answers[event.signal ?? ""] == event.alert) }

        var next = 1
        for run in tailed + [lastRun.withLock { $0 }] where !run.isEmpty {
            #expect(
                run[0].sequence <= next, "entries \(next) to \(run[0].sequence - 1) were skipped")
            for (event, follower) in zip(run, run.dropFirst()) {
                #expect(follower.sequence == event.sequence + 1)
            }
            for event in run {
                #expect(event == events[event.sequence - 1])
                next = max(next, event.sequence + 1)
            }
        }
        // What the last acknowledgement delivered came after the last line.
        #expect(next > (events.last { $0.type == "raised" }?.sequence ?? 0))

        let check = try await Stage.command(["check"] + stage.options)
        #expect(check.status == 0, "\(check.output)")
    }
}

/// A value that several tasks look at.
private final class Shared<Value: Sendable>: Sendable {
    private let value: Mutex<Value>

    init(_ value: Value) { self.value = Mutex(value) }

    func withLock<Result: Sendable>(_ body: (inout sending Value) -> sending Result) -> Result {
        value.withLock(body)
    }
}

/// Numbers by chance, the same for the same seed.
private struct Chance {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func number(in range: ClosedRange<Int>) -> Int {
        // SplitMix64, by Sebastiano Vigna.
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return range.lowerBound + Int((bits ^ bits >> 31) % UInt64(range.count))
    }
}
