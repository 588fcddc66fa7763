import Delivery
import Desk
import Domain
import HTTPTypes
import Hummingbird

/// `/v1/drills`: exercises.
struct DrillRoutes {
    let surroundings: Surroundings

    var endpoints: [Endpoint] {
        [
            .get("/v1/drills", query: ["limit", "after"]) { request, _ in try await list(request) },
            .get("/v1/drills/:id") { _, context in
                try Response(json: DrillDocument(try await drill(DrillID(try context.named()))))
            },
            .post("/v1/drills", repeats: .known) { request, _ in try await start(request) },
            .delete("/v1/drills/:id", query: ["actor"], gives: ["application/json"]) {
                try await stop($0, $1)
            },
        ]
    }

    // MARK: Looking

    private func drills(_ request: DeskRequest, key: RequestKey? = nil) async throws -> [Drill] {
        guard case .drills(let drills) = try await surroundings.desk.submit(request, key: key)
        else { throw Problem.otherReply }
        return drills
    }

    private func drill(_ id: DrillID) async throws -> Drill {
        guard let drill = try await drills(.drills).first(where: { $0.id == id }) else {
            throw Problem(.unknownDrill(id))
        }
        return drill
    }

    private func list(_ request: Request) async throws -> Response {
        let query = try Query(request)
        let limit = try query.number("limit", in: 1...1000) ?? 100
        var drills = try await drills(.drills)
        if let after = query.text("after") {
            let last = try await surroundings.drill(DrillID(after), "after").id
            drills.removeAll { $0.id >= last }
        }
        return try Response(
            page: drills.prefix(limit).map { DrillDocument($0) },
            next: drills.count > limit ? drills[limit - 1].id.rawValue : nil,
            of: query
        )
    }

    // MARK: Starting

    struct DrillBody: RequestDocument {
        var name: String
        var station: String
        var actor: String
        var kind: String?
        var priority: Int?
        var placeClass: String?
        var text: String?
        var alerts: Int?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case name, station, actor, kind, priority, placeClass, text, alerts
        }
    }

    /// A drill that has begun.
    struct StartedDocument: Encodable {
        var drill: DrillDocument
        /// The alerts that it began with.
        var raised: [AlertID]

        enum CodingKeys: String, CodingKey { case raised }

        func encode(to encoder: any Encoder) throws {
            try drill.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(raised, forKey: .raised)
        }
    }

    private func start(_ request: Request) async throws -> Response {
        let text = try await request.text()
        let body = try DrillBody.read(text)
        let count = body.alerts ?? 1
        guard (1...50).contains(count) else {
            throw Problem(
                .badRequest,
                "\(count) is no number of alerts for a drill",
                field: "alerts",
                fix: "give 1 to 50; more can be sent as signals that name the drill"
            )
        }
        var signal = try signal(body)
        let begun = try await drills(
            .startDrill(
                name: try body.name.checked("name", TextLimits.name),
                station: signal.station,
                by: try body.actor.checked("actor", TextLimits.name)
            ),
            key: try RequestKey(request, asking: text)
        )
        guard let id = begun.first?.id else { throw Problem.otherReply }
        var raised: [AlertID] = []
        for number in 1...count {
            // The drill and the number name the signal: whoever asks again raises what is missing.
            signal.drill = id
            signal.reference = Alert.SignalReference(source: Drill.source, id: "\(id)/\(number)")
            let reply = try await surroundings.desk.submit(.signal(signal), key: nil)
            guard case .alert(let record, _) = reply else { throw Problem.otherReply }
            raised.append(record.alert.id)
        }
        let document = StartedDocument(drill: DrillDocument(try await drill(id)), raised: raised)
        var response = try Response(json: document, status: .created)
        response.headers[.location] = "/v1/drills/\(id)"
        return response
    }

    /// What each alert of a drill is.
    private func signal(_ body: DrillBody) throws -> Signal {
        let (station, grid) = try surroundings.city.ground(of: body.station)
        return Signal(
            reference: Alert.SignalReference(source: Drill.source, id: ""),
            kind: AlertKind(try body.kind?.checked("kind", TextLimits.name) ?? "drill"),
            priority: try body.priority.map { try Priority($0, "priority") },
            station: station,
            grid: grid,
            placeClass: try body.placeClass?.chosen("placeClass") ?? .p5,
            text: try body.text?.checked("text", TextLimits.prose) ?? body.name
        )
    }

    // MARK: Stopping

    private func stop(_ request: Request, _ context: WebContext) async throws -> Response {
        let id = DrillID(try context.named())
        guard let actor = try Query(request).text("actor") else {
            throw Problem(
                .badRequest,
                "'actor' is missing",
                field: "actor",
                fix: "say who stops it: DELETE /v1/drills/\(id)?actor=li.wei"
            )
        }
        let name = try actor.checked("actor", TextLimits.name)
        guard let drill = try await drills(.stopDrill(id, by: name)).first(where: { $0.id == id })
        else { throw Problem.otherReply }
        return try Response(json: DrillDocument(drill))
    }
}

extension Surroundings {
    /// The drill that a field or parameter names.
    func drill(_ id: DrillID, _ field: String) async throws -> Drill {
        guard case .drills(let drills) = try await desk.submit(.drills, key: nil) else {
            throw Problem.otherReply
        }
        guard let drill = drills.first(where: { $0.id == id }) else {
            throw Problem(
                .badRequest,
                "there is no drill \(id)",
                field: field,
                fix: "GET /v1/drills lists them"
            )
        }
        return drill
    }
}
