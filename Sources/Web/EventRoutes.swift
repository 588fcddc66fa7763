import Delivery
import Desk
import Domain
import HTTPTypes
import Hummingbird

/// `/v1/queues/{id}/alerts`: a queue's events, as a page or as a stream.
struct EventRoutes {
    let surroundings: Surroundings

    func add(to router: Router<BasicRequestContext>) {
        for path: RouterPath in ["/v1/queues/:id/alerts", "/v1/stations/:id/alerts"] {
            router.get(path) { request, context in
                try await events(of: surroundings.station(context), request)
            }
        }
    }

    private func events(of station: Station, _ request: Request) async throws -> Response {
        let query = Query(request: request)
        let queue = station.id.queue
        var page = EventPage(
            after: 0,
            limit: try query.number("limit", in: 1...1000) ?? 100,
            until: try query.time("until", now: surroundings.clock.now().wall),
            types: try query.words("type", among: Self.types),
            priorities: try query.words("priority", among: Self.priorities)
        )
        page.after = try await start(of: queue, query, request.headers[.lastEventID], page)
        guard let format = EventFeed.Format(accept: request.headers[.accept] ?? "") else {
            return try await self.page(page, of: queue)
        }
        page.limit = EventFeed.pageSize
        return EventFeed(
            surroundings: surroundings,
            queue: queue,
            format: format,
            follow: try query.flag("follow") ?? (format == .sse),
            page: page
        ).response()
    }

    private func page(_ page: EventPage, of queue: QueueID) async throws -> Response {
        var wanted = page
        // One more than asked for tells whether there is a next page.
        wanted.limit += 1
        let epoch = surroundings.ledger.epoch
        let events = try await surroundings.ledger.events(in: queue, wanted)
        let shown = events.prefix(page.limit)
        let next =
            events.count > page.limit
            ? shown.last.map { "\"\(Cursor(epoch: epoch, number: $0.number))\"" } : nil
        let items = shown.map { CloudEvent.json($0, epoch: epoch) }.joined(separator: ",")
        return Response(
            text: "{\"items\":[\(items)],\"next\":\(next ?? "null")}",
            type: "application/json"
        )
    }

    /// After which number the reader wants to begin.
    private func start(
        of queue: QueueID,
        _ query: Query,
        _ lastEventID: String?,
        _ page: EventPage
    ) async throws -> Int {
        let ledger = surroundings.ledger
        if let text = lastEventID {
            return try await surroundings.number(of: text, in: queue, field: "Last-Event-ID")
        }
        if let text = query.text("after") {
            return try await surroundings.number(of: text, in: queue, field: "after")
        }
        if let since = try query.time("since", now: surroundings.clock.now().wall) {
            return try await ledger.position(in: queue, before: since)
        }
        if let tail = try query.number("tail", in: 0...1_000_000) {
            return try await ledger.position(in: queue, beforeLast: tail, of: page)
        }
        return 0
    }

    private static let types = Dictionary(
        uniqueKeysWithValues: EntryType.allCases.flatMap {
            [($0.rawValue, $0), ("watchpost.alert.\($0.rawValue).v1", $0)]
        }
    )

    private static let priorities = Dictionary(
        uniqueKeysWithValues: Priority.allCases.map { ("\($0.rawValue)", $0) }
    )
}

extension Surroundings {
    /// The station whose queue a path names.
    func station(_ context: BasicRequestContext) throws -> Station {
        let id = try context.parameters.require("id")
        guard let station = city.stations[StationID(id)] else {
            throw Problem(
                .notFound,
                "there is no queue '\(id)'",
                field: "id",
                fix: "GET /v1/queues lists them; a station's queue bears the station's id"
            )
        }
        return station
    }

    /// The number of a cursor into a queue's present history.
    func number(of text: String, in queue: QueueID, field: String) async throws -> Int {
        guard let cursor = Cursor(text) else {
            throw Problem(
                .badRequest,
                "'\(text)' is no cursor",
                field: field,
                fix: "give a cursor as events bear it, such as 1-42"
            )
        }
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
}

extension HTTPField.Name {
    static let lastEventID = HTTPField.Name("Last-Event-ID")!
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
}
