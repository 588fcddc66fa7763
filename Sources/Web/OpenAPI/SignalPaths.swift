import Domain
import HTTPTypes

/// Alarms from outside.
enum SignalPaths {
    static var all: [Operation] {
        [
            Operation(
                method: .post,
                path: "/v1/signals",
                id: "sendSignal",
                tag: .signals,
                summary: "Raise an alert from outside",
                text: """
                    A panic button, a door contact, another system's analytics. `source` and `id` \
                    together name the signal, so that sending it again is harmless: the answer \
                    names the same alert. Each signal is an alert of its own.
                    """,
                body: RequestContent(
                    schema: .one(
                        of: [
                            .request(
                                "A signal that names its station.",
                                common + [
                                    .always("station", .named("StationID")),
                                    .maybe("position", Schema(keywords: ["type": "null"])),
                                ]
                            ),
                            .request(
                                "A signal that says where it was.",
                                common + [
                                    .always(
                                        "position",
                                        .position(
                                            "`[longitude, latitude]`, WGS-84; finds the station.")
                                    ),
                                    .maybe("station", Schema(keywords: ["type": "null"])),
                                ]
                            ),
                        ],
                        "An alarm. It has one place: a station, or a position in the city."
                    ),
                    examples: ["door": example]
                ),
                answers: [
                    Reply(.created, "It is on disk.", .named("Raised"), links: links),
                    Reply(.ok, "It was there already.", .named("Raised"), links: links),
                    .problem(.conflict), .problem(.full),
                ]
            )
        ]
    }

    static var schemas: [String: Schema] {
        [
            "Raised": .object(
                "The alert that the signal raised.",
                [.always("alert", .named("AlertID"))]
            )
        ]
    }

    private static let common: [Field] = [
        .always("source", .prose("Who sends it.", TextLimits.name, example: "school-12")),
        .always("id", .prose("The sender's own number for it.", TextLimits.name, example: "8")),
        .always("kind", .prose("What it is, in a word.", TextLimits.name, example: "door")),
        .optional(
            "priority",
            .count("1 is the highest; by default as the policy says for the kind, else 2.", 1...4)
        ),
        .optional(
            "placeClass",
            .word(
                "Within 1, 3 or 5 minutes somebody is to be on scene; by default P5.",
                of: PlaceClass.self
            )
        ),
        .optional("text", .prose("For people.", TextLimits.prose, example: "back door forced")),
        .optional("drill", .named("DrillID")),
    ]

    private static let example: JSONValue = [
        "source": "school-12", "id": "8", "kind": "door", "station": "jn-017",
        "text": "back door forced",
    ]

    private static let links: [Link] = [
        .alert("getAlert"), .alert("getAlertHistory"),
        .alert("acceptAlert", body: ["actor": "li.wei"]),
        .alert("closeAlert", body: ["actor": "li.wei", "disposition": "real"]),
    ]
}
