import Desk
import Domain

/// Alerts, and the events that speak of them.
enum AlertSchemas {
    static var all: [String: Schema] {
        [
            "AlertID": .text(
                "The alert's ULID.",
                pattern: "^[0-9A-HJKMNP-TV-Z]{26}$",
                example: "01M83R2D5DMP82RWY7ZDD2DJRM"
            ),
            "AlertState": .word(
                "How far the response has come. It only goes forward, and steps may be skipped.",
                of: AlertState.self
            ),
            "Disposition": .word("What an alert turned out to be.", of: Disposition.self),
            "Cause": .word("What was taken for an event.", of: FalseAlarmCause.self),
            "Priority": .count("1 is the highest.", 1...4),
            "Alert": .object("Something that a station must know of and answer.", alert),
            "AlertPage": .page(
                of: "Alert",
                "A page of alerts, newest first.",
                next: "The `after` of the next page."
            ),
            "EventData": .object(
                "The alert as it stood after the event, and what the event says besides.",
                alert + DetailSchemas.fields
            ),
        ]
    }

    private static let alert: [Field] = [
        .always("alert", .named("AlertID")),
        .always("state", .named("AlertState")),
        .always(
            "kind",
            .text(
                "The rule that fired (`motion`, `intrusion`, `crossing`, `loitering`), or a "
                    + "signal's own word.",
                example: "intrusion"
            )
        ),
        .always("priority", .named("Priority")),
        .always(
            "placeClass",
            .word("Within 1, 3 or 5 minutes somebody is to be on scene.", of: PlaceClass.self)
        ),
        .always("exercise", .flag("Whether it was raised in a drill.")),
        .maybe("drill", .named("DrillID")),
        .always("station", .text("The station that answers for the place.", example: "jn-017")),
        .always("grid", .text("The patrol grid of the place.", example: "jn-017")),
        .maybe("incident", .named("IncidentID")),
        .maybe(
            "storm", .flag("Raised in an incident of so many alerts that it is called a storm.")),
        .maybe("camera", camera),
        .maybe("signal", signal),
        .always("raisedAt", .time("When it was raised.")),
        .always("deadlines", deadlines),
        .always("why", why),
        .maybe(
            "snapshot",
            .text(
                "The path of its picture.",
                example: "/v1/alerts/01M83R2D5DMP82RWY7ZDD2DJRM/snapshot.jpg"
            )
        ),
        .always("policy", .text("The version of the policy that set its deadlines.", example: "1")),
        .maybe("acceptedBy", .text("Who accepted it.", example: "li.wei")),
        .maybe(
            "units",
            .list("The units that are ordered to it, the first first.", of: .named("UnitID"))
        ),
        .maybe("closedBy", .text("Who closed it.", example: "li.wei")),
        .maybe("disposition", .named("Disposition")),
        .maybe("cause", .named("Cause")),
        .maybe("mergedInto", .named("AlertID")),
    ]

    static let camera = Schema.object(
        "The camera that saw it, or of which is spoken; absent where it came as a signal.",
        [
            .always("id", .text("The camera's id.", example: "37010200001320000017")),
            .always("name", .text("The camera's name.", example: "泉城广场 东门")),
            .maybe("longitude", .number("WGS-84 degrees", -180...180)),
            .maybe("latitude", .number("WGS-84 degrees", -90...90)),
        ]
    )

    private static let signal = Schema.object(
        "The alarm from outside that it stands for; absent where a camera saw it.",
        [
            .always("source", .text("Who sent it.", example: "school-12")),
            .always("id", .text("The sender's own number.", example: "8")),
            .maybe("longitude", .number("Where it said it was, WGS-84 degrees", -180...180)),
            .maybe("latitude", .number("WGS-84 degrees", -90...90)),
        ]
    )

    private static let deadlines = Schema.object(
        "By when the response is to have come how far.",
        [
            .always("accept", .time("Accepted by somebody.")),
            .always("dispatch", .time("Somebody is on the way.")),
            .always("onscene", .time("Somebody is there.")),
            .always("contained", .time("It is under control.")),
        ]
    )

    private static let why = Schema.object(
        "What moved, where and how, or what the signal said.",
        [
            .maybe("zone", .text("The camera's zone, `whole` for all of it.", example: "steps")),
            .maybe("area", .number("The largest part of the picture that moved.", 0...1)),
            .maybe("seconds", .number("How long it had moved when the alert was raised.")),
            .maybe("path", .points("Where it went.")),
            .maybe("score", .number("How sure the detector is.", 0...1)),
            .maybe("text", .text("In words.", example: "1 track, 0.5 s, travelled 0.3")),
        ]
    )
}
