import AsyncHTTPClient
import CameraSimulator
import Foundation
import NIOCore
import NIOHTTP1

extension CameraServer {
    /// One small camera on a street where something moves soon.
    static var street: CameraServer {
        CameraServer(
            CameraServer.Settings(
                cameras: 1,
                scene: StreetScene.Settings(seed: 5, width: 320, height: 180, loopSeconds: 45),
                bitRate: 200_000
            ),
            clock: TestClock(),
            random: { UInt64.random(in: .min ... .max) },
            truth: { _ in }
        )
    }
}

extension String {
    /// The camera file of a `street`.
    static func street(at url: String) -> String {
        "cameras:\n  - { id: street, name: Street, url: \"\(url)\", position: [117.021, 36.661] }\n"
    }
}

extension RunningNode {
    /// The first alert of the street's station, when its picture is on disk.
    func firstAlert() async throws -> String {
        var alert = ""
        try await follow("jn-017") { event in
            alert = event.alert
            return event.type == "raised"
        }
        // The picture comes within a second of the raise.
        while try await lacksPicture(of: alert) {}
        return alert
    }

    private func lacksPicture(of alert: String) async throws -> Bool {
        let response = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: "\(url)/v1/alerts/\(alert)/snapshot.jpg"),
            timeout: .seconds(10)
        )
        _ = try await response.body.collect(upTo: 1 << 22)
        return response.status != .ok
    }
}
