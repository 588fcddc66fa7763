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

/// A page of a list, and the cursor of the next one.
struct ListDocument<Item: Encodable>: Encodable {
    var items: [Item]
    var next: String?

    enum CodingKeys: String, CodingKey { case items, next }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(items, forKey: .items)
        try container.encode(next, forKey: .next)
    }
}

extension Request {
    /// The most bytes that a request's body may have.
    static let bodyBound = 65_536

    /// The body's bytes as text.
    func text() async throws -> String {
        do {
            let bytes = try await body.collect(upTo: Self.bodyBound)
            guard let text = String(validating: bytes.readableBytesView, as: UTF8.self) else {
                throw Problem(.badRequest, "the body is not UTF-8", fix: "send JSON in UTF-8")
            }
            return text
        } catch is NIOTooManyBytesError {
            throw Problem(
                .contentTooLarge,
                "the body is longer than \(Self.bodyBound) bytes",
                fix: "send less; pictures and recordings have no place in it"
            )
        }
    }
}
