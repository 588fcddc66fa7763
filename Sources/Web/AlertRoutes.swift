import Delivery
import Desk
import Domain
import HTTPTypes
import Hummingbird
import NIOCore

/// `/v1/alerts` and `/v1/signals`: what is to be answered, and the answers.
struct AlertRoutes {
    let surroundings: Surroundings

    func add(to router: Router<BasicRequestContext>) {
        router.get("/v1/alerts") { request, _ in try await list(request) }
        router.get("/v1/alerts/:id") { _, context in
            try Response(json: try await record(context).alert)
        }
        router.get("/v1/alerts/:id/history") { _, context in
            try await history(of: record(context).alert.id)
        }
        router.get("/v1/alerts/:id/snapshot.jpg") { request, context in
            try await snapshot(of: record(context).alert.id, request, context)
        }
        router.post("/v1/alerts/:id/accept") { request, context in
            try await act(request, context) { _ in .accept }
        }
        router.post("/v1/alerts/:id/close") { request, context in
            try await act(request, context) { try $0.closing() }
        }
        router.post("/v1/signals") { request, _ in try await signal(request) }
    }

    private func alertID(_ context: BasicRequestContext) throws -> AlertID {
        AlertID(try context.parameters.require("id"))
    }

    private func record(_ context: BasicRequestContext) async throws -> AlertRecord {
        let id = try alertID(context)
        guard let record = try await surroundings.ledger.alert(id) else {
            throw Problem(.refused(.unknownAlert(id)))
        }
        return record
    }

    // MARK: Looking

    private func list(_ request: Request) async throws -> Response {
        let query = Query(request: request)
        let limit = try query.number("limit", in: 1...1000) ?? 100
        let states = try query.words(
            "state",
            among: Dictionary(uniqueKeysWithValues: AlertState.allCases.map { ($0.rawValue, $0) })
        )
        guard states.count < 2 else {
            throw Problem(.badRequest, "one state at a time", field: "state")
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
            throw Problem(.badRequest, "there is no alert \(before)", field: "after")
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
            json: ListDocument(
                items: shown,
                next: records.count > limit ? shown.last?.id.rawValue : nil
            )
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
        _ context: BasicRequestContext
    ) async throws -> Response {
        try await surroundings.ledger.record(
            LookUp(
                at: surroundings.clock.now().wall,
                what: request.uri.path,
                caller: request.headers[.userAgent] ?? ""
            )
        )
        guard let picture = await surroundings.snapshot(alert) else {
            throw Problem(
                .notFound,
                "there is no picture of alert \(alert)",
                fix:
                    "an alert from a signal has none; a camera's comes within a second of the raise"
            )
        }
        return Response(
            status: .ok,
            headers: [.contentType: "image/jpeg", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: picture))
        )
    }

    // MARK: Acting

    /// What an action's request says.
    struct ActionBody: Decodable {
        var actor: String
        var expect: AlertState?
        var note: String?
        var disposition: Disposition?
        var cause: FalseAlarmCause?

        func closing() throws -> AlertAction.Verb {
            guard let disposition else {
                throw Problem(
                    .badRequest,
                    "closing needs a disposition",
                    field: "disposition",
                    fix: "one of: \(Disposition.allCases.map(\.rawValue).joined(separator: ", "))"
                )
            }
            guard (disposition == .falseAlarm) == (cause != nil) else {
                let causes = FalseAlarmCause.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem(
                    .badRequest,
                    cause == nil ? "a false alarm needs a cause" : "only a false alarm has a cause",
                    field: "cause",
                    fix: cause == nil ? "one of: \(causes)" : "leave it out"
                )
            }
            return .close(disposition, cause: cause)
        }
    }

    private func act(
        _ request: Request,
        _ context: BasicRequestContext,
        verb: (ActionBody) throws -> AlertAction.Verb
    ) async throws -> Response {
        let id = try alertID(context)
        let text = try await request.text()
        let body = try ActionBody.read(text)
        guard (1...128).contains(body.actor.count) else {
            throw Problem(.badRequest, "an actor's name has 1 to 128 characters", field: "actor")
        }
        let action = AlertAction(
            verb: try verb(body),
            actor: body.actor,
            expect: body.expect,
            note: body.note
        )
        let reply = try await surroundings.desk.submit(
            .act(action, on: id),
            key: try key(of: request, asking: text)
        )
        guard case .alert(let record, _) = reply else {
            throw Problem(.internalServerError, "the desk answered something else")
        }
        return try Response(json: record.alert)
    }

    /// The request's idempotency key, where it bears one.
    private func key(of request: Request, asking body: String) throws -> RequestKey? {
        guard let key = request.headers[.idempotencyKey] else { return nil }
        guard (1...128).contains(key.count) else {
            throw Problem(
                .badRequest,
                "a key has 1 to 128 characters",
                field: "Idempotency-Key",
                fix: "a UUID does well"
            )
        }
        return RequestKey(key: key, request: "\(request.method) \(request.uri.path)\n\(body)")
    }

    // MARK: Signals

    struct SignalBody: Decodable {
        var source: String
        var id: String
        var kind: String
        var priority: Int?
        var station: String?
        /// `[longitude, latitude]`
        var position: [Double]?
        var text: String?
    }

    private func signal(_ request: Request) async throws -> Response {
        let text = try await request.text()
        let body = try SignalBody.read(text)
        for (field, value) in [("source", body.source), ("id", body.id), ("kind", body.kind)]
        where !(1...128).contains(value.count) {
            throw Problem(.badRequest, "'\(field)' has 1 to 128 characters", field: field)
        }
        let priority = try body.priority.map { number in
            guard let priority = Priority(rawValue: number) else {
                throw Problem(
                    .badRequest,
                    "\(number) is no priority",
                    field: "priority",
                    fix: "1 (highest) to 4"
                )
            }
            return priority
        }
        let (station, grid) = try place(of: body)
        let signal = Signal(
            reference: Alert.SignalReference(source: body.source, id: body.id),
            kind: AlertKind(body.kind),
            priority: priority,
            station: station,
            grid: grid,
            text: body.text
        )
        let reply = try await surroundings.desk.submit(
            .signal(signal),
            key: try key(of: request, asking: text)
        )
        guard case .alert(let record, let created) = reply else {
            throw Problem(.internalServerError, "the desk answered something else")
        }
        return try Response(
            json: ["alert": record.alert.id],
            status: created ? .created : .ok
        )
    }

    private func place(of body: SignalBody) throws -> (StationID, GridID) {
        let city = surroundings.city
        if let name = body.station {
            let id = StationID(name)
            guard city.stations[id] != nil, let grid = city.grid(of: id) else {
                throw Problem(
                    .badRequest,
                    "there is no station '\(name)'",
                    field: "station",
                    fix: "GET /v1/stations lists them"
                )
            }
            return (id, grid.id)
        }
        guard let position = body.position else {
            throw Problem(
                .badRequest,
                "a signal names its place",
                field: "station",
                fix: "give a station's id, or a position as [longitude, latitude]"
            )
        }
        guard position.count == 2,
            let grid = city.grid(
                at: GeoPoint(longitude: position[0], latitude: position[1])
            )
        else {
            throw Problem(
                .badRequest,
                "\(position) lies in no grid of \(city.name)",
                field: "position",
                fix: "give [longitude, latitude] in WGS-84 degrees, or a station's id"
            )
        }
        return (grid.station, grid.id)
    }
}
