import Delivery
import Desk
import Domain
import HTTPTypes
import Hummingbird

/// `/v1/queues/{id}/alerts`: a queue's events, as a page or as a stream.
struct EventRoutes {
    let surroundings: Surroundings

    var endpoints: [Endpoint] {
        [
            .get("/v1/queues/:id/alerts", query: Self.parameters, gives: Self.kinds) {
                try await events(in: surroundings.queue($1).queue, $0, $1)
            },
            .get("/v1/stations/:id/alerts", query: Self.parameters, gives: Self.kinds) {
                try await events(in: surroundings.stationQueue($1).queue, $0, $1)
            },
        ]
    }

    private static let parameters = [
        "after", "since", "tail", "until", "type", "priority", "limit", "follow",
    ]
    private static let kinds =
        ["application/json"] + EventFeed.Format.allCases.map(\.rawValue)

    private func events(
        in queue: QueueID,
        _ request: Request,
        _ context: WebContext
    ) async throws -> Response {
        let query = try Query(request)
        var page = EventPage(
            after: 0,
            limit: try query.number("limit", in: 1...1000) ?? 100,
            until: try query.time("until", now: surroundings.clock.now().wall),
            types: try query.words("type", among: Self.types).reduce([]) { $0.union($1) },
            priorities: try query.words("priority", among: Self.priorities)
        )
        let follow = try query.flag("follow")
        page.after = try await start(of: queue, query, request.headers[.lastEventID], page)
        let streams = EventFeed.Format.allCases.map(\.rawValue)
        let kind = Accept(request.headers)
            .choice(among: streams + ["application/json"], usual: "application/json")
        guard let format = kind.flatMap(EventFeed.Format.init) else {
            return try await self.page(page, of: queue, query)
        }
        page.limit = surroundings.limits.page
        return try EventFeed(
            surroundings: surroundings,
            queue: queue,
            format: format,
            follow: follow ?? (format == .sse),
            page: page
        ).response(on: context.channel, context.logger)
    }

    private func page(
        _ page: EventPage,
        of queue: QueueID,
        _ query: Query
    ) async throws -> Response {
        var wanted = page
        // One more than asked for tells whether there is a next page.
        wanted.limit += 1
        let epoch = surroundings.ledger.epoch
        let events = try await surroundings.ledger.events(in: queue, wanted)
        let shown = events.prefix(page.limit)
        let last = events.count > page.limit ? shown.last : nil
        let next = last.map { "\(Cursor(epoch: epoch, number: $0.number))" }
        let items = shown.map { CloudEvent.json($0, epoch: epoch) }.joined(separator: ",")
        var response = Response(
            text: "{\"items\":[\(items)],\"next\":\(next.map { "\"\($0)\"" } ?? "null")}",
            type: "application/json"
        )
        if let next { response.headers[.link] = query.link(next: next) }
        return response
    }

    /// After which number the reader wants to begin: the latest of the places that it gives.
    ///
    /// A browser that connects again asks for the same address and adds `Last-Event-ID`, which
    /// therefore stands in place of all others.
    private func start(
        of queue: QueueID,
        _ query: Query,
        _ lastEventID: String?,
        _ page: EventPage
    ) async throws -> Int {
        let ledger = surroundings.ledger
        var start = 0
        if let text = query.text("after") {
            start = try await surroundings.number(of: text, in: queue, field: "after")
        }
        if let since = try query.time("since", now: surroundings.clock.now().wall) {
            start = max(start, try await ledger.position(in: queue, before: since))
        }
        if let tail = try query.number("tail", in: 0...1_000_000) {
            start = max(start, try await ledger.position(in: queue, beforeLast: tail, of: page))
        }
        if let text = lastEventID {
            start = try await surroundings.number(of: text, in: queue, field: "Last-Event-ID")
        }
        return start
    }

    /// By the types in full, and by their last words, of which some end several types.
    private static let types = Dictionary(
        EntryType.allCases.flatMap { [($0.word, Set([$0])), ($0.eventType, Set([$0]))] },
        uniquingKeysWith: { $0.union($1) }
    )

    private static let priorities = Dictionary(
        uniqueKeysWithValues: Priority.allCases.map { ("\($0.rawValue)", $0) }
    )
}

extension Surroundings {
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
}
