import Delivery
import Desk
import Domain
import Hummingbird

/// What a supervisor asks of the node itself.
struct NodeRoutes {
    let surroundings: Surroundings

    var endpoints: [Endpoint] {
        [
            .get("/healthz") { _, _ in try Response(json: ["status": "alive"]) },
            .get("/readyz") { _, _ in try await readiness() },
            .get("/metrics", gives: ["text/plain"]) { _, _ in
                Response(
                    text: await surroundings.metrics().text,
                    type: "text/plain; version=0.0.4; charset=utf-8"
                )
            },
            .get("/v1/ledger/head") { _, _ in
                try Response(json: try await surroundings.ledger.chainHead())
            },
        ]
    }

    struct Readiness: Encodable {
        var status: String
        var ailments: [String]
    }

    private func readiness() async throws -> Response {
        let ailments = await surroundings.ailments()
        return try Response(
            json: Readiness(status: ailments.isEmpty ? "ready" : "not ready", ailments: ailments),
            status: ailments.isEmpty ? .ok : .serviceUnavailable
        )
    }
}
