import Delivery
import Desk
import Domain
import Hummingbird

/// `/v1/queues`: how far each has come, and the terminals that read it.
struct QueueRoutes {
    let surroundings: Surroundings

    var endpoints: [Endpoint] {
        [
            .get("/v1/queues", query: ["kind", "limit", "after"]) { request, _ in
                try await list(request)
            },
            .get("/v1/queues/:id") { _, context in
                try Response(json: try await document(of: surroundings.queue(context)))
            },
            .post("/v1/queues/:id/cursor", repeats: .harmless) { request, context in
                try await acknowledge(surroundings.queue(context), request)
            },
            .post("/v1/queues/:id/heartbeat", repeats: .harmless) { request, context in
                try await heartbeat(surroundings.queue(context), request)
            },
        ]
    }

    // MARK: Documents

    struct QueueDocument: Encodable {
        var id: QueueID
        var kind: QueueDirectory.Kind
        var station: StationID?
        var name: String
        var head: String
        var entries: Int
        /// Open alerts that stand in it.
        var openAlerts: Int
        /// Those of them that nobody has been reached by.
        var waiting: Int
        var terminals: [TerminalBook.Terminal]
    }

    private func document(of owner: QueueDirectory.Owner) async throws -> QueueDocument {
        let head = try await surroundings.ledger.head(of: owner.queue)
        let alerts = try await surroundings.ledger.openAlerts(in: owner.queue)
        return QueueDocument(
            id: owner.queue,
            kind: owner.kind,
            station: owner.station,
            name: owner.name,
            head: Cursor(epoch: surroundings.ledger.epoch, number: head).description,
            entries: head,
            openAlerts: alerts.open,
            waiting: alerts.waiting,
            terminals: surroundings.terminals.terminals(of: owner.queue)
        )
    }

    private func list(_ request: Request) async throws -> Response {
        let query = try Query(request)
        let limit = try query.number("limit", in: 1...1000) ?? 100
        let after = query.text("after") ?? ""
        let kinds = try query.words(
            "kind",
            among: Dictionary(
                uniqueKeysWithValues: QueueDirectory.Kind.allCases.map { ($0.rawValue, $0) }
            )
        )
        let owners = surroundings.queues.owners.filter {
            $0.queue.rawValue > after && (kinds.isEmpty || kinds.contains($0.kind))
        }
        var items: [QueueDocument] = []
        for owner in owners.prefix(limit) { items.append(try await document(of: owner)) }
        return try Response(
            page: items,
            next: owners.count > limit ? items.last?.id.rawValue : nil,
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

    private func acknowledge(
        _ owner: QueueDirectory.Owner,
        _ request: Request
    ) async throws -> Response {
        let body = try CursorBody.read(try await request.text())
        _ = try body.terminal.checked("terminal", TextLimits.terminal)
        let queue = owner.queue
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

    private func heartbeat(
        _ owner: QueueDirectory.Owner,
        _ request: Request
    ) async throws -> Response {
        let body = try HeartbeatBody.read(try await request.text())
        _ = try body.terminal.checked("terminal", TextLimits.terminal)
        let queue = owner.queue
        surroundings.terminals.heard(
            from: body.terminal,
            of: queue,
            at: surroundings.clock.now().wall
        )
        let reply = try await surroundings.desk.submit(
            .heartbeat(queue: queue, terminal: body.terminal),
            key: nil
        )
        guard case .heard = reply else { throw Problem.otherReply }
        return try Response(json: Acknowledgement(queue: queue, terminal: body.terminal))
    }
}
