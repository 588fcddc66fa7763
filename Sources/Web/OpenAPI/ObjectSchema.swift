/// A member of an object.
struct Field: Sendable {
    var name: String
    var schema: Schema
    var isRequired: Bool

    /// A member that is always there.
    static func always(_ name: String, _ schema: Schema) -> Field {
        Field(name: name, schema: schema, isRequired: true)
    }

    /// A member that may be absent.
    static func maybe(_ name: String, _ schema: Schema) -> Field {
        Field(name: name, schema: schema, isRequired: false)
    }

    /// A member of a request that may be absent or `null`.
    static func optional(_ name: String, _ schema: Schema) -> Field {
        Field(name: name, schema: schema.orNull, isRequired: false)
    }
}

extension Schema {
    /// An object of an answer: members may be added to it with time.
    static func object(_ description: String, _ fields: [Field]) -> Schema {
        var schema = Schema(
            keywords: [
                "type": "object", "description": .text(description),
                "properties": .object(
                    Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.schema.json) })
                ),
            ]
        )
        let required = fields.filter(\.isRequired).map(\.name)
        if !required.isEmpty { schema.keywords["required"] = .words(required) }
        return schema
    }

    /// An object of a request: it takes these members and no other.
    static func request(_ description: String, _ fields: [Field]) -> Schema {
        var schema = object(description, fields)
        schema.keywords["additionalProperties"] = false
        return schema
    }

    /// A page of a list.
    static func page(of item: String, _ description: String, next: String) -> Schema {
        object(
            description,
            [
                .always("items", .list("What the page holds.", of: .named(item))),
                .always("next", .text("\(next) `null` on the last page.").orNull),
            ]
        )
    }
}
