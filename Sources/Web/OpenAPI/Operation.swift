/// One thing that can be asked of the API.
struct Operation: Sendable {
    enum Method: String, Sendable {
        case get, post, put, delete
    }

    enum Tag: String, Sendable, CaseIterable {
        case queues, alerts, incidents, units, signals, drills, cameras, stations, reports
        case node
    }

    var method: Method
    /// With parameters in braces.
    var path: String
    /// What a generated client calls it.
    var id: String
    var tag: Tag
    var summary: String
    var text: String
    var parameters: [Parameter] = []
    var body: RequestContent?
    /// Besides those that any request may have.
    var answers: [Reply]

    var json: JSONValue {
        var members: [String: JSONValue] = [
            "operationId": .text(id), "tags": [.text(tag.rawValue)], "summary": .text(summary),
            "description": .text(text),
            "responses": .object(
                Dictionary(
                    (answers + common).map { ("\($0.status)", $0.json) },
                    uniquingKeysWith: { own, _ in own }
                )
            ),
        ]
        let parameters = parameters + (method == .post ? [.idempotencyKey] : [])
        if !parameters.isEmpty { members["parameters"] = .list(parameters.map(\.json)) }
        members["requestBody"] = body?.json
        return .object(members)
    }

    /// What any request may be answered.
    private var common: [Reply] {
        var kinds: [ProblemKind] = [
            .badRequest, .notAcceptable, .late, .longAddress, .longHead, .failed, .unavailable,
        ]
        if path.contains("{") { kinds.append(.notFound) }
        if body != nil { kinds += [.tooLong, .otherMedia] }
        if method == .post { kinds.append(.keyReused) }
        return kinds.map(Reply.problem)
    }
}

/// What a request says besides its path and body.
struct Parameter: Sendable {
    enum Place: String, Sendable {
        case path, query, header
    }

    var name: String
    var place: Place
    var text: String
    var schema: Schema
    var example: JSONValue?
    /// Of a path all are.
    var isRequired = false

    var json: JSONValue {
        var members: [String: JSONValue] = [
            "name": .text(name), "in": .text(place.rawValue), "description": .text(text),
            "required": .flag(place == .path || isRequired), "schema": schema.json,
        ]
        // A list stands in one parameter, with commas.
        if schema.keywords["type"] == "array" {
            members["style"] = "form"
            members["explode"] = false
        }
        members["example"] = example
        return .object(members)
    }
}

/// The JSON that a request bears.
struct RequestContent: Sendable {
    var schema: Schema
    var examples: [String: JSONValue]

    var json: JSONValue {
        [
            "required": true,
            "content": [
                "application/json": [
                    "schema": schema.json,
                    "examples": .object(examples.mapValues { ["value": $0] }),
                ]
            ],
        ]
    }
}
