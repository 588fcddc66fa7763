import Foundation
import Subprocess
import Testing

/// The response policy of a node, from its file to its alerts.
struct `A policy that is saved while a node runs` {
    private let stage: Stage
    private let socket: NotifySocket

    init() throws {
        stage = try Stage()
        socket = try NotifySocket("\(stage.folder)/n")
    }

    @Test(.timeLimit(.minutes(2)))
    func `counts for alerts that are raised after it, and for none before`() async throws {
        try await run { node in
            let first = try await raise("1", at: node)
            let before = try await node.get("/v1/alerts/\(first)").object
            #expect(before["policy"] as? String == "test")

            try await save(
                """
                version: "second"
                priorities: { panic-button: 3 }
                deadlines:
                  P5: { delivered: 2, accept: 4, dispatch: 9, warn: 15, onscene: 30, contained: 30 }
                """,
                node
            )
            let second = try await node.get("/v1/alerts/\(raise("2", at: node))").object
            #expect(second["policy"] as? String == "second")
            #expect(second["priority"] as? Int == 3)
            #expect(try seconds(to: "accept", of: second) == 4)

            let after = try await node.get("/v1/alerts/\(first)").object
            #expect(after["policy"] as? String == "test")
            #expect(after["priority"] as? Int == 1)
            #expect(try seconds(to: "accept", of: after) == 45)
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `is not taken up where it is wrong, nor by half`() async throws {
        let said = try await run { node in
            try await save("version: \"second\"\njoin: 7\nreading: by-luck\n", node)
            let alert = try await node.get("/v1/alerts/\(raise("1", at: node))").object
            #expect(alert["policy"] as? String == "test")
        }
        #expect(said.contains("response.yaml:3: 'reading' is 'by-luck'"))
    }

    @Test(.timeLimit(.minutes(2)))
    func `gets a version of its own where it kept the last one's`() async throws {
        let said = try await run { node in
            try await save("version: \"test\"\njoin: 7\n", node)
            let alert = try await node.get("/v1/alerts/\(raise("1", at: node))").object
            #expect(alert["policy"] as? String == "test+2")
        }
        #expect(said.contains("its version is 'test' as before"))
    }

    /// - Returns: all that the node has said.
    @discardableResult
    private func run(_ body: (RunningNode) async throws -> Void) async throws -> String {
        let log = try await stage.withNode(
            environment: ["NOTIFY_SOCKET": .init(stringLiteral: socket.path)]
        ) { node in
            #expect(await socket.next("READY=1") != nil)
            try await body(node)
            return node.log
        }
        return try String(contentsOfFile: log, encoding: .utf8)
    }

    /// Writes the policy, has the node read it, and waits until it has.
    private func save(_ policy: String, _ node: RunningNode) async throws {
        let path = "\(stage.folder)/config/response.yaml"
        try policy.write(toFile: path, atomically: true, encoding: .utf8)
        node.send(.terminalClosed)
        #expect(await socket.next("RELOADING=1") != nil)
        #expect(await socket.next("READY=1") != nil)
    }

    /// - Returns: the alert of a panic button.
    private func raise(_ id: String, at node: RunningNode) async throws -> String {
        let (status, object) = try await node.post(
            "/v1/signals",
            ["source": "gate", "id": id, "kind": "panic-button", "station": "jn-017"]
        )
        #expect(status == 201)
        return try #require(object["alert"] as? String)
    }

    private func seconds(to step: String, of alert: [String: Any]) throws -> Double {
        let deadlines = try #require(alert["deadlines"] as? [String: String])
        let raised = try #require((alert["raisedAt"] as? String).flatMap(Date.init(rfc3339:)))
        let due = try #require(deadlines[step].flatMap(Date.init(rfc3339:)))
        return (due.timeIntervalSince(raised) * 1000).rounded() / 1000
    }
}
