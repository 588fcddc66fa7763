import Desk
import Domain
import HTTPTypes

/// What can be asked of alerts.
enum AlertPaths {
    static var all: [Operation] { [list, one, history, snapshot] }

    private static let list = Operation(
        method: .get,
        path: "/v1/alerts",
        id: "listAlerts",
        tag: .alerts,
        summary: "Alerts, newest first",
        text: "Alerts as they stand now. What happened to them is in the queues and histories.",
        parameters: [
            .query(
                "queue", "Only alerts of which this queue was told.", .named("QueueID"),
                example: "jn-017"),
            .query("state", "Only alerts in this state.", .named("AlertState")),
            .query(
                "open", "Only alerts that are not closed, or only closed ones.",
                .flag("true or false")),
            .query(
                "exercise", "Only alerts of drills, or none of them; by default both.",
                .flag("true or false")),
            .query("incident", "Only alerts of this incident.", .named("IncidentID")),
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
