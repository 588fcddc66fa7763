import Delivery
import Domain
import HTTPTypes

/// What can be asked of stations.
enum CityPaths {
    static var all: [Operation] {
        [
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
