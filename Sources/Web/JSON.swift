import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// A JSON document.
    init(json document: some Encodable, status: HTTPResponse.Status = .ok) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self.init(
            status: status,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encoder.encode(document)))
        )
    }

    init(text: String, type: String, status: HTTPResponse.Status = .ok) {
        self.init(
            status: status,
            headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}

extension Response {
    /// A page of a list, and the cursor of the next one.
    init(page items: [some Encodable], next: String?, of query: Query) throws {
        try self.init(json: ListDocument(items: items, next: next))
        if let next { headers[.link] = query.link(next: next) }
    }
}

/// - Shape: `{"items":[…],"next":"…"}`; `next` is `null` on the last page.
private struct ListDocument<Item: Encodable>: Encodable {
    var items: [Item]
    var next: String?

    enum CodingKeys: String, CodingKey { case items, next }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(items, forKey: .items)
        try container.encode(next, forKey: .next)
    }
}

extension HTTPField.Name {
    static let link = HTTPField.Name("Link")!
}

extension Request {
    /// The body's bytes as text.
    func text() async throws -> String {
        do {
            let bytes = try await body.collect(upTo: WebLimits.body)
            guard let text = String(validating: bytes.readableBytesView, as: UTF8.self) else {
                throw Problem(.badRequest, "the body is not UTF-8", fix: "send JSON in UTF-8")
            }
            return text
        } catch is NIOTooManyBytesError {
            throw Problem(
                .contentTooLarge,
                "the body is longer than \(WebLimits.body) bytes",
                fix: "send less; pictures and recordings have no place in it"
            )
        }
    }
}
