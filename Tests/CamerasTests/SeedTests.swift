import Cameras
import Desk
import Domain
import Foundation
import Testing

struct `Seeds` {
    @Test(arguments: [
        (
            "code: \"370100\"", "code: 37010",
            "city.yaml:1: 'code' is '37010'; expected six digits of GB/T 2260"
        ),
        ("name: 济南市", "nam: 济南市", "city.yaml:2: unknown key 'nam'; did you mean 'name'?"),
        (
            "  - { code: \"370102\", name: 历下区 }",
            "  - { code: \"370102\", name: A }\n  - { code: \"370102\", name: B }",
            "city.yaml:5: duplicate district 370102; first in line 4"
        ),
    ])
    func `with a wrong city are refused`(old: String, new: String, message: String) throws {
        try expect("seeds/city.yaml", old, new, message)
    }

    @Test(arguments: [
        ("id: jn-002", "id: jn-001", "stations.yaml:3: duplicate id 'jn-001'; first in line 2"),
        (
            "id: jn-002", "id: JN 2",
            "stations.yaml:3: 'id' is 'JN 2'; expected 1 to 64 of a-z, 0-9 and -, such as jn-017"
        ),
        (
            "370102\", position: [117.15", "370103\", position: [117.15",
            "stations.yaml:3: unknown district '370103'; did you mean '370102'?"
        ),
        (
            "[117.15, 36.65]", "[36.65, 117.15]",
            "stations.yaml:3: 'position' is [latitude, longitude]; expected longitude first: [117.15, 36.65]"
        ),
        (
            "[117.15, 36.65]", "[117.15, 136.65]",
            "stations.yaml:3: 'position' is not on the earth; expected [longitude, latitude] within 180 and 90 degrees"
        ),
    ])
    func `with a wrong station are refused`(old: String, new: String, message: String) throws {
        try expect("seeds/stations.yaml", old, new, message)
    }

    @Test(arguments: [
        ("g-002", "g-001", "grids.geojson:4: duplicate id 'g-001'; first in line 2"),
        (
            "\"jn-002\"", "\"jn-003\"",
            "grids.geojson:4: unknown station 'jn-003'; did you mean 'jn-001'?"
        ),
        (
            ", \"station\": \"jn-002\"", "",
            "grids.geojson:4: 'properties' has no 'station'; expected an id of stations.yaml"
        ),
        (
            "\"Feature\", \"properties\": { \"id\": \"g-002\"",
            "\"Featur\", \"properties\": { \"id\": \"g-002\"",
            "grids.geojson:4: 'type' is the text 'Featur'; expected Feature; did you mean 'Feature'?"
        ),
        (
            "[[[117.1, 36.6], [117.2, 36.6],", "[[[36.6, 117.1], [36.6, 117.2],",
            "grids.geojson:5: 'coordinates' is [latitude, longitude]; expected longitude first: [117.1, 36.6]"
        ),
        (
            ", [117.1, 36.6]]] } }\n]", "]] } }\n]",
            "grids.geojson:5: a grid's ring is not closed; expected 4 positions or more, the last as the first"
        ),
        ("\n] }", "\n]", "grids.geojson:7: is malformed JSON: did not find expected ',' or '}'"),
    ])
    func `with a wrong grid are refused`(old: String, new: String, message: String) throws {
        try expect("seeds/grids.geojson", old, new, message)
    }

    /// Replaces a part of a sound file and looks for what is then said.
    private func expect(_ file: String, _ old: String, _ new: String, _ message: String) throws {
        let folder = try CityFolder()
        let sound = try String(contentsOf: folder.root.appending(path: file), encoding: .utf8)
        let wrong = sound.replacing(old, with: new)
        #expect(wrong != sound)
        try folder.write(file, wrong)
        let words = folder.words()
        #expect(words.contains { $0.hasPrefix("seeds/\(message)") }, "\(words)")
        #expect(folder.load().configuration == nil)
    }

    @Test func `with a station without a grid are said to have a gap`() throws {
        let folder = try CityFolder()
        try folder.write(
            "seeds/grids.geojson",
            """
            { "type": "FeatureCollection", "features": [
            { "type": "Feature", "properties": { "id": "g-001", "station": "jn-001" }, "geometry":
              { "type": "Polygon", "coordinates": [[[117.0, 36.6], [117.1, 36.6], [117.1, 36.7], [117.0, 36.6]]] } }
            ] }
            """
        )
        #expect(
            folder.load().mistakes.map(\.message) == [
                "station 'jn-002' answers for no grid of "
                    + "\(folder.root.path)/seeds/grids.geojson"
            ]
        )
        #expect(folder.load().mistakes.map(\.line) == [3])
        try folder.write(
            "cameras/a.yaml", CityFolder.camera("").replacing("jn-001", with: "jn-002")
        )
        #expect(folder.load().configuration == nil)
    }
}

struct `The shipped files` {
    private let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func load() throws -> Configuration {
        let folders = Folders(
            config: root.appending(path: "config/watchpost.yaml").path,
            isConfigNamed: true,
            cameras: root.appending(path: "cameras").path,
            seeds: root.appending(path: "seeds").path
        )
        let (configuration, mistakes) = ConfigurationReader.load(folders, environment: [:])
        #expect(mistakes == [])
        return try #require(configuration)
    }

    @Test func `are without mistakes and warnings`() throws {
        let configuration = try load()
        #expect(configuration.policy == .standard)
        #expect(configuration.listen == ListenAddress(host: "127.0.0.1", port: 8480))
        #expect(configuration.city.code == "370100")
        #expect(configuration.city.districts.count == 12)
    }

    @Test func `have five units a station, and an office in each district with stations`() throws {
        let city = try load().city
        #expect(city.units.count == 300)
        let homes = Dictionary(grouping: city.units.values, by: \.station)
        #expect(homes.count == 60)
        #expect(homes.values.allSatisfy { $0.count == 5 })
        #expect(Set(city.units.values.map(\.name)).count == 300)
        for office in city.offices {
            let grid = try #require(city.grid(at: office.position))
            #expect(city.stations[grid.station]?.district == office.district, "\(office.id)")
        }
        #expect(
            Set(city.offices.map(\.district)) == Set(city.stations.values.map(\.district))
        )
    }

    @Test func `have the demo's three cameras at one station`() throws {
        let cameras = try load().cameras.sorted { $0.url < $1.url }
        #expect(cameras.map(\.url) == (0..<3).map { "rtsp://127.0.0.1:8554/cam\($0)" })
        #expect(cameras.allSatisfy { $0.station == "jn-017" && $0.grid == "jn-017" })
        #expect(cameras.first?.id == "37010200001320000017")
        #expect(cameras.first?.position == GeoPoint(longitude: 117.021, latitude: 36.661))
    }

    @Test func `have sixty stations, each in the grid of its own name`() throws {
        let city = try load().city
        #expect(city.stations.keys.sorted().map(\.rawValue) == (1...60).map(Self.name))
        #expect(city.grids.map(\.id.rawValue).sorted() == (1...60).map(Self.name))
        for station in city.stations.values {
            #expect(city.grid(at: station.position)?.id.rawValue == station.id.rawValue)
            #expect(city.grid(of: station.id)?.id.rawValue == station.id.rawValue)
        }
        #expect(Set(city.stations.values.map(\.name)).count == 60)
    }

    private static func name(_ number: Int) -> String {
        "jn-" + String(repeating: "0", count: number < 10 ? 2 : 1) + "\(number)"
    }

    @Test func `have grids that tile the city without gap or overlap`() throws {
        let grids = try load().city.grids
        var state: UInt64 = 60
        func next(_ range: ClosedRange<Double>) -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return range.lowerBound
                + Double(state >> 11) / 0x1p53 * (range.upperBound - range.lowerBound)
        }
        for _ in 0..<3000 {
            // Well inside the ragged edge of the built-up area.
            let place = GeoPoint(longitude: next(116.87...117.23), latitude: next(36.6...36.74))
            let owners = grids.filter { $0.outline.contains(place) }
            #expect(owners.count == 1, "\(place) lies in \(owners.map(\.id))")
        }
    }

    /// An edge inside belongs to two grids, which run along it in opposite directions; what is left
    /// over is one closed outline of the whole.
    @Test func `have grids that share every inner edge exactly`() throws {
        struct Edge: Hashable {
            let from: GeoPoint
            let to: GeoPoint
        }
        var edges: Set<Edge> = []
        for grid in try load().city.grids {
            let points = grid.outline.points
            for (index, point) in points.enumerated() {
                let edge = Edge(from: point, to: points[(index + 1) % points.count])
                #expect(edges.insert(edge).inserted)
            }
        }
        let outer = edges.filter { !edges.contains(Edge(from: $0.to, to: $0.from)) }
        let next = Dictionary(uniqueKeysWithValues: outer.map { ($0.from, $0.to) })
        let start = try #require(outer.first?.from)
        var place = start
        var length = 0
        repeat {
            place = try #require(next[place])
            length += 1
        } while place != start && length <= outer.count
        #expect(length == outer.count)
    }
}
