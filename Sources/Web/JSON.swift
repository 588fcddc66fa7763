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
            return String(buffer: try await body.collect(upTo: Self.bodyBound))
        } catch is NIOTooManyBytesError {
            throw Problem(.contentTooLarge, "the body is longer than \(Self.bodyBound) bytes")
        }
    }
}

extension String {
    /// The text, where it has as many characters as it may, and none that is not for reading.
    func checked(_ field: String, _ length: ClosedRange<Int>) throws -> String {
        guard length.contains(count) else {
            throw Problem(
                .badRequest,
                "'\(field)' has \(count) characters",
                field: field,
                fix: "give \(length.lowerBound) to \(length.upperBound)"
            )
        }
        guard unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw Problem(.badRequest, "'\(field)' has control characters", field: field)
        }
        return self
    }
}

/// How long texts may be, in characters.
enum TextLimits {
    static let name = 1...128
    static let terminal = 1...64
    /// What people write; it is kept with each entry of the alert.
    static let prose = 0...2000
    static let userAgent = 256
}

extension Decodable {
    /// Reads a JSON object, and names the field that is wrong.
    static func read(_ text: String) throws -> Self {
        do {
            return try JSONDecoder().decode(Self.self, from: Data(text.utf8))
        } catch let error as DecodingError {
            throw Problem(error)
        }
    }
}

extension Problem {
    init(_ error: DecodingError) {
        let detail: String
        let path: [any CodingKey]
        switch error {
        case .keyNotFound(let key, let context):
            path = context.codingPath + [key]
            detail = "'\(key.stringValue)' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            path = context.codingPath
            detail = context.debugDescription
        case .dataCorrupted(let context):
            path = context.codingPath
            detail = path.isEmpty ? "the body is no JSON object" : context.debugDescription
        @unknown default:
            path = []
            detail = "\(error)"
        }
        let field = path.map(\.stringValue).joined(separator: ".")
        self.init(.badRequest, detail, field: field.isEmpty ? nil : field)
    }
}
