import HTTPTypes

/// Pictures, and the parts of them that may be asked for.
extension Reply {
    static var picture: [Reply] {
        [
            Reply(.ok, "The picture.", jpeg, headers: headers),
            Reply(
                .partialContent,
                "The bytes that are wanted.",
                jpeg,
                headers: headers + [
                    .always(
                        "Content-Range", .text("Which they are.", example: "bytes 0-1023/48213"))
                ]
            ),
            Reply(
                .notModified, "It is the picture that is there already.", [:], headers: headers),
            .problem(.otherRange), .problem(.full),
        ]
    }

    private static let jpeg = ["image/jpeg": Schema(keywords: [:])]

    private static let headers: [Field] = [
        .always("ETag", .text("Names this picture.", example: Parameter.tag)),
        .always("Accept-Ranges", Schema(keywords: ["const": "bytes"])),
    ]
}

extension Parameter {
    static let tag = "\"8b1a9953c4611296\""

    static let picture = [
        header(
            "Range",
            "Which bytes are wanted, one range; anything else is passed over.",
            "bytes=0-1023"
        ),
        header("If-Range", "The `ETag` that the range is of; else all comes.", tag),
        header("If-None-Match", "The `ETag` of the picture that is there already.", tag),
    ]
}
