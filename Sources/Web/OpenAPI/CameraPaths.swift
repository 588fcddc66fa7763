import Delivery
import Domain
import HTTPTypes

/// What can be asked of cameras.
enum CameraPaths {
    static var all: [Operation] { [list, add, get, put, remove, picture, probe] }

    private static let list = Operation(
        method: .get,
        path: "/v1/cameras",
        id: "listCameras",
        tag: .cameras,
        summary: "All cameras",
        text: "The cameras that the node watches, and how each is doing.",
        parameters: [
            .query("station", "Only this station's cameras.", .named("StationID")),
            .query(
                "health",
                "Only cameras in these states.",
                .list(
                    "states", of: .word("a state", CameraDocument.State.allCases.map(\.rawValue))),
                example: ["offline"]
            ),
            .query(
                "q", "Only cameras with this in their name or id.", .text("letters of any case")),
            .limit, .afterID,
        ],
        answers: [
            Reply(
                .ok, "A page of cameras.", .named("CameraPage"), links: [.nextPage("listCameras")]),
            .problem(.badRequest), .problem(.failed),
        ]
    )

    private static let add = Operation(
        method: .post,
        path: "/v1/cameras",
        id: "addCamera",
        tag: .cameras,
        summary: "Add a camera",
        text: """
            The body has the keys of a camera file, and is checked by the same rules. When it is \
            answered, the camera is on disk and watched.
            """,
        parameters: [.idempotencyKey],
        body: RequestContent(schema: CameraFormSchemas.camera, examples: ["gate": example]),
        answers: [
            Reply(
                .created, "It is on disk.", .named("Camera"), headers: newHeaders, links: links),
            .problem(.badRequest), .problem(.cameraConflict), .problem(.tooLong),
            .problem(.keyReused), .problem(.failed), .problem(.unavailable), .problem(.full),
        ]
    )

    private static let get = Operation(
        method: .get,
        path: "/v1/cameras/{id}",
        id: "getCamera",
        tag: .cameras,
        summary: "One camera",
        text: "A camera and how it is doing.",
        parameters: [.camera],
        answers: [
            Reply(.ok, "The camera.", .named("Camera"), headers: tag),
            .problem(.notFound), .problem(.failed),
        ]
    )

    private static let put = Operation(
        method: .put,
        path: "/v1/cameras/{id}",
        id: "putCamera",
        tag: .cameras,
        summary: "Add or change a camera",
        text: """
            Puts the camera of the body in place of what is there under this id. What the API \
            itself adds to a camera (`grid`, `owner`, `file`, `status`) may be left in. Cameras of \
            files are changed in their files.
            """,
        parameters: [.camera, ifMatch],
        body: RequestContent(schema: CameraFormSchemas.camera, examples: ["gate": example]),
        answers: [
            Reply(.ok, "It is on disk in its new form.", .named("Camera"), headers: tag),
            Reply(.created, "It is new, and on disk.", .named("Camera"), headers: newHeaders),
            .problem(.badRequest), .problem(.cameraConflict), .problem(.changed),
            .problem(.tooLong), .problem(.failed), .problem(.unavailable), .problem(.full),
        ]
    )

    private static let remove = Operation(
        method: .delete,
        path: "/v1/cameras/{id}",
        id: "removeCamera",
        tag: .cameras,
        summary: "Remove a camera",
        text: """
            Ends its stream and what is open in it; its alerts stay. Cameras of files are taken \
            out of their files.
            """,
        parameters: [.camera, ifMatch],
        answers: [
            Reply(.noContent, "It is removed.", [:]),
            .problem(.notFound), .problem(.cameraConflict), .problem(.changed), .problem(.failed),
            .problem(.unavailable), .problem(.full),
        ]
    )

    private static let picture = Operation(
        method: .get,
        path: "/v1/cameras/{id}/snapshot.jpg",
        id: "getCameraSnapshot",
        tag: .cameras,
        summary: "What a camera sees now",
        text: """
            A picture no older than a second, or the next one, with private zones painted over. \
            404 where the camera is offline or no whole picture comes within 5 s. Who looks is \
            kept in a register.
            """,
        parameters: [.camera],
        answers: [
            Reply(.ok, "The picture.", ["image/jpeg": Schema(keywords: [:])]),
            .problem(.notFound), .problem(.noSuchPart), .problem(.failed), .problem(.unavailable),
            .problem(.full),
        ]
    )

    private static let probe = Operation(
        method: .post,
        path: "/v1/probe",
        id: "probeStream",
        tag: .cameras,
        summary: "Try a stream",
        text: """
            The node opens the stream, where cameras may be and with its own credentials, and \
            says what it is good for. Nothing is saved. It takes up to 24 s; four are tried at \
            once, one more is a 503.
            """,
        parameters: [.idempotencyKey],
        body: RequestContent(
            schema: CameraFormSchemas.trial,
            examples: ["gate": ["url": "rtsp://127.0.0.1:8554/cam0"]]
        ),
        answers: [
            Reply(.ok, "What came of it, also where it is not fit.", .named("Probe")),
            .problem(.badRequest), .problem(.tooLong), .problem(.keyReused), .problem(.failed),
            .problem(.unavailable),
        ]
    )

    private static let ifMatch = Parameter(
        name: "If-Match",
        place: .header,
        text: "The `ETag` that the caller saw: refused where the camera is another by now.",
        schema: .text("An `ETag`, or `*`.", pattern: #"^(\*|"[0-9a-f]{1,16}")$"#),
        example: "*"
    )

    private static let tag = ["ETag": Schema.text("Names this form of the camera.")]
    private static let newHeaders = tag.merging(
        ["Location": .text("Where it is.", example: "/v1/cameras/gate")]
    ) { first, _ in first }

    private static let links: [Link] = ["getCamera", "removeCamera"].map {
        Link(
            operation: $0,
            text: "The camera that was added.",
            parameters: ["id": "$response.body#/id"]
        )
    }

    private static let example: JSONValue = [
        "id": "gate", "name": "东门", "url": "rtsp://127.0.0.1:8554/cam0",
        "position": [117.021, 36.661], "placeClass": "P1",
    ]
}
