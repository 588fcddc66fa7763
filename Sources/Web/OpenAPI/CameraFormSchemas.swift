import Delivery
import Domain

/// Cameras as they are sent: the keys of a camera file.
enum CameraFormSchemas {
    static var all: [String: Schema] {
        [
            "StreamURL": .text(
                "`rtsp://` or `rtsps://`, without user and password. Its host lies in the node's "
                    + "`cameraNetworks`.",
                pattern: "^[Rr][Tt][Ss][Pp][Ss]?://[^@\\s]+$",
                example: "rtsp://10.1.2.17/Streaming/Channels/101"
            ),
            "CredentialsName": .text(
                "A name among the node's credentials, which are never sent.",
                pattern: "^[a-z0-9-]{1,64}$",
                example: "square"
            ),
            "Outline": Schema(
                keywords: [
                    "type": "array", "items": point, "minItems": 3, "maxItems": 1000,
                    "description": "A polygon's corners.",
                ]
            ),
            "Stroke": Schema(
                keywords: [
                    "type": "array", "items": point, "minItems": 2, "maxItems": 2,
                    "description": "The two ends of a line, which differ.",
                ]
            ),
            "ZoneForm": .one(of: zones, "A part of the picture and what holds in it."),
            "CameraForm": placed(
                "A camera. It stands at a position in the city, or names its station.",
                .always("id", .named("CameraID"))
            ),
            "CameraChange": placed(
                "A camera. Its id is the path's, and may be said again.",
                .maybe("id", .named("CameraID"))
            ),
            "Probe": probe,
        ]
    }

    private static let point: JSONValue = [
        "type": "array", "items": ["type": "number", "minimum": 0, "maximum": 1], "minItems": 2,
        "maxItems": 2, "description": "`[x, y]`, fractions of the picture.",
    ]

    /// A camera with a place.
    private static func placed(_ text: String, _ id: Field) -> Schema {
        var schema = Schema.request(text, [id] + camera)
        schema.keywords["anyOf"] = [["required": ["position"]], ["required": ["station"]]]
        return schema
    }

    private static let camera: [Field] =
        [
            .always("name", .title("What people know it by.", example: "泉城广场 东门")),
            .always("url", .named("StreamURL")),
            .maybe("analyse", .named("StreamURL")),
            .maybe(
                "transport",
                .word("How its packets travel.", of: StreamTransport.self).defaulting(to: "tcp")
            ),
            .maybe("credentials", .named("CredentialsName")),
            .maybe(
                "position", .position("`[longitude, latitude]`, WGS-84; finds grid and station.")),
            .maybe("station", .named("StationID")),
            .maybe(
                "placeClass",
                .word("Within 1, 3 or 5 minutes somebody is to be on scene.", of: PlaceClass.self)
                    .defaulting(to: "P5")
            ),
            .maybe("sensitivity", Schema.count("1 is the least.", 1...5).defaulting(to: 3)),
            .maybe(
                "mode",
                .word("Which pictures are decoded.", of: DecodeMode.self).defaulting(to: "full")
            ),
            .maybe(
                "zones",
                .list(
                    "Parts of its picture. Without one that detects, all of it is watched for `motion`.",
                    of: .named("ZoneForm")
                )
            ),
        ]
        + ["grid", "owner", "file", "status", "warnings"].map { name in
            let text: JSONValue = "Passed over, so that what was answered can be sent back."
            return .maybe(name, Schema(keywords: ["description": text]))
        }

    private static var zones: [Schema] {
        let hours = Schema.text(
            "When it is armed, ending when it does not begin; always where absent.",
            pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$",
            example: "22:00-06:00"
        )
        let direction = Schema.word(
            "Which way counts, seen along the line.", of: ZoneRule.Direction.self
        )
        return [
            zone("Raises what moves.", "motion", [outline, priority]),
            zone(
                "Raises what moves in the armed hours.", "intrusion",
                [
                    outline, priority, .maybe("hours", hours),
                ]),
            zone(
                "Raises who crosses a line. No effect yet.", "crossing",
                [
                    .always("line", .named("Stroke")), priority, .maybe("direction", direction),
                ]),
            zone(
                "Raises who stays. No effect yet.", "loitering",
                [
                    outline, priority, .always("seconds", .number("for how long", 1...86_400)),
                ]),
            zone("What moves here is no event.", "ignore", [outline]),
            zone("As `ignore`, and painted over before a picture is kept.", "private", [outline]),
        ]
    }

    private static let outline = Field.always("points", .named("Outline"))
    private static let priority = Field.maybe("priority", .named("Priority"))

    private static func zone(_ text: String, _ rule: String, _ fields: [Field]) -> Schema {
        .request(
            text,
            [
                .always("name", .title("Its name, once a camera; not `whole`.", example: "steps")),
                .always("rule", Schema(keywords: ["const": .text(rule)])),
            ] + fields
        )
    }

    private static let probe = Schema.object(
        "What came of trying a stream.",
        [
            .always("url", .text("As it was sent.")),
            .always(
                "fitness",
                .word(
                    "In a word. What is `limited` can be watched.", of: ProbeDocument.Fitness.self)
            ),
            .always(
                "verdict", .text("What it is, and what to do where it is not as it should be.")),
            .maybe("cause", .text("Why it is `unfit`, in a word.", example: "unreachable")),
            .maybe("codec", .text("As the stream names it.", example: "h264")),
            .maybe("width", .count("In pixels.")),
            .maybe("height", .count("In pixels.")),
            .maybe("rate", .number("Pictures a second.")),
            .maybe("keyframeInterval", .number("Seconds from one keyframe to the next.")),
            .maybe("bitsPerSecond", .number("How much it sends.")),
            .maybe("authentication", .text("How it asked for a password.", example: "Digest")),
            .always("transport", .text("How its packets travelled.", example: "tcp")),
            .always("pictures", .count("Pictures read.")),
            .always("seconds", .number("Over how many seconds they came.")),
        ]
    )
}
