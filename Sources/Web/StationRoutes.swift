import Delivery
import Desk
import Domain
import HTTPTypes
import Hummingbird

/// `/v1/stations`: who answers for which place, and who stands behind.
struct StationRoutes {
    let surroundings: Surroundings
    private let chart: Chart
    private let grids: [StationID: GridID]
    private let units: [StationID: [UnitID]]

    init(surroundings: Surroundings) {
        self.surroundings = surroundings
        let city = surroundings.city
        chart = Chart(city)
        grids = Dictionary(city.grids.map { ($0.station, $0.id) }) { first, _ in first }
        units = Dictionary(grouping: city.units.values, by: \.station)
            .mapValues { $0.map(\.id).sorted() }
    }

    var endpoints: [Endpoint] {
        [
            .get("/v1/stations", query: ["limit", "after"]) { request, _ in
                try await list(request)
            },
            .get("/v1/stations/:id") { _, context in try await one(context) },
        ]
    }

    private func document(_ station: Station) async throws -> StationDocument {
        let row = chart.rows[station.id]
        let queue = station.id.queue
        let alerts = try await surroundings.ledger.openAlerts(in: queue)
        let now = surroundings.clock.now().wall
        let last = surroundings.terminals.terminals(of: queue).map(\.lastHeartbeat).max()
        return StationDocument(
            id: station.id,
            name: station.name,
            district: station.district,
            position: station.position.pair,
            grid: grids[station.id],
            queue: queue,
            attended: last.map { now.seconds(since: $0) < Self.silence } ?? false,
            openAlerts: alerts.open,
            waiting: alerts.waiting,
            units: units[station.id] ?? [],
            adjacent: row?.adjacent ?? [],
            dutyOfficer: row?.dutyOfficer,
            policeOffice: row?.office
        )
    }

    /// A station whose terminals were all silent for so long is unattended, as the desk has it.
    ///
    /// - Units: seconds.
    private static let silence = 15.0

    private func list(_ request: Request) async throws -> Response {
        let query = try Query(request)
        let limit = try query.number("limit", in: 1...1000) ?? 100
        let after = query.text("after") ?? ""
        let found = surroundings.city.stations.values.filter { $0.id.rawValue > after }
            .sorted { $0.id < $1.id }
        var items: [StationDocument] = []
        for station in found.prefix(limit) { items.append(try await document(station)) }
        return try Response(
            page: items,
            next: found.count > limit ? items.last?.id.rawValue : nil,
            of: query
        )
    }

    private func one(_ context: WebContext) async throws -> Response {
        let id = StationID(try context.named())
        guard let station = surroundings.city.stations[id] else {
            throw Problem(
                .notFound,
                "there is no station '\(id)'",
                fix: "GET /v1/stations lists them"
            )
        }
        return try Response(json: try await document(station))
    }
}
