/// What a value may be.
///
/// - Source: JSON Schema 2020-12, which OpenAPI 3.1 uses.
struct Schema: Sendable, Hashable {
    var keywords: [String: JSONValue]

    var json: JSONValue { .object(keywords) }

    /// One of the document's components.
    static func named(_ name: String) -> Schema {
        Schema(keywords: ["$ref": "#/components/schemas/\(name)"])
    }

    // MARK: Texts

    static func text(
        _ description: String,
        pattern: String? = nil,
        format: String? = nil,
        example: String? = nil
    ) -> Schema {
        var schema = Schema(keywords: ["type": "string", "description": .text(description)])
        schema.keywords["pattern"] = pattern.map(JSONValue.text)
        schema.keywords["format"] = format.map(JSONValue.text)
        schema.keywords["examples"] = example.map { [.text($0)] }
        return schema
    }

    /// A text that people write, without control characters.
    ///
    /// - Units: characters, that is Unicode code points.
    static func prose(
        _ description: String,
        _ length: ClosedRange<Int>,
        example: String
    ) -> Schema {
        var schema = text(description, pattern: #"^[^\u0000-\u001F\u007F]*$"#, example: example)
        schema.keywords["minLength"] = .integer(length.lowerBound)
        schema.keywords["maxLength"] = .integer(length.upperBound)
        return schema
    }

    /// Control and format characters, which a terminal could take for an order.
    private static let unread =
        #"\u0000-\u001F\u007F-\u009F\u00AD\u0600-\u0605\u061C\u06DD\u070F\u0890\u0891\u08E2"#
        + #"\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB"#

    /// A name of cameras and zones: something to read, and nothing that is not.
    static func title(_ description: String, example: String) -> Schema {
        let pattern = #"^[^\#(unread)]*[^\s\#(unread)][^\#(unread)]*$"#
        var schema = text(description, pattern: pattern, example: example)
        schema.keywords["maxLength"] = 128
        return schema
    }

    static func time(_ description: String) -> Schema {
        text(description, format: "date-time", example: "2026-11-23T08:15:02.120+08:00")
    }

    /// One word of a closed set.
    static func word(_ description: String, _ words: some Sequence<String>) -> Schema {
        Schema(
            keywords: [
                "type": "string", "description": .text(description), "enum": .words(words),
            ]
        )
    }

    static func word<Word: RawRepresentable & CaseIterable>(
        _ description: String,
        of type: Word.Type
    ) -> Schema where Word.RawValue == String {
        word(description, Word.allCases.map(\.rawValue))
    }

    // MARK: Numbers

    static func count(_ description: String, _ range: ClosedRange<Int>? = nil) -> Schema {
        var schema = Schema(keywords: ["type": "integer", "description": .text(description)])
        schema.keywords["minimum"] = .integer(range?.lowerBound ?? 0)
        schema.keywords["maximum"] = range.map { .integer($0.upperBound) }
        return schema
    }

    static func number(_ description: String, _ range: ClosedRange<Double>? = nil) -> Schema {
        var schema = Schema(keywords: ["type": "number", "description": .text(description)])
        schema.keywords["minimum"] = range.map { .number($0.lowerBound) }
        schema.keywords["maximum"] = range.map { .number($0.upperBound) }
        return schema
    }

    static func flag(_ description: String) -> Schema {
        Schema(keywords: ["type": "boolean", "description": .text(description)])
    }

    // MARK: Lists

    static func list(
        _ description: String,
        of item: Schema,
        _ length: ClosedRange<Int>? = nil
    ) -> Schema {
        var schema = Schema(
            keywords: ["type": "array", "description": .text(description), "items": item.json]
        )
        schema.keywords["minItems"] = length.map { .integer($0.lowerBound) }
        schema.keywords["maxItems"] = length.map { .integer($0.upperBound) }
        return schema
    }

    /// Words of a closed set, with commas between them.
    static func words(_ description: String, of item: Schema) -> Schema {
        var schema = list(description, of: item)
        schema.keywords["minItems"] = 1
        return schema
    }

    /// A place on earth.
    static func position(_ description: String) -> Schema {
        var schema = list(description, of: number("degrees", -180...180), 2...2)
        schema.keywords["examples"] = [[117.021, 36.661]]
        return schema
    }

    /// Places in a picture.
    static func points(_ description: String) -> Schema {
        list(description, of: list("`[x, y]`", of: number("a fraction of the picture"), 2...2))
    }

    // MARK: Choices

    /// Exactly one of several shapes.
    static func one(of shapes: [Schema], _ description: String) -> Schema {
        Schema(
            keywords: ["oneOf": .list(shapes.map(\.json)), "description": .text(description)]
        )
    }

    /// The same, or `null`, which says as much as leaving it out.
    var orNull: Schema {
        guard case .text(let type) = keywords["type"] else {
            return Schema(keywords: ["anyOf": [json, ["type": "null"]]])
        }
        var schema = self
        schema.keywords["type"] = [.text(type), "null"]
        if case .list(let words) = keywords["enum"] {
            schema.keywords["enum"] = .list(words + [nil])
        }
        return schema
    }

    /// The same, with what holds where it is left out.
    func defaulting(to value: JSONValue) -> Schema {
        var schema = self
        schema.keywords["default"] = value
        return schema
    }
}
