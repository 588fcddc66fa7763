import CameraSimulator
import Foundation
import Testing

/// A camera that comes, goes and comes back, as its station is told.
@Suite(.serialized)
struct `A station, of its camera` {
    /// A simulated camera at an address of its own, or at one it had before.
    private func camera(port: Int = 0) async throws -> (CameraServer, port: Int) {
        let server = CameraServer(
            CameraServer.Settings(
                port: port,
                scene: StreetScene.Settings(seed: 3, width: 160, height: 90, loopSeconds: 10),
                bitRate: 100_000
            ),
            clock: TestClock(),
            random: { UInt64.random(in: .min ... .max) }
        )
        let urls = try await server.start()
        return (server, try #require(URL(string: urls[0])?.port))
    }

    @Test(.timeLimit(.minutes(3)))
    func `hears that it is there, that it is lost and that it is back, each once`() async throws {
        let (first, port) = try await camera()
        let stage = try Stage(
            cameras: """
                cameras:
                  - { id: gate, name: 东门, url: "rtsp://127.0.0.1:\(port)/cam0", station: jn-017 }

                """
        )
        let lost = try await stage.withNode { node in
            let (_, lost) = try await events(of: node, until: "camera.offline") {
                // Only what was seen can be lost.
                if $0.type == "camera.online" { await first.stop() }
            }
            let status = try await node.get("/v1/cameras/gate").object["status"] as? [String: Any]
            #expect(status?["state"] as? String == "offline")
            node.kill()
            return lost
        }
        #expect(lost.camera == "gate")
        #expect(lost.reason?.isEmpty == false)
        let (all, restored) = try await stage.withNode { node in
            let (second, _) = try await camera(port: port)
            let told = try await events(of: node, until: "camera.restored") { _ in }
            await second.stop()
            return told
        }
        let told = all.filter { $0.type.hasPrefix("camera.") }
        #expect(told.map(\.type) == ["camera.online", "camera.offline", "camera.restored"])
        #expect(told.map(\.id) == (1...3).map { "cameras/gate/\($0)" })
        #expect(all.map(\.sequence) == Array(1...all.count))
        #expect(restored.reason == lost.reason)
        let check = try await Stage.command(["check"] + stage.options)
        #expect(check.status == 0, "\(check.output)\(check.errors)")
    }

    /// All events of the station's queue up to the first of a type.
    private func events(
        of node: RunningNode,
        until type: String,
        _ seen: (QueueEvent) async throws -> Void
    ) async throws -> ([QueueEvent], last: QueueEvent) {
        var events: [QueueEvent] = []
        try await node.follow("jn-017") { event in
            events.append(event)
            try await seen(event)
            return event.type == type
        }
        return (events, try #require(events.last))
    }
}
