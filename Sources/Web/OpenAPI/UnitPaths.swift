import Desk
import Domain
import HTTPTypes

/// What can be asked of patrol units, and told of them.
enum UnitPaths {
    static var all: [Operation] {
        [list, one]
            + [.put, .post].flatMap { [position($0), status($0)] }
    }

    private static let list = Operation(
        method: .get,
        path: "/v1/units",
        id: "listUnits",
        tag: .units,
        summary: "Patrol units, by id or the nearest first",
        text: "Where each is and what it does. A unit's orders are its queue.",
        parameters: [
            .query(
                "station", "Only units of this station.", .named("StationID"), example: "jn-017"),
            .query(
                "status",
                "Only units of these statuses.",
                .words("statuses", of: .named("UnitStatus")),
                example: ["available"]
            ),
            .query(
                "near",
                "The nearest to this place first: `longitude,latitude`, WGS-84 degrees. Units whose "
                    + "place is not known come last.",
                .text(
                    "A place.",
                    pattern: #"^-?(1[0-7])?[0-9](\.[0-9]{1,20})?,-?[0-8]?[0-9](\.[0-9]{1,20})?$"#
                ),
                example: "117.021,36.661"
            ),
            .limit,
            .query(
                "after", "Only what comes after this unit: the `next` of the page before.",
                .named("UnitID")),
        ],
        answers: [
            .page("UnitPage", "A page of units.", of: "listUnits"), .problem(.full),
        ]
    )

    private static let one = Operation(
        method: .get,
        path: "/v1/units/{id}",
        id: "getUnit",
        tag: .units,
        summary: "One patrol unit",
        text: "Where it is and what it does.",
        parameters: [.unit],
        answers: [
            Reply(.ok, "The unit.", .named("Unit")), .problem(.full),
        ]
    )

    private static func position(_ method: Operation.Method) -> Operation {
        Operation(
            method: method,
            path: "/v1/units/{id}/position",
            id: method == .put ? "locateUnit" : "reportUnitPosition",
            tag: .units,
            summary: "Say where a unit is",
            text: """
                Two positions in a row inside the site of an order, none older than 15 s, prove the \
                unit's arrival. Without `at` it is now; more than 5 s ahead of the node's clock is \
                refused, and what is older than the position that is known is passed over.
                """,
            parameters: [.unit],
            body: RequestContent(
                schema: .request(
                    "Where it is.",
                    [
                        .always("position", .position("`[longitude, latitude]`, WGS-84 degrees.")),
                        .optional("at", .time("When it was there.")),
                    ]
                ),
                examples: ["now": ["position": [117.021, 36.661]]]
            ),
            answers: [
                Reply(.ok, "It is on disk: the unit as it stands now.", .named("Unit")),
                .problem(.full),
            ]
        )
    }

    private static func status(_ method: Operation.Method) -> Operation {
        Operation(
            method: method,
            path: "/v1/units/{id}/status",
            id: method == .put ? "turnUnit" : "reportUnitStatus",
            tag: .units,
            summary: "Say what a unit does",
            text: """
                `enroute` and `onscene` stand for all its orders, as if said of each alert. A unit \
                with orders cannot be `available` or `off-duty`: its alerts are to be closed or \
                released first (409).
                """,
            parameters: [.unit],
            body: RequestContent(
                schema: .request(
                    "What it does.",
                    [
                        .always("status", .named("UnitStatus")),
                        .always(
                            "actor",
                            .prose("Who says so.", TextLimits.name, example: "jn-017-car-1")),
                    ]
                ),
                examples: ["on scene": ["status": "onscene", "actor": "jn-017-car-1"]]
            ),
            answers: [
                Reply(.ok, "It is on disk: the unit as it stands now.", .named("Unit")),
                .problem(.conflict), .problem(.full),
            ]
        )
    }

    // MARK: Schemas

    static var schemas: [String: Schema] {
        [
            "UnitID": .text(
                "A patrol unit; its queue bears the same name.",
                pattern: "^[a-z0-9-]{1,64}$",
                example: "jn-017-car-1"
            ),
            "UnitStatus": .word(
                "What it does; `committed` has an order and has not set out.", of: UnitStatus.self),
            "Unit": unit,
            "UnitPage": .page(
                of: "Unit",
                "A page of units.",
                next: "The `after` of the next page."
            ),
        ]
    }

    private static let unit = Schema.object(
        "A patrol that a station sends.",
        [
            .always("id", .named("UnitID")),
            .always("name", .text("Its name.", example: "泉城广场 1号车")),
            .always("kind", .text("What it is.", example: "car")),
            .always("station", .named("StationID")),
            .always("queue", .named("QueueID")),
            .always("status", .named("UnitStatus")),
            .maybe("since", .time("Since when.")),
            .maybe("by", .text("Who said so.", example: "jn-017-car-1")),
            .maybe("position", .position("`[longitude, latitude]`, WGS-84 degrees.")),
            .maybe("positionAt", .time("When it was there.")),
            .maybe("positionAge", .number("How many seconds ago that was.")),
            .maybe("distance", .number("Metres from `near`, as the crow flies.")),
            .always(
                "orders",
                .list(
                    "Where it is sent, the oldest order first.",
                    of: .object(
                        "An order.",
                        [
                            .always("alert", .named("AlertID")),
                            .always("sentAt", .time("When it was sent.")),
                            .maybe("acceptedAt", .time("When it set out or arrived.")),
                        ]
                    )
                )
            ),
        ]
    )
}
