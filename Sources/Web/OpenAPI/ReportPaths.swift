import Desk
import Domain
import HTTPTypes

/// What can be asked of reports.
enum ReportPaths {
    static var all: [Operation] { [response, falseAlarms] }

    private static let scope: [Parameter] = [
        .moment(
            "from", "Only alerts raised at this time or later; by default a day before `until`."),
        .moment("until", "Only alerts raised before this time; by default now."),
        .query("station", "Only alerts of this station.", .named("StationID"), example: "jn-017"),
        .query(
            "exercise", "Exercises alone; by default they are left out.", .flag("true or false")),
        .query(
            "format",
            "Stands in place of `Accept`.",
            .word("how it is written", ["json", "csv"])
        ),
    ]

    private static let response = Operation(
        method: .get,
        path: "/v1/reports/response",
        id: "reportResponse",
        tag: .reports,
        summary: "How soon alerts were answered",
        text: """
            Of the alerts that were raised in a time: how many were delivered, accepted, dispatched, \
            reached and contained within their deadlines, how long it took, and how long nobody read \
            the stations' queues. Alerts of priority 4 owe nothing and are only counted.
            """,
        parameters: scope + [
            .query(
                "by",
                "What a line stands for; by default a station.",
                .word("grouping", of: ResponseReport.Grouping.self),
                example: "district"
            )
        ],
        answers: [report("ResponseReport")]
    )

    private static let falseAlarms = Operation(
        method: .get,
        path: "/v1/reports/false-alarms",
        id: "reportFalseAlarms",
        tag: .reports,
        summary: "Who cries wolf",
        text: """
            The share of false alarms of each camera and rule at each station that answered for it, \
            the worst first.
            """,
        parameters: scope,
        answers: [report("FalseAlarmReport")]
    )

    private static func report(_ name: String) -> Reply {
        Reply(
            .ok,
            "The report. As `text/csv` it has a line for each group, under a line of names.",
            [
                "application/json": .named(name),
                "text/csv": .text("Lines of figures with commas between (RFC 4180)."),
            ]
        )
    }
}

/// What reports say.
enum ReportSchemas {
    static var all: [String: Schema] {
        [
            "ResponseReport": .object(
                "How soon alerts were answered.",
                scope + [
                    .always(
                        "by", .word("What a group stands for.", of: ResponseReport.Grouping.self)),
                    .always("total", .named("ResponseGroup")),
                    .always("groups", .list("By name.", of: .named("ResponseGroup"))),
                ]
            ),
            "ResponseGroup": .object("One line of the report.", group),
            "MilestoneFigures": .object(
                "How one milestone was kept, of the alerts that owed it.", milestone),
            "FalseAlarmReport": .object(
                "Who cries wolf.",
                scope + [
                    .always(
                        "sources",
                        .list(
                            "The worst first.",
                            of: .object(
                                "A rule of a camera, or a kind of signal, at one station.", source)
                        )
                    )
                ]
            ),
        ]
    }

    private static let scope: [Field] = [
        .always("from", .time("Raised at or after.")),
        .always("until", .time("Raised before.")),
        .maybe("station", .named("StationID")),
        .always("exercise", .flag("Whether exercises alone are counted, else none are.")),
    ]

    private static let standings: [Field] = [
        .always("alerts", .count("All: open, closed, merged and withdrawn.")),
        .always("open", .count("Not closed.")),
        .always("closed", .count("Closed by a person.")),
        .always("merged", .count("Carried by another alert.")),
        .always("withdrawn", .count("Taken back by the detector.")),
    ]

    private static let group: [Field] =
        [
            .always("group", .text("Such as `jn-017`, `P1` or `08:00`.", example: "jn-017")),
            .maybe("name", .text("As people know it.")),
        ] + standings
        + Milestone.allCases.map { .always($0.rawValue, .named("MilestoneFigures")) }
        + [
            .maybe("unattendedSeconds", .number("How long nobody read the stations' queues."))
        ]

    private static let milestone: [Field] = [
        .always("inTime", .count("Reached by its deadline.")),
        .always("breached", .count("Not reached by its deadline.")),
        .maybe("share", .number("`inTime` of both.", 0...1)),
        .always("reached", .count("In time or late: of so many the times are taken.")),
        .maybe("p50Seconds", .number("Half took no longer.")),
        .maybe("p90Seconds", .number("Nine of ten took no longer.")),
        .maybe("p99Seconds", .number("99 of 100 took no longer.")),
    ]

    private static let source: [Field] =
        [
            .maybe("camera", .named("CameraID")),
            .maybe("name", .text("The camera's.")),
            .maybe("source", .text("Where signals come from.", example: "school-12")),
            .always("kind", .text("The rule, or the signal's own word.", example: "intrusion")),
            .always("station", .named("StationID")),
        ] + standings + [
            .always("falseAlarms", .count("Closed as false alarms.")),
            .maybe("share", .number("Of what was closed.", 0...1)),
            .always(
                "causes",
                .object(
                    "What they were.",
                    (FalseAlarmCause.allCases.map(\.rawValue) + ["unstated"]).map {
                        .always($0, .count("How many."))
                    }
                )
            ),
        ]
}
