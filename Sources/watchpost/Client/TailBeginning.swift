import Delivery

/// Finds the cursor after which a tail begins, so that even a connection that breaks before the
/// first line is taken up exactly there.
struct TailBeginning {
    let client: ServerClient
    let queue: String

    func resolve(_ start: TailStart, note: (String) async -> Void) async throws -> Cursor {
        let path = ["v1", "queues", queue]
        let document = try await client.decode(QueueDocument.self, from: client.get(path))
        switch start {
        case .end:
            await note(
                "starting at the end of \(queue), \(document.head); "
                    + "open alerts before it: \(document.openAlerts)"
            )
            return document.head
        case .last(let count): return document.head.back(count)
        case .since(let time): return try await first(since: time) ?? document.head
        case .after(let cursor): return cursor
        }
    }

    /// The place before the first entry since a time.
    private func first(since time: String) async throws -> Cursor? {
        let page = try await client.get(
            ["v1", "queues", queue, "alerts"],
            query: [("since", time), ("limit", "1")]
        )
        return try client.decode(Page.self, from: page).items.first?.cursor.back(1)
    }

    private struct Page: Decodable {
        var items: [Item]

        struct Item: Decodable { var cursor: Cursor }
    }

    private struct QueueDocument: Decodable {
        var head: Cursor
        var openAlerts: Int
    }
}
