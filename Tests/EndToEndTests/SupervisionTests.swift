import Foundation
import Subprocess
import Testing

/// What systemd hears of a node, and what it can tell it.
@Suite(.serialized) struct `A supervised node` {
    @Test(.timeLimit(.minutes(2)), arguments: [false, true])
    func `says when it is ready, that it lives, that it reads its settings, that it ends`(
        isAbstract: Bool
    ) async throws {
        let stage = try Stage()
        let name = "\(isAbstract ? "@" : "")\(stage.folder)/n"
        let socket = try NotifySocket(name)
        try await stage.withNode(
            environment: ["NOTIFY_SOCKET": .init(stringLiteral: name), "WATCHDOG_USEC": "400000"]
        ) { node in
            #expect(
                await socket.next() == "READY=1\nSTATUS=taking requests at \(node.url)"
            )
            for _ in 0..<3 { #expect(await socket.next() == "WATCHDOG=1") }
            node.send(.terminalClosed)
            let reloading = try #require(await socket.next("RELOADING=1"))
            #expect(reloading.contains("\nMONOTONIC_USEC="))
            #expect(await socket.next("READY=1") != nil)
            node.send(.terminate)
            #expect(await socket.next("STOPPING=1") != nil)
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `logs by the settings that are saved while it runs`() async throws {
        let stage = try Stage()
        let socket = try NotifySocket("\(stage.folder)/n")
        let settings = "\(stage.folder)/config/watchpost.yaml"
        func save(_ log: String) throws {
            try "log: \(log)\n".write(toFile: settings, atomically: true, encoding: .utf8)
        }
        try await stage.withNode(environment: [
            "NOTIFY_SOCKET": .init(stringLiteral: socket.path)
        ]) { node in
            try save("{ level: debug, format: json }")
            node.send(.terminalClosed)
            _ = await socket.next("RELOADING=1")
            #expect(await socket.next("READY=1") != nil)
            try save("{ level: lowd }")
            node.send(.terminalClosed)
            _ = await socket.next("RELOADING=1")
            #expect(await socket.next("READY=1") != nil)
            node.send(.terminate)
            #expect(await socket.next("STOPPING=1") != nil)
        }
        // The node has ended, so that all it had to say is written.
        let log = try #require(
            FileManager.default.contentsOfDirectory(atPath: stage.folder)
                .first { $0.hasSuffix(".log") }
        )
        let lines = try String(contentsOfFile: "\(stage.folder)/\(log)", encoding: .utf8)
            .split(separator: "\n")
        let objects = lines.compactMap {
            try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
        let events = objects.compactMap { $0["event"] as? String }
        #expect(events.contains("configuration.applied"))
        let refused = try #require(
            objects.first { $0["event"] as? String == "configuration.refused" }
        )
        #expect((refused["message"] as? String)?.contains("'level' is 'lowd'") == true)
        #expect(lines.contains { $0.contains(" notice the node takes requests at http") })
    }
}
