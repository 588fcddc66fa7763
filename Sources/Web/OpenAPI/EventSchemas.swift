import Desk

/// What a queue's stream says.
enum EventSchemas {
    static var all: [String: Schema] {
        [
            "Cursor": .text(
                "A place in a queue: `<epoch>-<number>`, all up to the number has been seen. The "
                    + "epoch changes only where history was lost.",
                pattern: "^[0-9]{1,18}-[0-9]{1,18}$",
                example: "1-42"
            ),
            "Event": event,
            "EventPage": .page(
                of: "Event",
                "A page of a queue's events, oldest first.",
                next: "The `after` of the next page."
            ),
            "Control": control,
            "Attendance": attendance,
            "EventStreamMessage": message,
            "EventLine": Schema(
                keywords: [
                    "anyOf": [Schema.named("Event").json, Schema.named("Control").json],
                    "description": "A line of the stream.",
                ]
            ),
        ]
    }

    /// The words that stand in `event:` and end the types, each once.
    static let words = Array(Set(EntryType.allCases.map(\.word))).sorted()

    static let types = EntryType.allCases.map(\.eventType)

    private static let event = Schema.object(
        "Something that happened to an alert, a camera or a station, as a CloudEvent 1.0. `source` "
            + "and `id` together are unique; the same event has the same id in every queue and "
            + "however often it is read.",
        [
            .always("specversion", Schema(keywords: ["const": "1.0"])),
            .always(
                "id",
                .text(
                    "The alert, `cameras/ID` or `stations/ID`, and the event's number among its own.",
                    pattern:
                        "^([0-9A-HJKMNP-TV-Z]{26}|(cameras|stations)/[a-z0-9-]{1,64})/[1-9][0-9]*$",
                    example: "01M83R2D5DMP82RWY7ZDD2DJRM/3"
                )
            ),
            .always(
                "source",
                .text("The queue.", pattern: "^/queues/[a-z0-9-]{1,64}$", example: "/queues/jn-017")
            ),
            .always("type", .word("What happened.", types)),
            .always(
                "subject",
                .text(
                    "The camera, signal or station that it is about.",
                    example: "signals/school-12/8"
                )
            ),
            .always("time", .time("When it was written.")),
            .always(
                "sequence",
                .text(
                    "Its number in the queue, without holes.", pattern: "^[1-9][0-9]*$",
                    example: "42")
            ),
            .always("cursor", .named("Cursor")),
            .maybe("datacontenttype", Schema(keywords: ["const": "application/json"])),
            .maybe(
                "data",
                Schema(
                    keywords: [
                        "anyOf": [
                            Schema.named("EventData").json, Schema.named("CameraCondition").json,
                            Schema.named("Attendance").json,
                        ],
                        "description": "The alert, or how the camera or the station is.",
                    ]
                )
            ),
        ]
    )

    private static let attendance = Schema.object(
        "Whether anyone reads a station's queue.",
        [
            .always("station", .named("StationID")),
            .always("attended", .flag("Whether any terminal lives.")),
            .always("since", .time("Since when.")),
            .maybe("lasted", .number("Seconds that nobody read it, where somebody does again.")),
            .maybe("raised", .count("Alerts that were raised meanwhile.")),
        ]
    )

    private static let control = Schema.object(
        "A word about the stream itself: `caught-up` divides what was there from what comes "
            + "now; after `gap` the node closes, since the reader fell behind its bound, and the "
            + "reader goes on from its cursor.",
        [
            .always("control", .word("The word.", ["caught-up", "gap"])),
            .always("cursor", .named("Cursor")),
        ]
    )

    private static let message = Schema.object(
        "One server-sent event. Its `data` is a line of JSON.",
        [
            .always("id", .named("Cursor")),
            .always("event", .word("The last word of the type.", words + ["caught-up", "gap"])),
            .always(
                "data",
                Schema(
                    keywords: [
                        "type": "string", "contentMediaType": "application/json",
                        "contentSchema": Schema.named("EventLine").json,
                    ]
                )
            ),
        ]
    )
}
