import HTTPTypes

/// What may be answered to a request.
struct Reply: Sendable {
    var status: Int
    var json: JSONValue

    /// - Parameters:
    ///   - content: what its body may be, by media type.
    ///   - headers: what its headers say.
    ///   - links: what can be asked next with what it says.
    init(
        _ status: HTTPResponse.Status,
        _ text: String,
        _ content: [String: Schema],
        headers: [Field] = [],
        links: [Link] = []
    ) {
        self.status = status.code
        var members: [String: JSONValue] = ["description": .text(text)]
        if !content.isEmpty {
            members["content"] = .object(content.mapValues { ["schema": $0.json] })
        }
        if !headers.isEmpty {
            members["headers"] = .object(
                Dictionary(
                    uniqueKeysWithValues: headers.map { header in
                        let required = JSONValue.flag(header.isRequired)
                        return (header.name, ["schema": header.schema.json, "required": required])
                    }
                )
            )
        }
        if !links.isEmpty {
            members["links"] = .object(
                Dictionary(uniqueKeysWithValues: links.map { ($0.operation, $0.json) })
            )
        }
        json = .object(members)
    }

    init(
        _ status: HTTPResponse.Status,
        _ text: String,
        _ schema: Schema,
        headers: [Field] = [],
        links: [Link] = []
    ) {
        self.init(
            status, text, ["application/json": schema], headers: headers, links: links)
    }

    /// A page of a list.
    static func page(_ name: String, _ text: String, of operation: String) -> Reply {
        Reply(.ok, text, .named(name), headers: [nextPage], links: [.nextPage(operation)])
    }

    /// Where the next page is.
    static let nextPage = Field.maybe(
        "Link",
        .text(
            "The address of the next page, where there is one (RFC 8288).",
            example: "</v1/alerts?limit=2&after=01M83R2D5DMP82RWY7ZDD2DJRM>; rel=\"next\""
        )
    )

    /// A problem document.
    static func problem(_ kind: ProblemKind) -> Reply {
        Reply(
            status: kind.status.code,
            json: ["$ref": "#/components/responses/\(kind.rawValue)"]
        )
    }

    private init(status: Int, json: JSONValue) {
        self.status = status
        self.json = json
    }
}

/// How an answer leads to the next request.
struct Link: Sendable {
    /// The id of the operation that it leads to, which also names the link.
    var operation: String
    var text: String
    /// Its parameters, as runtime expressions.
    var parameters: [String: String] = [:]
    var body: JSONValue?

    var json: JSONValue {
        var members: [String: JSONValue] = [
            "operationId": .text(operation), "description": .text(text),
        ]
        if !parameters.isEmpty {
            members["parameters"] = .object(parameters.mapValues(JSONValue.text))
        }
        members["requestBody"] = body
        return .object(members)
    }
}
