import Desk
package import Domain

/// A made-up city to measure a node in: stations a kilometre apart, twelve to a district.
package enum BenchCity {
    package static func queue(_ number: Int) -> QueueID { station(number).queue }

    package static func station(_ number: Int) -> StationID {
        let digits = String(number + 1)
        return StationID(
            "bench-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        )
    }

    static func city(stations count: Int) -> City {
        let districts = (0...(count - 1) / 12).map { number in
            District(code: String(370_101 + number), name: "District \(number + 1)")
        }
        let stations = (0..<count).map { number in
            Station(
                id: station(number),
                name: "Station \(number + 1)",
                district: districts[number / 12].code,
                position: place(number, east: 0.5, north: 0.5)
            )
        }
        return City(
            code: "370100",
            name: "Bench",
            districts: districts,
            stations: Dictionary(uniqueKeysWithValues: stations.map { ($0.id, $0) }),
            grids: (0..<count).map { number in
                Grid(
                    id: GridID(station(number).rawValue),
                    station: station(number),
                    outline: GeoPolygon(
                        points: [(0.0, 0.0), (1, 0), (1, 1), (0, 1)].map {
                            place(number, east: $0.0, north: $0.1)
                        }
                    )
                )
            }
        )
    }

    /// A place in a station's grid, as shares of its width and height.
    private static func place(_ number: Int, east: Double, north: Double) -> GeoPoint {
        GeoPoint(
            longitude: 117 + (Double(number % 12) + east) * 0.011,
            latitude: 36.6 + (Double(number / 12) + north) * 0.009
        )
    }

    /// What a camera of its own sees; every number is another alert.
    ///
    /// - Parameter kind: `motion` has no ladder, `intrusion` has all of it.
    static func report(
        _ number: Int,
        of stations: Int,
        _ kind: AlertKind,
        at now: Stamp
    ) -> EpisodeReport {
        let station = station(number % stations)
        let camera = Camera(
            id: CameraID("3701020000132\(1_000_000 + number % 9_000_000)"),
            name: "泉城广场 东门 \(number)",
            url: "rtsp://127.0.0.1/\(number)",
            position: GeoPoint(longitude: 117.0213, latitude: 36.6611),
            station: station,
            grid: GridID(station.rawValue)
        )
        let time = StreamTime(seconds: 1)
        let episode = Episode(
            number: 1,
            kind: kind,
            zone: "whole",
            priority: nil,
            start: time,
            lastMotion: time,
            peak: Episode.Peak(
                time: time, area: 0.061, box: Box(x: 0.41, y: 0.22, width: 0.12, height: 0.55)
            ),
            path: [Point(x: 0.1, y: 0.8), Point(x: 0.23, y: 0.74), Point(x: 0.4, y: 0.7)],
            score: 0.93,
            // When it began, so that a reader knows how long it was on its way.
            why: "\(now.moment.nanoseconds)"
        )
        return EpisodeReport(
            camera: camera,
            episode: episode,
            seenAt: now.wall,
            start: now.wall,
            lastMotion: now.wall,
            peakAt: now.wall
        )
    }
}
