import Delivery
import Domain
import Hummingbird

/// `/v1/stations`, and what a supervisor asks of the node itself.
struct CityRoutes {
    let surroundings: Surroundings

    var endpoints: [Endpoint] {
        [
            .get("/v1/stations", query: ["limit", "after"]) { request, _ in try stations(request) },
            .get("/v1/stations/:id") { _, context in try station(context) },
            .get("/healthz") { _, _ in try Response(json: ["status": "alive"]) },
            .get("/readyz") { _, _ in try await readiness() },
            .get("/metrics", gives: ["text/plain"]) { _, _ in
                Response(
                    text: await surroundings.metrics().text,
                    type: "text/plain; version=0.0.4; charset=utf-8"
                )
            },
        ]
    }

    // MARK: Stations

    struct StationDocument: Encodable {
        var id: StationID
        var name: String
        var district: String
        /// `[longitude, latitude]`
        var position: [Double]
        var grid: GridID?
        var queue: QueueID

        init(_ station: Station, of city: City) {
            id = station.id
            name = station.name
            district = station.district
            position = [station.position.longitude, station.position.latitude]
            grid = city.grid(of: station.id)?.id
            queue = station.id.queue
        }
    }

    private func stations(_ request: Request) throws -> Response {
        let query = try Query(request)
        let limit = try query.number("limit", in: 1...1000) ?? 100
        let after = query.text("after") ?? ""
        let found = surroundings.city.stations.values.filter { $0.id.rawValue > after }
            .sorted { $0.id < $1.id }
        return try Response(
            page: found.prefix(limit).map { StationDocument($0, of: surroundings.city) },
            next: found.count > limit ? found[limit - 1].id.rawValue : nil,
            of: query
        )
    }

    private func station(_ context: WebContext) throws -> Response {
        let id = StationID(try context.named())
        guard let station = surroundings.city.stations[id] else {
            throw Problem(
                .notFound,
                "there is no station '\(id)'",
                fix: "GET /v1/stations lists them"
            )
        }
        return try Response(json: StationDocument(station, of: surroundings.city))
    }

    // MARK: The node

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
