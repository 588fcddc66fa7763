import Domain
import Foundation
import HTTPTypes

/// A JSON object that comes in a request.
protocol RequestDocument: Decodable {
    /// The fields that it may have.
    associatedtype CodingKeys: CodingKey, CaseIterable
}

extension RequestDocument {
    /// Reads the object, and names the field that is wrong, unknown or given twice.
    static func read(_ text: String) throws -> Self {
        let data = Data(text.utf8)
        guard (try? JSONSerialization.jsonObject(with: data)) is [String: Any] else {
            throw Problem(
                .badRequest,
                "the body is no JSON object",
                fix: "send one object, such as {\"actor\":\"li\"}"
            )
        }
        try check(JSONKeys.outermost(of: text))
        do {
            return try JSONDecoder().decode(Self.self, from: data)
        } catch let error as DecodingError {
            throw Problem(error)
        }
    }

    private static func check(_ keys: [String]) throws {
        let known = CodingKeys.allCases.map(\.stringValue)
        for key in keys {
            guard known.contains(key) else { throw Problem.unknown("field", key, among: known) }
        }
        try JSONKeys.checkOnce(keys)
    }
}

extension Problem {
    fileprivate init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            let field = Self.field(context.codingPath + [key])
            self.init(.badRequest, "'\(field)' is missing", field: field, fix: "add it")
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            let field = Self.field(context.codingPath)
            self.init(
                .badRequest,
                "'\(field)' is of the wrong type",
                field: field,
                fix: "give \(Self.word(for: type))"
            )
        case .dataCorrupted(let context):
            let field = Self.field(context.codingPath)
            self.init(
                .badRequest,
                field.isEmpty ? "a number cannot be read" : "'\(field)' cannot be read",
                field: field.isEmpty ? nil : field,
                fix: "give whole numbers where they are expected, and none beyond all measure"
            )
        @unknown default:
            self.init(.badRequest, "the body cannot be read", fix: "send one JSON object")
        }
    }

    private static func field(_ path: [any CodingKey]) -> String {
        path.map(\.stringValue).joined(separator: ".")
    }

    private static func word(for type: Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Int.Type: "a whole number"
        case is Double.Type: "a number"
        case is any Collection.Type, is [Any].Type: "a list, such as [117.021, 36.661]"
        default: "what the field is for"
        }
    }
}

extension String {
    /// The word's value, where it is one of a closed set.
    func chosen<Word: RawRepresentable & CaseIterable>(
        _ field: String,
        as type: Word.Type = Word.self
    ) throws -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: self) else {
            throw Problem(
                .badRequest,
                "'\(self)' is unknown",
                field: field,
                fix: "one of: \(Word.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        return word
    }

    /// The text, where it has as many characters as it may, and none that is not for reading.
    func checked(_ field: String, _ length: ClosedRange<Int>) throws -> String {
        let count = unicodeScalars.count
        guard length.contains(count) else {
            throw Problem(
                .badRequest,
                "'\(field)' has \(count) characters",
                field: field,
                fix: "give \(length.lowerBound) to \(length.upperBound)"
            )
        }
        guard unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw Problem(
                .badRequest,
                "'\(field)' has control characters",
                field: field,
                fix: "leave them out"
            )
        }
        return self
    }
}

/// How long texts may be.
///
/// - Units: Unicode code points, as JSON Schema counts characters.
enum TextLimits {
    static let name = 1...128
    static let terminal = 1...64
    /// What people write; it is kept with each entry of the alert.
    static let prose = 0...2000
    /// What people write where there is nothing but what they write.
    static let words = 1...2000
    /// The address and program of who looks at a picture.
    static let caller = 256
    /// A parameter of a query.
    static let parameter = 0...1024
}
