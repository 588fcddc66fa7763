import Cameras
import Desk
import Domain
import Foundation
import Testing

struct `A station's neighbours` {
    private func folder(adjacent: String) throws -> CityFolder {
        let folder = try CityFolder()
        let path = "seeds/stations.yaml"
        let sound = try String(contentsOf: folder.root.appending(path: path), encoding: .utf8)
        try folder.write(
            path,
            sound.replacing("[117.05, 36.65]", with: "[117.05, 36.65], adjacent: \(adjacent)")
        )
        return folder
    }

    @Test func `may be named`() throws {
        let folder = try folder(adjacent: "[jn-002]")
        #expect(folder.words() == [])
        #expect(folder.load().configuration?.city.neighbours == ["jn-001": ["jn-002"]])
    }

    @Test(arguments: [
        ("[jn-02]", "unknown station 'jn-02'; did you mean 'jn-002'?"),
        ("[jn-001]", "station 'jn-001' is adjacent to itself; expected another one"),
        ("[jn-002, jn-002]", "station 'jn-001' is adjacent to 'jn-002' twice; name it once"),
        (
            "[]",
            "station 'jn-001' is adjacent to none; expected one or two ids of other stations, or no "
                + "'adjacent': then the two nearest whose grids border on its own are taken"
        ),
        (
            "[a, b, c]",
            "station 'jn-001' is adjacent to 3; expected one or two ids of other stations, or no "
                + "'adjacent': then the two nearest whose grids border on its own are taken"
        ),
        ("jn-002", "'adjacent' is 'jn-002'; expected one or two ids of other stations"),
    ])
    func `that are wrong are refused at their line`(adjacent: String, message: String) throws {
        let words = try folder(adjacent: adjacent).words()
        #expect(words == ["seeds/stations.yaml:2: \(message)"])
    }

    @Test func `are said where a station borders on none`() throws {
        let folder = try folder(adjacent: "[jn-002]")
        let path = "seeds/grids.geojson"
        let sound = try String(contentsOf: folder.root.appending(path: path), encoding: .utf8)
        let edge = "[117.1, 36.6], [117.1, 36.7], [117.0"
        #expect(sound.contains(edge))
        try folder.write(
            path, sound.replacing(edge, with: "[117.09, 36.6], [117.09, 36.7], [117.0")
        )
        #expect(
            folder.words() == [
                "seeds/stations.yaml:3: warning: station 'jn-002' borders on none: its grid shares no "
                    + "corner with another's; what it misses goes to the nearest, 'jn-001', unless "
                    + "'adjacent' names others"
            ]
        )
    }

    @Test func `are missed where there is but one station`() throws {
        let folder = try CityFolder()
        try folder.write(
            "seeds/stations.yaml",
            "stations:\n  - { id: jn-001, name: 西站, district: \"370102\", position: [117.05, 36.65] }\n"
        )
        let grids = try String(
            contentsOf: folder.root.appending(path: "seeds/grids.geojson"), encoding: .utf8
        )
        try folder.write("seeds/grids.geojson", grids.replacing("jn-002", with: "jn-001"))
        #expect(
            folder.words() == [
                "seeds/stations.yaml:2: warning: station 'jn-001' is the city's only one; no other "
                    + "gets what it misses"
            ]
        )
    }
}

struct `The shipped city's chart` {
    private let city: City
    private let chart: Chart

    init() throws {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folders = Folders(
            config: root.appending(path: "config/watchpost.yaml").path,
            cameras: root.appending(path: "cameras").path,
            seeds: root.appending(path: "seeds").path
        )
        let configuration = ConfigurationReader.load(folders, environment: [:]).configuration
        city = try #require(configuration).city
        chart = Chart(city)
    }

    @Test func `has two adjacent stations for each, whose grids border on its own`() throws {
        let map = Neighbourhood(city)
        #expect(chart.rows.count == 60)
        for (id, row) in chart.rows {
            #expect(Set(row.adjacent).count == 2, "\(id)")
            #expect(!row.adjacent.contains(id.queue))
            let bordering = Set(map.bordering(on: id).map(\.queue))
            #expect(bordering.isSuperset(of: row.adjacent), "\(id)")
        }
    }

    @Test func `takes bordering for mutual`() {
        let map = Neighbourhood(city)
        for id in city.stations.keys {
            for other in map.bordering(on: id) { #expect(map.bordering(on: other).contains(id)) }
        }
    }

    @Test func `has each station's own district, its duty officer and an office of it`() throws {
        for (id, row) in chart.rows {
            let station = try #require(city.stations[id])
            #expect(row.district.rawValue == station.district)
            #expect(row.dutyOfficer.rawValue == "duty-\(station.district)")
            #expect(row.city == "370100")
            let office = try #require(city.offices.first { $0.id.queue == row.office })
            #expect(office.district == station.district)
            let near = city.offices.filter { $0.district == station.district }
                .map { $0.position.distance(to: station.position) }.min()
            #expect(office.position.distance(to: station.position) == near)
        }
    }
}
