import Delivery
import Desk
import Domain

/// Cameras, and how their streams are doing.
enum CameraSchemas {
    static var all: [String: Schema] {
        [
            "CameraID": .text(
                "A 20-digit GB/T 28181 device number, or 1 to 64 of a-z, 0-9 and -.",
                pattern: "^[a-z0-9-]{1,64}$",
                example: "gate"
            ),
            "Camera": camera,
            "CameraPage": .page(
                of: "Camera",
                "A page of cameras, by id.",
                next: "The `after` of the next page."
            ),
            "CameraStatus": status,
            "CameraCondition": condition,
            "Zone": zone,
        ]
    }

    private static let camera = Schema.object(
        "A camera and how it is doing.",
        [
            .always("id", .named("CameraID")),
            .always("name", .text("Its name.", example: "泉城广场 东门")),
            .always(
                "url",
                .text(
                    "Where its stream is, without user and password.",
                    example: "rtsp://10.1.2.17/Streaming/Channels/101"
                )
            ),
            .maybe(
                "analyse",
                .text(
                    "Where a smaller stream of the same picture is, which is watched in its place.",
                    example: "rtsp://10.1.2.17/Streaming/Channels/102"
                )
            ),
            .always("transport", .word("How its packets travel.", of: StreamTransport.self)),
            .maybe("credentials", .text("A name among the node's credentials.", example: "square")),
            .always("station", .named("StationID")),
            .always("grid", .text("The patrol grid in which it stands.", example: "jn-017")),
            .always(
                "placeClass",
                .word("Within 1, 3 or 5 minutes somebody is to be on scene.", of: PlaceClass.self)
            ),
            .maybe("position", .position("`[longitude, latitude]`, WGS-84 degrees.")),
            .always("sensitivity", .count("1 is the least.", 1...5)),
            .always("mode", .word("Which pictures are decoded.", of: DecodeMode.self)),
            .always("zones", .list("Parts of its picture.", of: .named("Zone"))),
            .always(
                "owner",
                .word(
                    "Who changes it: whoever writes its camera file, or this API.",
                    of: CameraDocument.Owner.self
                )
            ),
            .maybe("file", .text("The camera file that it is in.", example: "cameras/gate.yaml")),
            .maybe(
                "warnings",
                .list("What is doubtful in what was just sent.", of: .text("For people."))
            ),
            .always("status", .named("CameraStatus")),
        ]
    )

    private static let zone = Schema.object(
        "A part of a camera's picture and what holds in it.",
        [
            .always("name", .text("Its name.", example: "steps")),
            .always(
                "rule",
                .word(
                    "What is watched for. What moves in `ignore` is no event; `private` is also "
                        + "painted over before a picture is stored.",
                    ["motion", "intrusion", "crossing", "loitering", "ignore", "private"]
                )
            ),
            .maybe("priority", .named("Priority")),
            .maybe(
                "hours",
                .text(
                    "When `intrusion` is armed; always where absent.",
                    pattern: "^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$",
                    example: "22:00-06:00"
                )
            ),
            .maybe("seconds", .number("For how long somebody must stay (`loitering`).")),
            .maybe("points", .points("The outline's corners; a `crossing` has none.")),
            .maybe("line", .points("The two ends of a `crossing`.")),
            .maybe(
                "direction",
                .word(
                    "Which way a `crossing` counts, seen along its line.",
                    of: ZoneRule.Direction.self)
            ),
        ]
    )

    private static let status = Schema.object(
        "How its stream is doing. Counts are since the node's start.",
        [
            .always(
                "state",
                .word(
                    "`connecting` until it was first reached; `degraded`: it sends, but something "
                        + "is wrong; `offline`: it is tried again all the time.",
                    of: CameraDocument.State.self
                )
            ),
            .always("since", .time("Since when.")),
            .maybe(
                "reason",
                .text(
                    "Why it is degraded or offline, in words and numbers and without secrets.",
                    example: "18 of 120 (15 %) pictures damaged"
                )
            ),
            .maybe("lastError", .text("What went wrong last, also where it is well again.")),
            .maybe("codec", .text("As the stream names it.", example: "h264")),
            .maybe("width", .count("In pixels.")),
            .maybe("height", .count("In pixels.")),
            .maybe("rate", .number("Pictures a second over the last 10 s.")),
            .maybe("bitsPerSecond", .count("Over the last 10 s.")),
            .always("packets", .count("Packets read.")),
            .always("pictures", .count("Pictures decoded.")),
            .always(
                "damaged",
                .count("Packets that could not be decoded, and pictures with parts guessed.")
            ),
            .always("dropped", .count("Packets left out since too much waited.")),
            .always("lost", .count("RTP packets that never came.")),
            .always("reconnects", .count("How often the stream was opened again.")),
            .maybe("pictureAge", .number("Seconds since the last picture.")),
        ]
    )

    private static let condition = Schema.object(
        "How a camera is since an event. What does not last 10 s is no event.",
        [
            .always("camera", AlertSchemas.camera),
            .always("station", .named("StationID")),
            .always("grid", .text("The patrol grid in which it stands.", example: "jn-017")),
            .always("state", .word("In a word.", of: CameraCondition.State.self)),
            .maybe("reason", .text("Why it is not well; where it is again, why it was not.")),
            .always("since", .time("Since when.")),
            .maybe("lasted", .number("Seconds that it was not well, where it is again.")),
        ]
    )
}
