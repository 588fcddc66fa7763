import Desk
import Domain
import HTTPTypes

/// What can be asked of queues.
enum QueuePaths {
    static var all: [Operation] {
        [
            Operation(
                method: .get,
                path: "/v1/queues",
                id: "listQueues",
                tag: .queues,
                summary: "All queues",
                text: "How far each queue has come, and who reads it.",
                parameters: [
                    .query(
                        "kind",
                        "Only queues of these kinds of reader.",
                        .words("kinds", of: .named("QueueKind")),
                        example: ["station"]
                    ),
                    .limit, .afterID,
                ],
                answers: [
                    .page("QueuePage", "A page of queues.", of: "listQueues")
                ]
            ),
            Operation(
                method: .get,
                path: "/v1/queues/{id}",
                id: "getQueue",
                tag: .queues,
                summary: "One queue",
                text: "How far the queue has come, and who reads it.",
                parameters: [.queue],
                answers: [
                    Reply(.ok, "The queue.", .named("Queue"))
                ]
            ),
            events(of: "queues", id: "readQueue", .queue),
            events(of: "stations", id: "readStationQueue", .station),
            cursor, heartbeat,
        ]
    }

    private static func events(
        of collection: String,
        id: String,
        _ whose: Parameter
    ) -> Operation {
        Operation(
            method: .get,
            path: "/v1/\(collection)/{id}/alerts",
            id: id,
            tag: .queues,
            summary: "A queue's events, as a page or as a stream",
            text: Text.events,
            parameters: [
                whose, .limit, after, lastEventID,
                .moment("since", "Only what was written at this time or later."),
                .moment("until", "Only what was written up to this time; a stream ends with it."),
                .query(
                    "tail",
                    "Only so many of the last events that are wanted.",
                    .count("events", 0...1_000_000)
                ),
                .query(
                    "type",
                    "Only events of these types.",
                    .words(
                        "types",
                        of: .word("short or in full", EventSchemas.words + EventSchemas.types)),
                    example: ["raised", "closed"]
                ),
                .query(
                    "priority",
                    "Only alerts of these priorities.",
                    .words("priorities", of: .count("1 is the highest", 1...4)),
                    example: [1, 2]
                ),
                .query(
                    "follow",
                    "Whether a stream goes on when it has caught up: by default server-sent events "
                        + "do and lines do not. A page is not concerned.",
                    .flag("true or false")
                ),
            ],
            answers: [
                Reply(
                    .ok,
                    "The events. `application/json` is a page. In `text/event-stream` the schema "
                        + "is that of one message, and a comment comes when all is quiet for 10 s. "
                        + "In `application/x-ndjson` the schema is that of one line, and an empty "
                        + "line comes when all is quiet for 10 s.",
                    [
                        "application/json": .named("EventPage"),
                        "text/event-stream": .named("EventStreamMessage"),
                        "application/x-ndjson": .named("EventLine"),
                    ],
                    headers: [Reply.nextPage]
                ),
                .problem(.gone),
            ]
        )
    }

    private static let after = Parameter.query(
        "after",
        "Only what comes after this cursor.",
        .named("Cursor"),
        example: "1-0"
    )

    private static let lastEventID = Parameter(
        name: "Last-Event-ID",
        place: .header,
        text: """
            As `after`, but in place of `after`, `since` and `tail`: a browser's EventSource sends \
            it when it connects again.
            """,
        schema: .named("Cursor"),
        example: "1-0"
    )

    // MARK: Terminals

    private static let terminal = Field.always(
        "terminal",
        .prose("The terminal's name.", TextLimits.terminal, example: "wall-1")
    )

    private static let cursor = Operation(
        method: .post,
        path: "/v1/queues/{id}/cursor",
        id: "acknowledge",
        tag: .queues,
        summary: "Say how far a terminal has shown the queue",
        text: Text.cursor,
        parameters: [.queue],
        body: RequestContent(
            schema: .request(
                "How far the terminal has come.",
                [
                    terminal, .always("cursor", .named("Cursor")),
                    .optional("after", .named("Cursor")),
                ]
            ),
            examples: ["first": ["terminal": "wall-1", "cursor": "1-0", "after": "1-0"]]
        ),
        answers: [
            Reply(.ok, "It is on disk.", .named("Acknowledgement")),
            .problem(.gone), .problem(.full),
        ]
    )

    private static let heartbeat = Operation(
        method: .post,
        path: "/v1/queues/{id}/heartbeat",
        id: "beat",
        tag: .queues,
        summary: "Say that a terminal lives",
        text: """
            A terminal says every 5 s that it lives. A station whose terminals were all silent for \
            15 s is unattended: its neighbours are told, and get its alerts at once.
            """,
        parameters: [.queue],
        body: RequestContent(
            schema: .request("Who lives.", [terminal]),
            examples: ["terminal": ["terminal": "wall-1"]]
        ),
        answers: [
            Reply(.ok, "It is noted.", .named("Acknowledgement")),
            .problem(.full),
        ]
    )

    private enum Text {
        static let events = """
            What `Accept` asks for decides what comes: `text/event-stream` gives server-sent \
            events, `application/x-ndjson` lines of JSON, anything else a page.

            Where to begin: at the latest of `after`, `since` and `tail`, else at the beginning; \
            `Last-Event-ID` stands in place of all three. To go on without loss or doubles, give the \
            cursor of the last event that was dealt with; every event bears its own. A filter leaves \
            events out, but never numbers.

            A type may be given in full or by its last word; `accepted` is that of alerts and of \
            orders.
            """
        static let cursor = """
            A terminal acknowledges what it has shown. Every alert raised between its last \
            acknowledgement and this cursor becomes `delivered`. The first acknowledgement says with \
            `after` where the terminal began to read, since what lies before was never shown \
            there. It counts as a sign of life too. Repeating it is harmless.
            """
    }
}

extension Link {
    static func nextPage(_ operation: String) -> Link {
        Link(
            operation: operation,
            text: "The next page, where there is one.",
            parameters: ["after": "$response.body#/next"]
        )
    }
}
