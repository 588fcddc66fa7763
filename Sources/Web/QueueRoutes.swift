import Delivery
import Desk
import Domain
import HTTPTypes
import Hummingbird

/// `/v1/queues`: streams, cursors and terminals.
struct QueueRoutes {
    let surroundings: Surroundings

    func add(to router: Router<BasicRequestContext>) {
        router.get("/v1/queues") { request, _ in try await list(request) }
        router.get("/v1/queues/:id") { _, context in
            try Response(json: try await document(of: station(context)))
        }
        router.get("/v1/queues/:id/alerts") { request, context in
            try await events(of: station(context), request)
        }
        router.get("/v1/stations/:id/alerts") { request, context in
            try await events(of: station(context), request)
        }
        router.post("/v1/queues/:id/cursor") { request, context in
            try await acknowledge(station(context), request)
        }
        router.post("/v1/queues/:id/heartbeat") { request, context in
            try await heartbeat(station(context), request)
        }
    }

    /// The station whose queue the path names.
    private func station(_ context: BasicRequestContext) throws -> Station {
        let id = try context.parameters.require("id")
        guard let station = surroundings.city.stations[StationID(id)] else {
            throw Problem(
                .notFound,
                "there is no queue '\(id)'",
                field: "id",
                fix: "GET /v1/queues lists them; a station's queue bears the station's id"
            )
        }
        return station
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
        let query = Query(request: request)
        let limit = try query.number("limit", in: 1...1000) ?? 100
        let after = query.text("after") ?? ""
        let stations = surroundings.city.stations.values.sorted { $0.id < $1.id }
            .filter { $0.id.rawValue > after }
        var items: [QueueDocument] = []
        for station in stations.prefix(limit) { items.append(try await document(of: station)) }
        return try Response(
            json: ListDocument(
                items: items,
                next: stations.count > limit ? items.last?.id.rawValue : nil
            )
        )
    }

    // MARK: Events

    private func events(of station: Station, _ request: Request) async throws -> Response {
        let query = Query(request: request)
        let accept = request.headers[.accept] ?? ""
        let isSSE = accept.contains("text/event-stream")
        let isNDJSON = accept.contains("application/x-ndjson")
        let queue = station.id.queue
        var page = EventPage(
            after: try await start(of: queue, query, lastEventID: request.headers[.lastEventID]),
            limit: isSSE || isNDJSON ? 500 : try query.number("limit", in: 1...1000) ?? 100,
            until: try query.time("until", now: surroundings.clock.now().wall),
            types: try query.words("type", among: Self.types),
            priorities: try query.words("priority", among: Self.priorities)
        )
        if isSSE || isNDJSON {
            let feed = EventFeed(
                surroundings: surroundings,
                queue: queue,
                format: isSSE ? .sse : .ndjson,
                follow: try query.flag("follow") ?? isSSE,
                page: page
            )
            return feed.response(to: request)
        }
        // One more than asked for tells whether there is a next page.
        page.limit += 1
        let epoch = surroundings.ledger.epoch
        let events = try await surroundings.ledger.events(in: queue, page)
        let shown = events.prefix(page.limit - 1)
        let next = events.count == page.limit ? "\"\(epoch)-\(shown.last!.number)\"" : "null"
        let items = shown.map { CloudEvent.json($0, epoch: epoch) }.joined(separator: ",")
        return Response(text: "{\"items\":[\(items)],\"next\":\(next)}", type: "application/json")
    }

    /// After which number the reader wants to begin.
    private func start(of queue: QueueID, _ query: Query, lastEventID: String?) async throws -> Int
    {
        let ledger = surroundings.ledger
        if let text = lastEventID ?? query.text("after") {
            return try await number(of: text, in: queue, field: "after")
        }
        if let since = try query.time("since", now: surroundings.clock.now().wall) {
            return try await ledger.position(in: queue, before: since)
        }
        if let tail = try query.number("tail", in: 0...1_000_000) {
            return max(0, try await ledger.head(of: queue) - tail)
        }
        return 0
    }

    /// The number of a cursor into this queue's present history.
    private func number(of text: String, in queue: QueueID, field: String) async throws -> Int {
        guard let cursor = Cursor(text) else {
            throw Problem(
                .badRequest,
                "'\(text)' is no cursor",
                field: field,
                fix: "give a cursor as events bear it, such as 1-42"
            )
        }
        let ledger = surroundings.ledger
        guard cursor.epoch == ledger.epoch else {
            throw Problem(
                .gone,
                "cursor \(cursor) points into a history that is no longer kept",
                field: field,
                fix: "go on from \(ledger.epoch)-0",
                members: ["oldest": "\(ledger.epoch)-0"]
            )
        }
        let head = try await ledger.head(of: queue)
        guard cursor.number <= head else {
            throw Problem(
                .badRequest,
                "cursor \(cursor) lies beyond the end of queue \(queue)",
                field: field,
                fix: "the newest is \(ledger.epoch)-\(head)"
            )
        }
        return cursor.number
    }

    private static let types = Dictionary(
        uniqueKeysWithValues: EntryType.allCases.flatMap {
            [($0.rawValue, $0), ("watchpost.alert.\($0.rawValue).v1", $0)]
        }
    )

    private static let priorities = Dictionary(
        uniqueKeysWithValues: Priority.allCases.map { ("\($0.rawValue)", $0) }
    )

    // MARK: Terminals

    struct CursorBody: Decodable {
        var terminal: String
        var cursor: String
        /// Where the terminal began to read, with its first acknowledgement: what lies before was
        /// never shown there.
        var after: String?
    }

    private func acknowledge(_ station: Station, _ request: Request) async throws -> Response {
        let body = try CursorBody.read(try await request.text())
        try Self.check(terminal: body.terminal)
        let queue = station.id.queue
        let number = try await number(of: body.cursor, in: queue, field: "cursor")
        var after: Int?
        if let text = body.after {
            after = try await self.number(of: text, in: queue, field: "after")
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
            throw Problem(.internalServerError, "the desk answered something else")
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

    struct HeartbeatBody: Decodable {
        var terminal: String
    }

    private func heartbeat(_ station: Station, _ request: Request) async throws -> Response {
        let body = try HeartbeatBody.read(try await request.text())
        try Self.check(terminal: body.terminal)
        let queue = station.id.queue
        surroundings.terminals.heard(
            from: body.terminal,
            of: queue,
            at: surroundings.clock.now().wall
        )
        return try Response(json: Acknowledgement(queue: queue, terminal: body.terminal))
    }

    private static func check(terminal: String) throws {
        guard (1...64).contains(terminal.count) else {
            throw Problem(
                .badRequest,
                "a terminal's name has 1 to 64 characters",
                field: "terminal"
            )
        }
    }
}

extension HTTPField.Name {
    static let lastEventID = HTTPField.Name("Last-Event-ID")!
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
}
