import Delivery
import Desk
import Domain
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// A queue's events to one reader: the backlog, `caught-up`, and what comes from then on.
struct EventFeed: Sendable {
    enum Format: String, Sendable, CaseIterable {
        /// Server-sent events.
        case sse = "text/event-stream"
        /// Lines of JSON.
        case ndjson = "application/x-ndjson"

        var contentType: String { "\(rawValue); charset=utf-8" }
    }

    let surroundings: Surroundings
    let queue: QueueID
    let format: Format
    /// Whether to go on after the backlog.
    let follow: Bool
    /// Where to begin, and which events are wanted.
    var page: EventPage
    /// Whether the backlog is over, so that an event's age is how late it comes.
    var isLive = false

    /// The stream, which begins to be called before its first page is read, so that nothing falls
    /// between.
    ///
    /// - Throws: `Problem` where too many streams are open.
    func response(on channel: any Channel, _ logger: Logger) throws -> Response {
        guard let reader = surroundings.hub.open(queue) else { throw Problem.tooManyStreams }
        return Response(
            status: .ok,
            headers: [
                .contentType: format.contentType, .cacheControl: "no-store",
                .init("X-Accel-Buffering")!: "no",
            ],
            body: ResponseBody { @concurrent writer in
                let began = ConnectionGuard.StreamBegan(reader: reader, follows: follow)
                channel.triggerUserOutboundEvent(began, promise: nil)
                defer { say(why: reader.ended, logger) }
                var feed = self
                try await feed.run(reader, to: &writer)
                try await writer.finish(nil)
            }
        )
    }

    @concurrent private mutating func run(
        _ reader: StreamReader,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        while try await writePage(to: &writer) == page.limit {
            if reader.ended != nil { return }
        }
        try await writer.write(control("caught-up"))
        guard follow else { return reader.end(.done) }
        isLive = true
        while let call = await reader.next() {
            var wrote = false
            if call.contains(.more) { wrote = try await catchUp(reader, to: &writer) }
            guard call.contains(.alive), !wrote, reader.ended == nil else { continue }
            // By the next sign of life all that was on its way has been written.
            if isOver { return reader.end(.done) }
            try await writer.write(ByteBuffer(string: format == .sse ? ": alive\n\n" : "\n"))
        }
    }

    /// Writes what is new, unless there is too much of it: then the reader is told to begin anew.
    ///
    /// - Returns: whether there was anything.
    @concurrent private mutating func catchUp(
        _ reader: StreamReader,
        to writer: inout any ResponseBodyWriter
    ) async throws -> Bool {
        var wrote = false
        while reader.ended == nil {
            let count = try await writePage(to: &writer)
            wrote = wrote || count > 0
            guard count == page.limit else { break }
            let head = try await surroundings.ledger.head(of: queue)
            guard head - page.after > surroundings.limits.behind else { continue }
            try await writer.write(control("gap"))
            reader.end(.gap)
        }
        return wrote
    }

    /// Writes the next page of what there is.
    ///
    /// - Returns: how many events it had.
    @concurrent private mutating func writePage(
        to writer: inout any ResponseBodyWriter
    ) async throws -> Int {
        let head = page.isFiltered ? try await surroundings.ledger.head(of: queue) : 0
        let events = try await surroundings.ledger.events(in: queue, page)
        if !events.isEmpty {
            try await writer.write(buffer(events))
            if isLive { measure(events) }
        }
        let last = events.last?.number ?? page.after
        // What a filter left out need not be looked at again.
        page.after = events.count == page.limit ? last : max(last, head)
        return events.count
    }

    /// Says where a reader was let go of that could do better.
    private func say(why end: StreamReader.End?, _ logger: Logger) {
        let limits = surroundings.limits
        let reason: String
        switch end {
        case .stalled: reason = "it took nothing for \(limits.stall) s"
        case .gap: reason = "it was more than \(limits.behind) entries behind"
        case .done, .gone, nil: return
        }
        logger.event(
            .readerClosed,
            .warning,
            "a reader of queue \(queue) was let go of: \(reason); it can go on by its cursor",
            [.queue: "\(queue)", .reason: "\(reason)"]
        )
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
        var bytes: [UInt8] = []
        bytes.reserveCapacity(events.count * 1536)
        for event in events {
            if format == .sse {
                let head = "id: \(epoch)-\(event.number)\nevent: \(event.type.word)\ndata: "
                bytes.append(contentsOf: head.utf8)
            }
            CloudEvent.write(event, epoch: epoch, to: &bytes)
            bytes.append(contentsOf: (format == .sse ? "\n\n" : "\n").utf8)
        }
        return ByteBuffer(bytes: bytes)
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
}

extension Problem {
    fileprivate static let tooManyStreams = Problem(
        .serviceUnavailable,
        "too many streams are open",
        fix: "close some, or try again in a moment",
        headers: [.retryAfter: "5"]
    )
}
