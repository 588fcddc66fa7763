import Desk
import Domain
import Testing

struct `A neighbourhood` {
    /// Squares of a tenth of a degree in a row from west to east, with a station in each, as far
    /// from its western edge as is said.
    private func row(
        _ stations: [(id: StationID, edge: Double, inside: Double)],
        named: [StationID: [StationID]] = [:]
    ) -> City {
        City(
            code: "370100",
            name: "济南市",
            districts: [District(code: "370102", name: "历下区")],
            stations: Dictionary(
                uniqueKeysWithValues: stations.map { station in
                    let place = GeoPoint(
                        longitude: station.edge + station.inside, latitude: 36.65
                    )
                    return (
                        station.id,
                        Station(
                            id: station.id, name: "\(station.id)", district: "370102",
                            position: place
                        )
                    )
                }
            ),
            grids: stations.map { station in
                let (west, east) = (station.edge, ((station.edge + 0.1) * 10).rounded() / 10)
                return Grid(
                    id: GridID("g-\(station.id)"),
                    station: station.id,
                    outline: GeoPolygon(
                        points: [(west, 36.6), (east, 36.6), (east, 36.7), (west, 36.7)].map {
                            GeoPoint(longitude: $0.0, latitude: $0.1)
                        }
                    )
                )
            },
            neighbours: named
        )
    }

    private func adjacent(_ city: City) -> [StationID: [StationID]] {
        city.stations.mapValues(Neighbourhood(city).adjacent)
    }

    @Test func `is of those that border on a station, the nearer first`() {
        let city = row([("a", 117, 0.05), ("b", 117.1, 0.08), ("c", 117.2, 0.02)])
        #expect(Neighbourhood(city).bordering(on: "b") == ["a", "c"])
        #expect(adjacent(city)["b"] == ["c", "a"])
    }

    @Test func `has the nearest of the others where fewer than two border on a station`() {
        let city = row([
            ("a", 117, 0.05), ("b", 117.1, 0.05), ("c", 117.2, 0.05), ("d", 117.5, 0.05),
        ])
        #expect(Neighbourhood(city).bordering(on: "a") == ["b"])
        #expect(Neighbourhood(city).bordering(on: "d") == [])
        #expect(adjacent(city)["a"] == ["b", "c"])
        #expect(adjacent(city)["d"] == ["c", "b"])
    }

    @Test func `prefers who borders on a station to who is nearer`() {
        // The station of the wide gap is nearer to `a` than `b`'s, and does not border on it.
        var city = row([("a", 117, 0.01), ("b", 117.1, 0.09), ("far", 118, 0.05)])
        city.stations["far"]?.position = GeoPoint(longitude: 117, latitude: 36.65)
        #expect(adjacent(city)["a"] == ["b", "far"])
    }

    @Test func `is as the seeds name it`() {
        let city = row(
            [("a", 117, 0.05), ("b", 117.1, 0.05), ("c", 117.2, 0.05)], named: ["a": ["c"]])
        #expect(adjacent(city)["a"] == ["c"])
        #expect(Chart(city).rows["a"]?.adjacent == ["c"])
        #expect(Set(adjacent(city)["b"] ?? []) == ["a", "c"])
    }

    @Test func `is smaller where there are fewer stations`() {
        #expect(adjacent(row([("a", 117, 0.05)])) == ["a": []])
        #expect(adjacent(row([("a", 117, 0.05), ("b", 117.1, 0.05)])) == ["a": ["b"], "b": ["a"]])
    }
}
