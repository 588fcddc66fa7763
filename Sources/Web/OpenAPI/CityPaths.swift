import Delivery
import Domain
import HTTPTypes

/// What can be asked of cameras and stations.
enum CityPaths {
    static var all: [Operation] {
        [
            Operation(
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
                        .list(
                            "states",
                            of: .word("a state", CameraDocument.State.allCases.map(\.rawValue))),
                        example: ["offline"]
                    ),
                    .query(
                        "q", "Only cameras with this in their name or id.",
                        .text("letters of any case")),
                    .limit, .afterID,
                ],
                answers: [
                    Reply(
                        .ok, "A page of cameras.", .named("CameraPage"),
                        links: [.nextPage("listCameras")]),
                    .problem(.badRequest), .problem(.failed),
                ]
            ),
            Operation(
                method: .get,
                path: "/v1/cameras/{id}",
                id: "getCamera",
                tag: .cameras,
                summary: "One camera",
                text: "A camera and how it is doing.",
                parameters: [.camera],
                answers: [
                    Reply(.ok, "The camera.", .named("Camera")), .problem(.notFound),
                    .problem(.failed),
                ]
            ),
            Operation(
                method: .get,
                path: "/v1/stations",
                id: "listStations",
                tag: .stations,
                summary: "All stations",
                text: "The city's street police stations.",
                parameters: [.limit, .afterID],
                answers: [
                    Reply(
                        .ok, "A page of stations.", .named("StationPage"),
                        links: [.nextPage("listStations")]),
                    .problem(.badRequest), .problem(.failed),
                ]
            ),
            Operation(
                method: .get,
                path: "/v1/stations/{id}",
                id: "getStation",
                tag: .stations,
                summary: "One station",
                text: "A street police station.",
                parameters: [.station],
                answers: [
                    Reply(.ok, "The station.", .named("Station")), .problem(.notFound),
                    .problem(.failed),
                ]
            ),
        ]
    }
}
