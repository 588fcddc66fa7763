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
        headers: [String: Schema] = [:],
        links: [Link] = []
    ) {
        self.status = status.code
        var members: [String: JSONValue] = [
            "description": .text(text),
            "content": .object(content.mapValues { ["schema": $0.json] }),
        ]
        if !headers.isEmpty {
            members["headers"] = .object(
                headers.mapValues { ["schema": $0.json, "required": true] }
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
        headers: [String: Schema] = [:],
        links: [Link] = []
    ) {
        self.init(
            status, text, ["application/json": schema], headers: headers, links: links)
    }

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
