import Delivery
import Desk
import Domain
import Hummingbird
import NIOCore

/// A queue's events to one reader: the backlog, `caught-up`, and what comes from then on.
struct EventFeed: Sendable {
    enum Format: Sendable {
        /// Server-sent events.
        case sse
        /// Lines of JSON.
        case ndjson

        /// - Returns: `nil` where the client asks for no stream.
        init?(accept: String) {
            if accept.contains("text/event-stream") {
                self = .sse
            } else if accept.contains("application/x-ndjson") {
                self = .ndjson
            } else {
                return nil
            }
        }

        var contentType: String {
            switch self {
            case .sse: "text/event-stream; charset=utf-8"
            case .ndjson: "application/x-ndjson; charset=utf-8"
            }
        }
    }

    /// How many events are read from the ledger and written at once.
    static let pageSize = 500

    let surroundings: Surroundings
    let queue: QueueID
    let format: Format
    /// Whether to go on after the backlog.
    let follow: Bool
    /// Where to begin, and which events are wanted.
    var page: EventPage
    /// Whether the backlog is over, so that an event's age is how late it comes.
    var isLive = false

    func response() -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: format.contentType, .cacheControl: "no-store",
                .init("X-Accel-Buffering")!: "no",
            ],
            body: ResponseBody { @concurrent writer in
                // The calls begin before the first page is read, so that nothing falls between.
                let calls = surroundings.hub.calls(for: queue)
                var feed = self
                try await feed.run(calls, to: &writer)
                try await writer.finish(nil)
            }
        )
    }

    @concurrent private mutating func run(
        _ calls: AsyncStream<StreamHub.Call>,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        try await drain(to: &writer)
        try await writer.write(control("caught-up"))
        guard follow else { return }
        isLive = true
        for await call in calls {
            let isSilent = try await !drain(to: &writer)
            // By the next sign of life all that was on its way has been written.
            if isSilent, call == .alive, isOver { return }
            if isSilent, call == .alive { try await writer.write(keepAlive) }
        }
    }

    /// Writes all there is, a page at a time.
    ///
    /// - Returns: whether there was anything.
    @discardableResult
    @concurrent private mutating func drain(to writer: inout any ResponseBodyWriter) async throws
        -> Bool
    {
        var wrote = false
        while true {
            let head = try await surroundings.ledger.head(of: queue)
            let events = try await surroundings.ledger.events(in: queue, page)
            if !events.isEmpty {
                try await writer.write(buffer(events))
                if isLive { measure(events) }
                wrote = true
            }
            guard events.count == page.limit, let last = events.last else {
                // What a filter left out need not be looked at again.
                page.after = max(page.after, head, events.last?.number ?? 0)
                return wrote
            }
            page.after = last.number
        }
    }

    private func measure(_ events: [StoredEvent]) {
        let now = surroundings.clock.now().wall
        for event in events {
            guard let at = WallTime(event.at) else { continue }
            surroundings.figures.streamDelay.observe(now.seconds(since: at))
        }
    }

    private func buffer(_ events: [StoredEvent]) -> ByteBuffer {
        let epoch = surroundings.ledger.epoch
        var buffer = ByteBuffer()
        for event in events {
            let json = CloudEvent.json(event, epoch: epoch)
            switch format {
            case .sse:
                buffer.writeString(
                    "id: \(epoch)-\(event.number)\nevent: \(event.type.rawValue)\ndata: \(json)\n\n"
                )
            case .ndjson: buffer.writeString("\(json)\n")
            }
        }
        return buffer
    }

    private func control(_ word: String) -> ByteBuffer {
        let cursor = Cursor(epoch: surroundings.ledger.epoch, number: page.after)
        let json = "{\"control\":\"\(word)\",\"cursor\":\"\(cursor)\"}"
        return switch format {
        case .sse: ByteBuffer(string: "id: \(cursor)\nevent: \(word)\ndata: \(json)\n\n")
        case .ndjson: ByteBuffer(string: "\(json)\n")
        }
    }

    /// Whether nothing that is wanted can come any more.
    private var isOver: Bool { page.until.map { surroundings.clock.now().wall > $0 } ?? false }

    private var keepAlive: ByteBuffer {
        switch format {
        case .sse: ByteBuffer(string: ": alive\n\n")
        case .ndjson: ByteBuffer(string: "\n")
        }
    }
}
