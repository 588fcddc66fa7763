import Desk

/// What events say besides the alert itself.
enum DetailSchemas {
    static let fields: [Field] = people + episode + stage + order

    private static let people: [Field] = [
        .maybe("actor", .text("Who did it: a person, a unit, or the policy.")),
        .maybe("terminal", .text("With `delivered`: the terminal.", example: "wall-1")),
        .maybe("note", .text("What the person wrote.")),
        .maybe(
            "from",
            .word("With `released`: the state that it was taken out of.", of: AlertState.self)
        ),
        .maybe("proof", .text("What proves it where no person says so.", example: "positions")),
        .maybe("reason", .text("Why the desk did it.", example: "unattended")),
        .maybe("elapsed", .number("Seconds from the raise, by a clock that nobody sets.")),
    ]

    private static let episode: [Field] = [
        .maybe("seenAt", .time("When the picture arrived that opened the episode.")),
        .maybe("start", .time("The episode's first motion.")),
        .maybe("end", .time("With `ended`: the episode's last motion.")),
        .maybe(
            "peak",
            .object(
                "When and where the most moved.",
                [
                    .always("at", .time("When.")),
                    .always("area", .number("The part of the picture.", 0...1)),
                    .always(
                        "box",
                        .list(
                            "`[x, y, width, height]`",
                            of: .number("a fraction of the picture"),
                            4...4
                        )
                    ),
                ]
            )
        ),
        .maybe("path", .points("With `ended`: where it went in all.")),
        .maybe(
            "cut",
            .flag("With `ended`: the node stopped meanwhile, so that the end was not seen.")
        ),
        .maybe(
            "folded",
            .count(
                "So many more episodes of the camera, zone and rule waited for the disk with this one."
            )
        ),
    ]

    private static let stage: [Field] = [
        .maybe(
            "stage",
            .word(
                "With `stage.…`: which one. With `breached`: the milestone that was missed.",
                of: StageName.self
            )
        ),
        .maybe("due", .time("When the stage was due.")),
        .maybe("late", .number("How many seconds after that it fired, where more than 0.1.")),
        .maybe(
            "engaged",
            .list("Whose queues were told by this event for the first time.", of: .named("QueueID"))
        ),
        .maybe(
            "grouped",
            .list(
                """
                Who was told of the stage by another alert of the incident that is open: their lists have \
                this one, and their queues will when the other one is closed.
                """,
                of: .named("QueueID")
            )
        ),
    ]

    private static let order: [Field] = [
        .maybe("unit", .named("UnitID")),
        .maybe(
            "alerts",
            .list("All alerts that one order is for, if several.", of: .named("AlertID"))
        ),
        .maybe("cameras", .list("Their cameras.", of: .named("CameraID"))),
        .maybe(
            "proposed",
            .list(
                "Available units, the nearest first.",
                of: .object(
                    "A unit that could be sent.",
                    [
                        .always("unit", .named("UnitID")),
                        .always("distance", .number("Metres, as the crow flies.")),
                        .always("age", .number("Seconds since its last position.")),
                    ]
                )
            )
        ),
    ]
}
