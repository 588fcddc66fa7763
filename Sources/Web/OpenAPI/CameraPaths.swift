import Delivery
import Domain
import HTTPTypes

/// What can be asked of cameras.
enum CameraPaths {
    static var all: [Operation] { [list, add, one, put, remove, snapshot, probe] }

    private static let list = Operation(
        method: .get,
        path: "/v1/cameras",
        id: "listCameras",
        tag: .cameras,
        summary: "All cameras",
        text: "The cameras that the node reads, and how each is doing.",
        parameters: [
            .query("station", "Only this station's cameras.", .named("StationID")),
            .query(
                "health",
                "Only cameras in these states.",
                .words(
                    "states",
                    of: .word("a state", CameraDocument.State.allCases.map(\.rawValue))
                ),
                example: ["offline"]
            ),
            .query(
                "q",
                "Only cameras with this in their name or id.",
                .prose("letters of any case", TextLimits.parameter, example: "东门")
            ),
            .limit, .afterID,
        ],
        answers: [.page("CameraPage", "A page of cameras.", of: "listCameras")]
    )

    private static let add = Operation(
        method: .post,
        path: "/v1/cameras",
        id: "addCamera",
        tag: .cameras,
        summary: "Add a camera",
        text: """
            The node reads it from now on, also after a restart. Whoever writes camera files does \
            so there; the id of a camera is taken where a file or the API has it.
            """,
        body: RequestContent(schema: .named("CameraForm"), examples: ["gate": gate]),
        answers: [
            Reply(
                .created,
                "It is on disk and read.",
                .named("Camera"),
                headers: [
                    tag, .always("Location", .text("Its path.", example: "/v1/cameras/gate")),
                ],
                links: next
            ),
            .problem(.taken), .problem(.full),
        ]
    )

    private static let one = Operation(
        method: .get,
        path: "/v1/cameras/{id}",
        id: "getCamera",
        tag: .cameras,
        summary: "One camera",
        text: "A camera and how it is doing.",
        parameters: [.camera],
        answers: [Reply(.ok, "The camera.", .named("Camera"), headers: [tag])]
    )

    private static let put = Operation(
        method: .put,
        path: "/v1/cameras/{id}",
        id: "putCamera",
        tag: .cameras,
        summary: "Change a camera, or add one under this id",
        text: """
            Puts a whole camera in place of the one that is there. Its stream is opened anew only \
            where it must be. A camera of a file is changed in its file.
            """,
        parameters: [.camera, ifMatch],
        body: RequestContent(schema: .named("CameraChange"), examples: ["gate": gate]),
        answers: [
            Reply(.ok, "It is on disk and read.", .named("Camera"), headers: [tag], links: next),
            Reply(
                .created,
                "It is new.",
                .named("Camera"),
                headers: [
                    tag, .always("Location", .text("Its path.", example: "/v1/cameras/gate")),
                ],
                links: next
            ),
            .problem(.taken), .problem(.changed), .problem(.full),
        ]
    )

    private static let remove = Operation(
        method: .delete,
        path: "/v1/cameras/{id}",
        id: "removeCamera",
        tag: .cameras,
        summary: "Remove a camera",
        text: "The node no longer reads it. A camera of a file is removed from its file.",
        parameters: [.camera, ifMatch],
        answers: [
            Reply(.noContent, "It is gone.", [:]), .problem(.taken), .problem(.changed),
            .problem(.full),
        ]
    )

    private static let snapshot = Operation(
        method: .get,
        path: "/v1/cameras/{id}/snapshot.jpg",
        id: "getCameraSnapshot",
        tag: .cameras,
        summary: "What a camera sees now",
        text: """
            The latest picture, with private zones painted over. Who looks is kept in a register.
            """,
        parameters: [.camera] + Parameter.picture,
        answers: Reply.picture
    )

    private static let probe = Operation(
        method: .post,
        path: "/v1/probe",
        id: "probeStream",
        tag: .cameras,
        summary: "Try a stream",
        text: """
            The node opens the stream, reads it for some seconds and says what it is, whether it \
            can be watched, and what to do otherwise. A stream that cannot be opened is an answer \
            too: `unfit`. It reaches only hosts in the node's `cameraNetworks`.
            """,
        body: RequestContent(
            schema: .request(
                "What to try.",
                [
                    .always("url", .named("StreamURL")),
                    .maybe("credentials", .named("CredentialsName")),
                    .maybe("transport", .word("How its packets travel.", of: StreamTransport.self)),
                ]
            ),
            examples: ["gate": ["url": "rtsp://10.1.2.17/Streaming/Channels/101"]]
        ),
        answers: [Reply(.ok, "What came of it.", .named("Probe"))]
    )

    private static let tag = Field.always(
        "ETag", .text("Names this form of the camera.", example: "\"8b1a9953c4611296\""))

    private static let ifMatch = Parameter.header(
        "If-Match",
        "The `ETag` that the caller saw: refused with 412 where the camera is another by now.",
        "\"8b1a9953c4611296\""
    )

    private static let gate: JSONValue = [
        "id": "gate", "name": "东门", "url": "rtsp://10.1.2.17/Streaming/Channels/101",
        "station": "jn-017",
        "zones": [
            [
                "name": "steps", "rule": "intrusion", "hours": "22:00-06:00",
                "points": [[0, 0.5], [1, 0.5], [1, 1], [0, 1]],
            ]
        ],
    ]

    private static let next = ["getCamera", "putCamera", "removeCamera", "getCameraSnapshot"].map {
        Link(
            operation: $0, text: "The same camera.", parameters: ["id": "$response.body#/id"])
    }
}
