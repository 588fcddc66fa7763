import Delivery
import Domain

/// What is sent of cameras, and what comes of trying a stream.
enum CameraFormSchemas {
    static var all: [String: Schema] {
        [
            "CameraURL": .text(
                "Where a stream is; without user and password, and where cameras may be.",
                pattern: "^rtsps?://[^@ ]+$",
                example: "rtsp://10.1.2.17/Streaming/Channels/101"
            ),
            "CredentialsName": .text(
                "A name among the node's credentials.",
                pattern: "^[a-z0-9-]{1,64}$",
                example: "square"
            ),
            "ZoneForms": .list("Parts of its picture.", of: .named("Zone")),
            "Probe": probe,
        ]
    }

    private static let transport = Schema.word(
        "How its packets travel.", of: StreamTransport.self
    ).defaulting(to: "tcp")

    static let trial = Schema.request(
        "A stream to try.",
        [
            .always("url", .named("CameraURL")),
            .maybe("credentials", .named("CredentialsName")),
            .maybe("transport", transport),
        ]
    )

    static var camera: Schema {
        var schema = Schema.request(
            "A camera, with the keys of a camera file. It has a place: a position, a station or both.",
            [
                .maybe(
                    "id",
                    .text(
                        "A 20-digit GB/T 28181 device number, or 1 to 64 of a-z, 0-9 and -. The "
                            + "path's where it is left out of a PUT.",
                        pattern: "^[a-z0-9-]{1,64}$",
                        example: "gate"
                    )
                ),
                .always("name", .prose("A name that people know it by.", 1...128, example: "东门")),
                .always("url", .named("CameraURL")),
                .maybe("analyse", .named("CameraURL")),
                .maybe("transport", transport),
                .maybe("credentials", .named("CredentialsName")),
                .maybe("position", .position("`[longitude, latitude]`; finds grid and station.")),
                .maybe("station", .named("StationID")),
                .maybe(
                    "placeClass",
                    .word(
                        "Somebody is to be on scene within 1, 3 or 5 minutes.", of: PlaceClass.self
                    )
                    .defaulting(to: "P5")
                ),
                .maybe("sensitivity", .count("1 is the least.", 1...5).defaulting(to: 3)),
                .maybe(
                    "mode",
                    .word("Which pictures are decoded.", of: DecodeMode.self)
                        .defaulting(to: "full")
                ),
                .maybe("zones", .named("ZoneForms")),
            ] + answered
        )
        schema.keywords["anyOf"] = [["required": ["position"]], ["required": ["station"]]]
        return schema
    }

    /// What the API itself adds; it is passed over.
    private static let answered: [Field] = ["grid", "owner", "file", "status", "warnings"].map {
        .maybe($0, Schema(keywords: ["description": "As it was answered; passed over."]))
    }

    private static let probe = Schema.object(
        "What came of trying a stream.",
        [
            .always("url", .text("Without user and password.")),
            .always(
                "fitness",
                .word(
                    "`limited`: it can be watched, with what the verdict names.",
                    of: ProbeDocument.Fitness.self
                )
            ),
            .always(
                "verdict",
                .text(
                    "For people: what it is, what is wrong, and what to do.",
                    example: "fit: h264 1280x720 12/s, a keyframe every 2.0 s, 1.0 Mb/s"
                )
            ),
            .maybe("cause", .text("Why it is unfit, in a word.", example: "unreachable")),
            .maybe("codec", .text("As libavcodec names it.", example: "h264")),
            .maybe("width", .count("In pixels.")),
            .maybe("height", .count("In pixels.")),
            .maybe("rate", .number("Pictures a second.")),
            .maybe("keyframeInterval", .number("Seconds from one keyframe to the next.")),
            .maybe("bitsPerSecond", .number("As they came.")),
            .maybe("authentication", .text("What was asked for.", example: "Digest SHA-256")),
            .always("transport", .text("`tcp`, `udp` or `tls`.")),
            .always("pictures", .count("Pictures read.")),
            .always("seconds", .number("The seconds over which they came.")),
        ]
    )
}
