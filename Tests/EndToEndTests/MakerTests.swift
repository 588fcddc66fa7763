import CameraSimulator
import Testing

/// Cameras of every maker and with every quirk, in one node.
struct `Cameras of many makers` {
    private static let behaviours =
        Maker.all.map { (id: $0.name, maker: $0) }
        + Quirk.allCases.map { (id: "quirk-\($0.rawValue)", maker: Maker.watchpost.with($0)) }

    @Test(.timeLimit(.minutes(3)))
    func `are all online in one node, and their station is told of each once`() async throws {
        var servers: [CameraServer] = []
        var lines = ["cameras:"]
        for (id, maker) in Self.behaviours {
            let server = Self.server(maker)
            let url = try await server.start()[0]
            servers.append(server)
            lines.append("  - { id: \(id), name: \(id), url: \"\(url)\", station: jn-017 }")
        }
        let ids = Self.behaviours.map(\.id)
        let stage = try Stage(cameras: lines.joined(separator: "\n") + "\n")
        try await stage.withNode { node in
            var told: [String] = []
            try await node.follow("jn-017") { event in
                guard event.type.hasPrefix("camera.") else { return false }
                #expect(event.type == "camera.online", "\(event)")
                told.append(event.camera ?? "")
                return told.count == ids.count
            }
            #expect(told.sorted() == ids.sorted())
            let cameras = try await node.get("/v1/cameras?limit=100").object
            for camera in cameras["items"] as? [[String: Any]] ?? [] {
                let status = camera["status"] as? [String: Any]
                let (width, height) = (status?["width"] as? Int, status?["height"] as? Int)
                #expect(width == 160 && height == 96, "\(camera)")
                #expect(status?["codec"] as? String == "h264", "\(camera)")
            }
        }
        for server in servers { await server.stop() }
    }

    private static func server(_ maker: Maker) -> CameraServer {
        var settings = CameraServer.Settings(
            scene: StreetScene.Settings(width: 160, height: 96, rate: 6, loopSeconds: 4),
            bitRate: 100_000
        )
        settings.maker = maker
        return CameraServer(
            settings,
            clock: TestClock(),
            random: { UInt64.random(in: .min ... .max) }
        )
    }
}
