import Domain
import HTTPTypes

/// What can be asked of incidents.
enum IncidentPaths {
    static var all: [Operation] {
        [
            Operation(
                method: .get,
                path: "/v1/incidents",
                id: "listIncidents",
                tag: .incidents,
                summary: "Incidents, newest first",
                text: """
                    Alerts of one grid within 30 s of the incident's last one, 10 minutes at most, \
                    are one incident.
                    """,
                parameters: [
                    .query(
                        "station", "Only incidents of this station.", .named("StationID"),
                        example: "jn-017"),
                    .query(
                        "open", "Only incidents with open alerts, or only those without.",
                        .flag("true or false")),
                    .limit,
                    .query(
                        "after",
                        "Only incidents that began before this one: the `next` of the page before.",
                        .named("IncidentID")),
                ],
                answers: [
                    .page("IncidentPage", "A page of incidents.", of: "listIncidents")
                ]
            ),
            Operation(
                method: .get,
                path: "/v1/incidents/{id}",
                id: "getIncident",
                tag: .incidents,
                summary: "One incident with its alerts",
                text: "The incident as it stands now, with all its alerts.",
                parameters: [.incident],
                answers: [
                    Reply(.ok, "The incident.", .named("IncidentAlerts"))
                ]
            ),
        ]
    }

    static var schemas: [String: Schema] {
        [
            "IncidentID": .text(
                "The incident's ULID: that of its first alert.",
                pattern: "^[0-9A-HJKMNP-TV-Z]{26}$",
                example: "01M83R2D5DMP82RWY7ZDD2DJRM"
            ),
            "Incident": .object("Alerts that are one matter.", incident),
            "IncidentAlerts": .object(
                "Alerts that are one matter, and what they are.",
                incident + [
                    .always("items", .list("Its alerts, oldest first.", of: .named("Alert")))
                ]
            ),
            "IncidentPage": .page(
                of: "Incident",
                "A page of incidents, newest first.",
                next: "The `after` of the next page."
            ),
            "IncidentChange": .object(
                "What an action changed of an incident.",
                [
                    .always("incident", .named("IncidentID")),
                    .always("changed", .count("How many alerts.")),
                    .always(
                        "items",
                        .list("They as the action left them, oldest first.", of: .named("Alert"))
                    ),
                ]
            ),
        ]
    }

    private static let incident: [Field] = [
        .always("incident", .named("IncidentID")),
        .always("station", .named("StationID")),
        .always("grid", .text("The patrol grid of the place.", example: "jn-017")),
        .always("exercise", .flag("Whether it is part of a drill.")),
        .always("openedAt", .time("When its first alert was raised.")),
        .always("lastAlertAt", .time("When its last alert was raised.")),
        .always("alerts", .count("How many alerts it has.")),
        .always("open", .count("How many of them are not closed.")),
        .always("priority", .named("Priority")),
        .always("storm", .flag("Whether it has so many alerts that it is called a storm.")),
        .always("cameras", .list("The cameras that saw it.", of: .named("CameraID"))),
        .always("units", .list("The units that are ordered to it.", of: .named("UnitID"))),
    ]
}
