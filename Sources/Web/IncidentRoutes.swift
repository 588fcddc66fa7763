import Desk
import Domain
import HTTPTypes
import Hummingbird

/// `/v1/incidents`: alerts that are one matter.
struct IncidentRoutes {
    let surroundings: Surroundings

    var endpoints: [Endpoint] {
        [
            .get("/v1/incidents", query: ["station", "open", "limit", "after"]) { request, _ in
                try await list(request)
            },
            .get("/v1/incidents/:id") { _, context in try await one(context) },
        ]
    }

    private func list(_ request: Request) async throws -> Response {
        let query = try Query(request)
        let limit = try query.number("limit", in: 1...1000) ?? 100
        let before = query.text("after").map { IncidentID($0) }
        if let before, try await surroundings.ledger.alerts(of: before).isEmpty {
            throw Problem(
                .badRequest,
                "there is no incident \(before)",
                field: "after",
                fix: "give the 'next' of the page before"
            )
        }
        let records = try await surroundings.ledger.incidents(
            IncidentPage(
                station: try query.text("station").map {
                    try surroundings.city.station($0, "station").id
                },
                open: try query.flag("open"),
                before: before,
                limit: limit + 1
            )
        )
        let shown = records.prefix(limit)
        return try Response(
            page: Array(shown),
            next: records.count > limit ? shown.last?.incident.rawValue : nil,
            of: query
        )
    }

    /// An incident with its alerts.
    struct IncidentDocument: Encodable {
        var record: IncidentRecord
        /// In the order in which they were raised.
        var items: [Alert]

        enum CodingKeys: String, CodingKey { case items }

        func encode(to encoder: any Encoder) throws {
            try record.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(items, forKey: .items)
        }
    }

    private func one(_ context: WebContext) async throws -> Response {
        let id = IncidentID(try context.named())
        let records = try await surroundings.ledger.alerts(of: id)
        guard let record = IncidentRecord(id, of: records) else {
            throw Problem(.unknownIncident(id))
        }
        return try Response(json: IncidentDocument(record: record, items: records.map(\.alert)))
    }
}

extension IncidentRecord {
    /// What an incident's alerts say of it.
    ///
    /// - Parameter records: in the order in which they were raised.
    /// - Returns: `nil` where there are none.
    init?(_ id: IncidentID, of records: [AlertRecord]) {
        guard let first = records.first?.alert, let last = records.last?.alert else { return nil }
        var cameras: [CameraID] = []
        var units: [UnitID] = []
        for alert in records.map(\.alert) {
            if let camera = alert.camera?.id, !cameras.contains(camera) { cameras.append(camera) }
            for unit in alert.units ?? [] where !units.contains(unit) { units.append(unit) }
        }
        self.init(
            incident: id,
            station: first.station,
            grid: first.grid,
            exercise: first.exercise,
            openedAt: first.raisedAt,
            lastAlertAt: last.raisedAt,
            alerts: records.count,
            open: records.count { $0.isOpen },
            priority: records.map(\.alert.priority).min() ?? first.priority,
            storm: records.contains { $0.alert.storm == true },
            cameras: cameras,
            units: units
        )
    }
}
