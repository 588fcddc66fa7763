import Desk
import Domain
import HTTPTypes

/// What can be asked of alerts.
enum AlertPaths {
    static var all: [Operation] { [list, one, history, snapshot, accept, close] }

    private static let list = Operation(
        method: .get,
        path: "/v1/alerts",
        id: "listAlerts",
        tag: .alerts,
        summary: "Alerts, newest first",
        text: "Alerts as they stand now. What happened to them is in the queues and histories.",
        parameters: [
            .query(
                "queue", "Only alerts of this station's queue.", .named("StationID"),
                example: "jn-017"),
            .query("state", "Only alerts in this state.", .named("AlertState")),
            .query(
                "open", "Only alerts that are not closed, or only closed ones.",
                .flag("true or false")),
            .limit,
            .query(
                "after", "Only alerts raised before this one: the `next` of the page before.",
                .named("AlertID")),
        ],
        answers: [
            .page("AlertPage", "A page of alerts.", of: "listAlerts")
        ]
    )

    private static let one = Operation(
        method: .get,
        path: "/v1/alerts/{id}",
        id: "getAlert",
        tag: .alerts,
        summary: "One alert",
        text: "The alert as it stands now.",
        parameters: [.alert],
        answers: [
            Reply(.ok, "The alert.", .named("Alert"))
        ]
    )

    private static let history = Operation(
        method: .get,
        path: "/v1/alerts/{id}/history",
        id: "getAlertHistory",
        tag: .alerts,
        summary: "All that happened to an alert",
        text: "Every event of the alert, oldest first, all on one page.",
        parameters: [.alert],
        answers: [
            Reply(.ok, "The events.", .named("EventPage"))
        ]
    )

    private static let snapshot = Operation(
        method: .get,
        path: "/v1/alerts/{id}/snapshot.jpg",
        id: "getAlertSnapshot",
        tag: .alerts,
        summary: "The alert's picture",
        text: """
            What the camera saw when the most moved, with private zones painted over. It comes \
            within a second of the raise; an alert from a signal has none. Who looks is kept in a \
            register. A part of it is had by `Range` (one range of bytes, `If-Range` with its \
            `ETag`); `If-None-Match` asks whether it is another by now.
            """,
        parameters: [.alert] + Parameter.picture,
        answers: Reply.picture
    )

    // MARK: Acting

    private static let actor = Field.always(
        "actor",
        .prose("Who acts: a login or a badge number.", TextLimits.name, example: "li.wei")
    )
    private static let common: [Field] = [
        actor,
        .optional(
            "expect",
            .word(
                "The state that the caller saw: the action is refused where it is another by now.",
                of: AlertState.self
            )
        ),
        .optional(
            "note", .prose("What is to be remembered.", TextLimits.prose, example: "on foot")),
    ]

    private static let accept = Operation(
        method: .post,
        path: "/v1/alerts/{id}/accept",
        id: "acceptAlert",
        tag: .alerts,
        summary: "Take an alert on",
        text: """
            Says that somebody deals with it. One alone is the first; who comes second is told \
            who was (409).
            """,
        parameters: [.alert],
        body: RequestContent(
            schema: .request("Who accepts.", common),
            examples: ["accept": ["actor": "li.wei", "expect": "delivered"]]
        ),
        answers: answers(links: [.alert("closeAlert")])
    )

    private static let close = Operation(
        method: .post,
        path: "/v1/alerts/{id}/close",
        id: "closeAlert",
        tag: .alerts,
        summary: "Say what an alert was, and end it",
        text: "A false alarm has a cause; nothing else has. A closed alert stays closed.",
        parameters: [.alert],
        body: RequestContent(
            schema: .one(
                of: [
                    .request(
                        "A false alarm.",
                        common + [
                            .always(
                                "disposition",
                                Schema(keywords: ["const": .text(Disposition.falseAlarm.rawValue)])
                            ),
                            .always("cause", .named("Cause")),
                        ]
                    ),
                    .request(
                        "Anything else.",
                        common + [
                            .always(
                                "disposition",
                                .word(
                                    "What it was.",
                                    Disposition.allCases.filter { $0 != .falseAlarm }.map(
                                        \.rawValue))
                            ),
                            .maybe("cause", Schema(keywords: ["type": "null"])),
                        ]
                    ),
                ],
                "What the alert was."
            ),
            examples: [
                "real": ["actor": "li.wei", "disposition": "real", "note": "two boys, sent home"],
                "false alarm": [
                    "actor": "li.wei", "disposition": "false-alarm", "cause": "animal",
                ],
            ]
        ),
        answers: answers(links: [.alert("getAlertHistory")])
    )

    private static func answers(links: [Link]) -> [Reply] {
        [
            Reply(
                .ok, "It is on disk: the alert as it stands now.", .named("Alert"), links: links),
            .problem(.conflict), .problem(.full),
        ]
    }
}

extension Link {
    /// To the alert that the answer names.
    static func alert(_ operation: String, body: JSONValue? = nil) -> Link {
        Link(
            operation: operation,
            text: "The same alert.",
            parameters: ["id": "$response.body#/alert"],
            body: body
        )
    }
}
