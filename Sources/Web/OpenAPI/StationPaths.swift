import Domain
import HTTPTypes

/// What can be asked of stations.
enum StationPaths {
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
                    .page("StationPage", "A page of stations.", of: "listStations")
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
                    Reply(.ok, "The station.", .named("Station"))
                ]
            ),
        ]
    }
}
