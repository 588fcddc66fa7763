import Delivery
import Desk
import Domain
import HTTPTypes
import Hummingbird

/// `/v1/alerts`: what is to be answered.
struct AlertRoutes {
    let surroundings: Surroundings

    var endpoints: [Endpoint] {
        [
            .get("/v1/alerts", query: ["queue", "state", "open", "limit", "after"]) { request, _ in
                try await list(request)
            },
            .get("/v1/alerts/:id") { _, context in
                try Response(json: try await record(context).alert)
            },
            .get("/v1/alerts/:id/history") { _, context in
                try await history(of: record(context).alert.id)
            },
            .get("/v1/alerts/:id/snapshot.jpg", gives: ["image/jpeg"]) { request, context in
                try await snapshot(of: record(context).alert.id, request, context)
            },
        ]
    }

    private func record(_ context: WebContext) async throws -> AlertRecord {
        let id = AlertID(try context.named())
        guard let record = try await surroundings.ledger.alert(id) else {
            throw Problem(.refused(.unknownAlert(id)))
        }
        return record
    }

    // MARK: Looking

    private func list(_ request: Request) async throws -> Response {
        let query = try Query(request)
        let limit = try query.number("limit", in: 1...1000) ?? 100
        let states = try query.words(
            "state",
            among: Dictionary(uniqueKeysWithValues: AlertState.allCases.map { ($0.rawValue, $0) })
        )
        guard states.count < 2 else {
            throw Problem(
                .badRequest,
                "one state at a time",
                field: "state",
                fix: "leave it out for all, or say open=true"
            )
        }
        let queue = query.text("queue")
        if let queue, surroundings.city.stations[StationID(queue)] == nil {
            throw Problem(
                .badRequest,
                "there is no queue '\(queue)'",
                field: "queue",
                fix: "GET /v1/queues lists them"
            )
        }
        let before = query.text("after").map { AlertID($0) }
        if let before, try await surroundings.ledger.alert(before) == nil {
            throw Problem(
                .badRequest,
                "there is no alert \(before)",
                field: "after",
                fix: "give the 'next' of the page before"
            )
        }
        let records = try await surroundings.ledger.alerts(
            AlertPage(
                queue: queue.map { QueueID($0) },
                state: states.first,
                open: try query.flag("open"),
                before: before,
                limit: limit + 1
            )
        )
        let shown = records.prefix(limit).map(\.alert)
        return try Response(
            page: shown,
            next: records.count > limit ? shown.last?.id.rawValue : nil,
            of: query
        )
    }

    private func history(of alert: AlertID) async throws -> Response {
        let events = try await surroundings.ledger.history(of: alert)
        let items = events.map { CloudEvent.json($0, epoch: surroundings.ledger.epoch) }
            .joined(separator: ",")
        return Response(text: "{\"items\":[\(items)],\"next\":null}", type: "application/json")
    }

    private func snapshot(
        of alert: AlertID,
        _ request: Request,
        _ context: WebContext
    ) async throws -> Response {
        try await surroundings.record(
            lookAt: "/v1/alerts/\(alert)/snapshot.jpg", request, context)
        guard let picture = await surroundings.snapshot(alert) else {
            throw Problem(
                .notFound,
                "there is no picture of alert \(alert)",
                fix:
                    "an alert from a signal has none; a camera's comes within a second of the raise"
            )
        }
        return try Response(picture: picture, asked: request)
    }
}
