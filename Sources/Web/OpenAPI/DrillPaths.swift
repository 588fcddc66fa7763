import Domain
import HTTPTypes

/// What can be asked of drills.
enum DrillPaths {
    static var all: [Operation] { [list, one, start, stop] }

    private static let list = Operation(
        method: .get,
        path: "/v1/drills",
        id: "listDrills",
        tag: .drills,
        summary: "Drills, newest first",
        text: "Every drill that was ever started.",
        parameters: [
            .limit,
            .query(
                "after",
                "Only drills that began before this one: the `next` of the page before.",
                .named("DrillID")),
        ],
        answers: [
            .page("DrillPage", "A page of drills.", of: "listDrills"), .problem(.full),
        ]
    )

    private static let one = Operation(
        method: .get,
        path: "/v1/drills/{id}",
        id: "getDrill",
        tag: .drills,
        summary: "One drill",
        text: "The drill as it stands now.",
        parameters: [.drill],
        answers: [
            Reply(.ok, "The drill.", .named("Drill")), .problem(.full),
        ]
    )

    private static let start = Operation(
        method: .post,
        path: "/v1/drills",
        id: "startDrill",
        tag: .drills,
        summary: "Start a drill",
        text: """
            Raises exercise alerts at a station: they go through the whole chain, are marked \
            everywhere, and stay out of the figures. Where it is cut short, the same request with \
            the same `Idempotency-Key` raises what is missing. Signals that name the drill belong to \
            it too.
            """,
        body: RequestContent(
            schema: .request(
                "The drill, and what its alerts are.",
                [
                    .always(
                        "name", .prose("What it is called.", TextLimits.name, example: "night 3")),
                    .always("station", .named("StationID")),
                    .always(
                        "actor", .prose("Who starts it.", TextLimits.name, example: "li.wei")),
                    .optional(
                        "kind",
                        .prose("By default `drill`.", TextLimits.name, example: "panic-button")),
                    .optional(
                        "priority",
                        .count("By default as the policy says for the kind, else 2.", 1...4)),
                    .optional(
                        "placeClass", .word("By default P5.", of: PlaceClass.self)),
                    .optional(
                        "text",
                        .prose(
                            "For people; by default the name.", TextLimits.prose,
                            example: "a bag at gate 3")),
                    .optional("alerts", .count("By default 1.", 1...50)),
                ]
            ),
            examples: [
                "three": [
                    "name": "night 3", "station": "jn-017", "actor": "li.wei",
                    "kind": "panic-button", "alerts": 3,
                ]
            ]
        ),
        answers: [
            Reply(
                .created,
                "It has begun, and its alerts are on disk.",
                .named("StartedDrill"),
                headers: [.always("Location", .text("The drill.", example: "/v1/drills/01M…"))],
                links: [
                    Link(
                        operation: "getDrill",
                        text: "The same drill.",
                        parameters: ["id": "$response.body#/drill"]
                    )
                ]
            ),
            .problem(.conflict), .problem(.full),
        ]
    )

    private static let stop = Operation(
        method: .delete,
        path: "/v1/drills/{id}",
        id: "stopDrill",
        tag: .drills,
        summary: "Stop a drill",
        text: "What is open of it is closed as `drill`. The drill stays in the list.",
        parameters: [
            .drill,
            .query(
                "actor",
                "Who stops it.",
                .prose("A login or a badge number.", TextLimits.name, example: "li.wei"),
                example: "li.wei",
                isRequired: true
            ),
        ],
        answers: [
            Reply(.ok, "It is over.", .named("Drill")),
            .problem(.conflict), .problem(.full),
        ]
    )

    // MARK: Schemas

    static var schemas: [String: Schema] {
        [
            "DrillID": .text(
                "The drill's ULID.",
                pattern: "^[0-9A-HJKMNP-TV-Z]{26}$",
                example: "01M83R2D5DMP82RWY7ZDD2DJRM"
            ),
            "Drill": .object("An exercise.", drill),
            "StartedDrill": .object(
                "An exercise that has begun.",
                drill + [
                    .always(
                        "raised", .list("The alerts that it began with.", of: .named("AlertID")))
                ]
            ),
            "DrillPage": .page(
                of: "Drill",
                "A page of drills, newest first.",
                next: "The `after` of the next page."
            ),
        ]
    }

    private static let drill: [Field] = [
        .always("drill", .named("DrillID")),
        .always("name", .text("What it is called.", example: "night 3")),
        .always("station", .named("StationID")),
        .always("startedBy", .text("Who started it.", example: "li.wei")),
        .always("startedAt", .time("When.")),
        .maybe("stoppedBy", .text("Who stopped it.", example: "li.wei")),
        .maybe("stoppedAt", .time("When.")),
        .always("alerts", .count("How many alerts it has raised.")),
    ]
}
