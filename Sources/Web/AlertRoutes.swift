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
            .get("/v1/alerts", query: Self.filters + ["limit", "after"]) { request, _ in
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

    private static let filters = ["queue", "state", "open", "exercise", "incident"]

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
        let page = AlertPage(
            queue: try query.text("queue").map(queue),
            state: states.first,
            open: try query.flag("open"),
            exercise: try query.flag("exercise"),
            before: try await before(query),
            limit: limit + 1
        )
        let records =
            if let incident = query.text("incident") {
                try await alerts(page, of: IncidentID(incident))
            } else {
                try await surroundings.ledger.alerts(page)
            }
        let shown = records.prefix(limit).map(\.alert)
        return try Response(
            page: shown,
            next: records.count > limit ? shown.last?.id.rawValue : nil,
            of: query
        )
    }

    private func queue(_ name: String) throws -> QueueID {
        guard let owner = surroundings.queues[QueueID(name)] else {
            throw Problem(
                .badRequest,
                "there is no queue '\(name)'",
                field: "queue",
                fix: "GET /v1/queues lists them"
            )
        }
        return owner.queue
    }

    private func before(_ query: Query) async throws -> AlertID? {
        guard let before = query.text("after").map({ AlertID($0) }) else { return nil }
        guard try await surroundings.ledger.alert(before) != nil else {
            throw Problem(
                .badRequest,
                "there is no alert \(before)",
                field: "after",
                fix: "give the 'next' of the page before"
            )
        }
        return before
    }

    /// A page of the alerts of an incident, newest first.
    private func alerts(
        _ page: AlertPage,
        of incident: IncidentID
    ) async throws -> [AlertRecord] {
        let records = try await surroundings.ledger.alerts(of: incident)
        guard !records.isEmpty else {
            throw Problem(
                .badRequest,
                "there is no incident \(incident)",
                field: "incident",
                fix: "GET /v1/incidents lists them"
            )
        }
        let older = records.prefix { $0.alert.id != page.before }
        let wanted = older.reversed().filter { record in
            (page.queue.map { record.rolls.contains($0) } ?? true)
                && (page.state.map { record.alert.state == $0 } ?? true)
                && (page.open.map { record.isOpen == $0 } ?? true)
                && (page.exercise.map { record.alert.exercise == $0 } ?? true)
        }
        return Array(wanted.prefix(page.limit))
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
