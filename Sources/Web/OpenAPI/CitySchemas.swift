import Delivery
import Domain

/// Cameras, stations, queues, and the node itself.
enum CitySchemas {
    static var all: [String: Schema] {
        [
            "StationID": .text(
                "A street police station; its queue bears the same name.",
                pattern: "^[a-z0-9-]{1,64}$",
                example: "jn-017"
            ),
            "QueueID": .text(
                "A queue, which bears the id of whoever reads it: a station, a unit, a police "
                    + "office, a district's or the city's code, or `duty-` and a district's code.",
                pattern: "^[a-z0-9-]{1,64}$",
                example: "duty-370102"
            ),
            "QueueKind": .word(
                "Who reads a queue.", QueueDirectory.Kind.allCases.map(\.rawValue)),
            "Station": station,
            "StationPage": .page(
                of: "Station",
                "A page of stations, by id.",
                next: "The `after` of the next page."
            ),
            "Queue": queue,
            "QueuePage": .page(
                of: "Queue",
                "A page of queues, by id.",
                next: "The `after` of the next page."
            ),
            "Acknowledgement": acknowledgement,
            "ChainHead": .object(
                "The end of the ledger's chain of hashes.",
                [
                    .always("count", .count("How many entries there are.")),
                    .always("hash", .text("Of the last entry, in hexadecimal digits.")),
                    .always("at", .time("When the last entry was written.")),
                ]
            ),
            "Readiness": .object(
                "Whether the node can do its work.",
                [
                    .always("status", .word("In a word.", ["ready", "not ready"])),
                    .always("ailments", .list("What is amiss.", of: .text("In words for people."))),
                ]
            ),
        ]
    }

    private static let station = Schema.object(
        "A street police station, open around the clock.",
        [
            .always("id", .named("StationID")),
            .always("name", .text("Its name.", example: "泉城路派出所")),
            .always(
                "district",
                .text(
                    "The district's six digits of GB/T 2260.", pattern: "^[0-9]{6}$",
                    example: "370102")
            ),
            .always("position", .position("`[longitude, latitude]`, WGS-84 degrees.")),
            .maybe("grid", .text("The patrol grid that it answers for.", example: "jn-017")),
            .always("queue", .named("QueueID")),
            .always("attended", .flag("Whether any terminal of its queue was heard within 15 s.")),
            .always("openAlerts", .count("Its alerts that are not closed.")),
            .always("waiting", .count("Open alerts that no terminal has shown yet.")),
            .always("units", .list("Its patrol units.", of: .named("UnitID"))),
            .always(
                "adjacent",
                .list(
                    "Who is told where it does not accept in time, or nobody reads its queue.",
                    of: .named("QueueID")
                )
            ),
            .maybe("dutyOfficer", .named("QueueID")),
            .maybe("policeOffice", .named("QueueID")),
        ]
    )

    private static let queue = Schema.object(
        "How far a queue has come, and who reads it.",
        [
            .always("id", .named("QueueID")),
            .always("kind", .named("QueueKind")),
            .maybe("station", .named("StationID")),
            .always("name", .text("Of whoever reads it.")),
            .always("head", .named("Cursor")),
            .always("entries", .count("How many events it has.")),
            .always("openAlerts", .count("Alerts in it that are not closed.")),
            .always(
                "waiting", .count("Open alerts that no terminal of their station has shown yet.")),
            .always(
                "terminals",
                .list(
                    "Who reads it, by name, since the node's start.",
                    of: .object(
                        "A terminal.",
                        [
                            .always("terminal", .text("Its name.", example: "wall-1")),
                            .maybe("cursor", .named("Cursor")),
                            .always("lastHeartbeat", .time("When it was last heard of.")),
                        ]
                    )
                )
            ),
        ]
    )

    private static let acknowledgement = Schema.object(
        "What the node has noted.",
        [
            .always("queue", .named("QueueID")),
            .always("terminal", .text("The terminal's name.", example: "wall-1")),
            .maybe("cursor", .named("Cursor")),
            .maybe("delivered", .count("How many alerts became `delivered` by it.")),
        ]
    )
}
