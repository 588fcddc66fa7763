import Domain

/// Parameters that several operations take.
extension Parameter {
    static let station = id(
        "The station, whose queue bears the same name; GET /v1/stations lists them.",
        "StationID", "jn-017"
    )

    static let queue = id(
        "The queue, which bears the id of whoever reads it; GET /v1/queues lists them.",
        "QueueID", "jn-017"
    )

    static let incident = id(
        "The incident; GET /v1/incidents lists them.",
        "IncidentID", "01M83R2D5DMP82RWY7ZDD2DJRM"
    )

    static let unit = id(
        "The unit; GET /v1/units lists them.",
        "UnitID", "jn-017-car-1"
    )

    static let drill = id(
        "The drill; GET /v1/drills lists them.",
        "DrillID", "01M83R2D5DMP82RWY7ZDD2DJRM"
    )

    static let camera = id(
        "The camera; GET /v1/cameras lists them.",
        "CameraID", "gate"
    )

    static let alert = id(
        "The alert; GET /v1/alerts lists them.",
        "AlertID", "01M83R2D5DMP82RWY7ZDD2DJRM"
    )

    /// What a path names.
    private static func id(_ text: String, _ schema: String, _ example: String) -> Parameter {
        Parameter(
            name: "id", place: .path, text: text, schema: .named(schema), example: .text(example)
        )
    }

    static func query(
        _ name: String,
        _ text: String,
        _ schema: Schema,
        example: JSONValue? = nil,
        isRequired: Bool = false
    ) -> Parameter {
        Parameter(
            name: name, place: .query, text: text, schema: schema, example: example,
            isRequired: isRequired
        )
    }

    static func header(_ name: String, _ text: String, _ example: String) -> Parameter {
        Parameter(
            name: name,
            place: .header,
            text: text,
            schema: Schema(keywords: ["type": "string"]),
            example: .text(example)
        )
    }

    static let limit = query(
        "limit",
        "How many items the page is to hold at most.",
        Schema.count("items", 1...1000).defaulting(to: 100)
    )

    /// The place in a list that is ordered by id.
    static let afterID = query(
        "after",
        "Only items after this id: the `next` of the page before.",
        .prose("An id, whether or not there is one such.", TextLimits.parameter, example: "jn-017")
    )

    static func moment(_ name: String, _ text: String) -> Parameter {
        query(
            name,
            text + " RFC 3339 with an offset (write its + as %2B), or a stretch before now.",
            Schema(
                keywords: [
                    "anyOf": [
                        Schema.text("A time.", format: "date-time").json,
                        Schema.text("A stretch before now.", pattern: "^[0-9]{1,6}[smhd]$").json,
                    ]
                ]
            ),
            example: "10m"
        )
    }

    static let idempotencyKey = Parameter(
        name: "Idempotency-Key",
        place: .header,
        text: "Names the request, so that sending it again does nothing more. The same key with "
            + "another request is a 422.",
        schema: Schema(
            keywords: [
                "type": "string", "pattern": #"^[!-~]([ -~]{0,126}[!-~])?$"#,
            ]
        ),
        example: "4f1c7f0e"
    )
}
