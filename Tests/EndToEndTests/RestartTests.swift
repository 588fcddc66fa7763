import Assembly
import Cameras
import Domain
import Foundation
import Logging
import Testing

/// A node that is killed in the middle of a ladder, and the next one on its data.
@Suite(.timeLimit(.minutes(3))) struct `A ladder across a kill` {
    /// The machine's clock, so much later.
    private struct LaterClock: CityClock {
        let seconds: Double

        func now() -> Stamp { TestClock().now().advanced(bySeconds: seconds) }
    }

    private struct Told: Equatable {
        let type: String
        let stage: String
        let late: Double?
    }

    private let stage: Stage

    init() throws { stage = try Stage() }

    @Test func `fires what is overdue after 70 s once, late, in order`() async throws {
        let alert = try await stage.withNode { node in
            let signal = [
                "source": "t", "id": "1", "kind": "panic-button", "station": "jn-017",
                "placeClass": "P1",
            ]
            let (status, answer) = try await node.post("/v1/signals", signal)
            #expect(status == 201)
            node.kill()
            return try #require(answer["alert"] as? String)
        }
        for _ in 1...2 {
            let told = try await withLaterNode { try await stages(of: alert, at: $0) }
            #expect(
                told.map { "\($0.type) \($0.stage)" } == [
                    "warned standby", "fired neighbours", "breached delivered",
                    "breached accepted", "warned warning", "breached dispatched",
                    "fired district", "breached onscene",
                ]
            )
            // Nobody read the station's queue, so that the neighbours were told at once.
            #expect(told.prefix(2).allSatisfy { $0.late == nil })
            for (stage, after) in zip(told.suffix(5), [15.0, 30, 30, 60, 60]) {
                let late = try #require(stage.late)
                #expect(late >= 70 - after, "\(stage)")
            }
        }
        let check = try await Stage.command(["check"] + stage.options)
        #expect(check.status == 0, "\(check.output)")
    }

    /// Runs the rooms themselves on the stage's data, by a clock 70 s on.
    private func withLaterNode<Value: Sendable>(
        _ body: (RunningNode) async throws -> Value
    ) async throws -> Value {
        let folders = Folders(
            config: "\(stage.folder)/config/watchpost.yaml", isConfigNamed: true,
            cameras: "\(stage.folder)/cameras", seeds: "\(Stage.repository)/seeds"
        )
        let (configuration, mistakes) = ConfigurationReader.load(folders, environment: [:])
        let settings = NodeSettings(
            configuration: try #require(configuration, "\(mistakes)"),
            folders: folders,
            environment: [:],
            data: "\(stage.folder)/data",
            host: "127.0.0.1",
            port: 0,
            clock: LaterClock(seconds: 70),
            random: { UInt64.random(in: .min ... .max) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let (opened, opening) = AsyncStream.makeStream(of: OpenNode.self)
        let running = Task {
            defer { opening.finish() }
            try await Node(settings) { opening.yield($0) }.run()
        }
        guard let node = await opened.first(where: { _ in true }) else {
            try await running.value
            throw Stage.Failure(description: "the node ended at once")
        }
        let value: Value
        do {
            value = try await body(RunningNode(url: node.url, log: "") { _ in })
        } catch {
            running.cancel()
            throw error
        }
        running.cancel()
        do { try await running.value } catch is CancellationError {}
        return value
    }

    private func stages(of alert: String, at node: RunningNode) async throws -> [Told] {
        // Units are the desk's to tell: by then it has started.
        #expect(try await node.get("/v1/units?limit=1").status == 200)
        let history = try await node.get("/v1/alerts/\(alert)/history").object
        let items = try #require(history["items"] as? [[String: Any]])
        return items.compactMap { item in
            guard let type = item["type"] as? String, let data = item["data"] as? [String: Any],
                type.hasPrefix("watchpost.stage."), let stage = data["stage"] as? String
            else { return nil }
            let word = type.split(separator: ".").dropLast().last.map(String.init) ?? type
            return Told(type: word, stage: stage, late: data["late"] as? Double)
        }
    }
}
