import Delivery
import Desk
import Domain
import Hummingbird

/// `/v1/queues`: how far each has come, and the terminals that read it.
struct QueueRoutes {
    let surroundings: Surroundings

    var endpoints: [Endpoint] {
        [
            .get("/v1/queues", query: ["limit", "after"]) { request, _ in
                try await list(request)
            },
            .get("/v1/queues/:id") { _, context in
                try Response(json: try await document(of: surroundings.station(context)))
            },
            .post("/v1/queues/:id/cursor", repeats: .harmless) { request, context in
                try await acknowledge(surroundings.station(context), request)
            },
            .post("/v1/queues/:id/heartbeat", repeats: .harmless) { request, context in
                try await heartbeat(surroundings.station(context), request)
            },
        ]
    }

    // MARK: Documents

    struct QueueDocument: Encodable {
        var id: QueueID
        var station: StationID
        var name: String
        var head: String
        var entries: Int
        var openAlerts: Int
        /// Open alerts that nobody has been reached by.
        var waiting: Int
        var terminals: [TerminalBook.Terminal]
    }

    private func document(of station: Station) async throws -> QueueDocument {
        let queue = station.id.queue
        let head = try await surroundings.ledger.head(of: queue)
        let (open, waiting) = try await surroundings.ledger.openAlerts(in: queue)
        return QueueDocument(
            id: queue,
            station: station.id,
            name: station.name,
            head: Cursor(epoch: surroundings.ledger.epoch, number: head).description,
            entries: head,
            openAlerts: open,
            waiting: waiting,
            terminals: surroundings.terminals.terminals(of: queue)
        )
    }

    private func list(_ request: Request) async throws -> Response {
        let query = try Query(request)
        let limit = try query.number("limit", in: 1...1000) ?? 100
        let after = query.text("after") ?? ""
        let stations = surroundings.city.stations.values.sorted { $0.id < $1.id }
            .filter { $0.id.rawValue > after }
        var items: [QueueDocument] = []
        for station in stations.prefix(limit) { items.append(try await document(of: station)) }
        return try Response(
            page: items,
            next: stations.count > limit ? items.last?.id.rawValue : nil,
            of: query
        )
    }

    // MARK: Terminals

    struct CursorBody: RequestDocument {
        var terminal: String
        var cursor: String
        /// Where the terminal began to read, with its first acknowledgement: what lies before was
        /// never shown there.
        var after: String?

        enum CodingKeys: String, CodingKey, CaseIterable { case terminal, cursor, after }
    }

    private func acknowledge(_ station: Station, _ request: Request) async throws -> Response {
        let body = try CursorBody.read(try await request.text())
        _ = try body.terminal.checked("terminal", TextLimits.terminal)
        let queue = station.id.queue
        let number = try await surroundings.number(of: body.cursor, in: queue, field: "cursor")
        var after: Int?
        if let text = body.after {
            after = try await surroundings.number(of: text, in: queue, field: "after")
        }
        let reply = try await surroundings.desk.submit(
            .acknowledge(queue: queue, terminal: body.terminal, after: after, through: number),
            key: nil
        )
        let cursor = Cursor(epoch: surroundings.ledger.epoch, number: number)
        surroundings.terminals.heard(
            from: body.terminal,
            of: queue,
            cursor: cursor,
            at: surroundings.clock.now().wall
        )
        guard case .delivered(let count) = reply else {
            throw Problem.otherReply
        }
        return try Response(
            json: Acknowledgement(
                queue: queue,
                terminal: body.terminal,
                cursor: cursor.description,
                delivered: count
            )
        )
    }

    struct Acknowledgement: Encodable {
        var queue: QueueID
        var terminal: String
        var cursor: String?
        var delivered: Int?
    }

    struct HeartbeatBody: RequestDocument {
        var terminal: String

        enum CodingKeys: String, CodingKey, CaseIterable { case terminal }
    }

    private func heartbeat(_ station: Station, _ request: Request) async throws -> Response {
        let body = try HeartbeatBody.read(try await request.text())
        _ = try body.terminal.checked("terminal", TextLimits.terminal)
        let queue = station.id.queue
        surroundings.terminals.heard(
            from: body.terminal,
            of: queue,
            at: surroundings.clock.now().wall
        )
        return try Response(json: Acknowledgement(queue: queue, terminal: body.terminal))
    }
}
