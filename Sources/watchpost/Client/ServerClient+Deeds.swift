import Foundation

extension ServerClient {
    /// How long a deed is sent again after its connection was lost, in seconds.
    private static let patience = 5.0

    /// Sends a deed that must be done once: where the connection is lost before the answer, it is
    /// sent again with the same key.
    ///
    /// - Throws: `ClientError`; a server that was never reached is not waited for.
    func deed(_ path: [String], _ document: some Encodable) async throws -> Posted {
        let key = UUID().uuidString
        var backoff = Backoff()
        var firstLoss: ContinuousClock.Instant?
        while true {
            do {
                return try await post(path, document, key: key)
            } catch let error as ClientError {
                if case .lost = error { firstLoss = firstLoss ?? .now }
                guard let firstLoss, error.isPassing,
                    .now - firstLoss < .seconds(Self.patience)
                else { throw error }
            }
            try await Task.sleep(for: .seconds(backoff.next(jitter: .random(in: 0..<1))))
        }
    }

    /// Reads a document of the API.
    ///
    /// - Throws: `ClientError.strange` where it is none of this kind.
    func decode<D: Decodable>(_ type: D.Type, from document: Data) throws -> D {
        do {
            return try JSONDecoder().decode(type, from: document)
        } catch {
            throw ClientError.strange(
                server: server.description,
                what: "\(Self.place(of: error)) in place of \(type)"
            )
        }
    }

    private static func place(of error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            "no \((context.codingPath + [key]).map(\.stringValue).joined(separator: "."))"
        case DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context):
            "another \(context.codingPath.map(\.stringValue).joined(separator: "."))"
        case DecodingError.dataCorrupted(let context): context.debugDescription
        default: "another document"
        }
    }

    /// The items of a list, page after page, up to a limit.
    func list<Item: Decodable>(
        _ path: [String],
        of type: Item.Type,
        query: [(String, String)],
        limit: Int
    ) async throws -> Listing<Item> {
        var listing = Listing<Item>(items: [], documents: [], hasMore: false)
        var next: String?
        repeat {
            let rest = min(limit - listing.items.count, 500)
            let page = try await get(
                path,
                query: query + [("limit", "\(rest)")] + (next.map { [("after", $0)] } ?? [])
            )
            let items = try decode(Page<Item>.self, from: page)
            listing.items += items.items
            listing.documents += JSONText.items(page)
            next = items.items.isEmpty ? nil : items.next
        } while next != nil && listing.items.count < limit
        listing.hasMore = next != nil || listing.items.count > limit
        listing.items = Array(listing.items.prefix(limit))
        listing.documents = Array(listing.documents.prefix(limit))
        return listing
    }

    private struct Page<Item: Decodable>: Decodable {
        var items: [Item]
        var next: String?
    }

    /// A list's beginning, read and as it was received.
    struct Listing<Item> {
        var items: [Item]
        /// The items' JSON, one line each.
        var documents: [String]
        var hasMore: Bool
    }
}
