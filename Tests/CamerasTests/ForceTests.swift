import Cameras
import Desk
import Domain
import Foundation
import Testing

struct `Patrol units` {
    private static let units = """
        units:
          - { id: jn-001-car-1, name: 一号车, kind: car, station: jn-001 }
          - { id: jn-001-foot-1, name: 步巡, kind: foot, station: jn-002 }

        """

    @Test func `are read with their home stations`() throws {
        let folder = try CityFolder()
        try folder.write("seeds/units.yaml", Self.units)
        #expect(folder.words() == [])
        let units = try #require(folder.load().configuration).city.units
        #expect(units.keys.sorted() == ["jn-001-car-1", "jn-001-foot-1"])
        #expect(
            units["jn-001-car-1"]
                == PatrolUnit(id: "jn-001-car-1", name: "一号车", kind: "car", station: "jn-001")
        )
    }

    @Test func `may be none`() throws {
        let folder = try CityFolder()
        #expect(folder.load().configuration?.city.units == [:])
        try folder.write("seeds/units.yaml", "units: []\n")
        #expect(folder.words() == [])
    }

    @Test(arguments: [
        ("jn-001-foot-1", "jn-001-car-1", "3: duplicate id 'jn-001-car-1'; first in line 2"),
        ("station: jn-002", "station: jn-02", "3: unknown station 'jn-02'; did you mean 'jn-002'?"),
        (
            "station: jn-002", "station: west",
            "3: unknown station 'west'; expected an id of stations.yaml"
        ),
        (", kind: foot", "", "3: a unit has no 'kind'; expected a word such as car or foot"),
        ("kind: foot", "knid: foot", "3: unknown key 'knid'; did you mean 'kind'?"),
        ("jn-001-foot-1", "Foot 1", "3: 'id' is 'Foot 1'; expected 1 to 64 of a-z, 0-9 and -"),
        ("units:", "unit:", "1: unknown key 'unit'; did you mean 'units'?"),
    ])
    func `that are wrong are refused at their line`(
        old: String,
        new: String,
        message: String
    ) throws {
        let folder = try CityFolder()
        try folder.write("seeds/units.yaml", Self.units.replacing(old, with: new))
        let words = folder.words()
        #expect(words.contains("seeds/units.yaml:\(message)"), "\(words)")
        #expect(folder.load().configuration == nil)
    }
}

struct `Police offices` {
    private static let offices = """
        note: Made up.
        offices:
          - { id: pcs-1, name: 西所, district: "370102", position: [117.05, 36.65] }

        """

    @Test func `are read with their places`() throws {
        let folder = try CityFolder()
        try folder.write("seeds/offices.yaml", Self.offices)
        #expect(folder.words() == [])
        #expect(
            folder.load().configuration?.city.offices == [
                PoliceOffice(
                    id: "pcs-1", name: "西所", district: "370102",
                    position: GeoPoint(longitude: 117.05, latitude: 36.65)
                )
            ]
        )
    }

    @Test(arguments: [
        ("370102", "370103", "3: unknown district '370103'; did you mean '370102'?"),
        (
            "[117.05, 36.65]", "[36.65, 117.05]",
            "3: 'position' is [latitude, longitude]; expected longitude first: [117.05, 36.65]"
        ),
        (", name: 西所", "", "3: an office has no 'name'; expected the office's name"),
    ])
    func `that are wrong are refused at their line`(
        old: String,
        new: String,
        message: String
    ) throws {
        let folder = try CityFolder()
        try folder.write("seeds/offices.yaml", Self.offices.replacing(old, with: new))
        let words = folder.words()
        #expect(words == ["seeds/offices.yaml:\(message)"])
    }

    @Test func `that only one of two districts has are said to be missing`() throws {
        let folder = try CityFolder()
        try folder.write(
            "seeds/city.yaml",
            """
            code: "370100"
            name: 济南市
            districts:
              - { code: "370102", name: 历下区 }
              - { code: "370103", name: 市中区 }
              - { code: "370104", name: 槐荫区 }
            """
        )
        let stations = try String(
            contentsOf: folder.root.appending(path: "seeds/stations.yaml"), encoding: .utf8
        )
        try folder.write(
            "seeds/stations.yaml",
            stations.replacing("370102\", position: [117.15", with: "370103\", position: [117.15")
        )
        // No district has one: that may be meant. A district without stations needs none.
        #expect(folder.words() == [])
        try folder.write("seeds/offices.yaml", Self.offices)
        #expect(
            folder.words() == [
                "seeds/offices.yaml: warning: district 370103 市中区 has stations and no office; what "
                    + "they miss goes to its duty officer, and to no police office"
            ]
        )
    }
}

struct `Names of queues` {
    @Test(arguments: [
        ("370100", "seeds/city.yaml:1", "the city '370100'"),
        ("370102", "seeds/city.yaml:4", "district '370102'"),
        ("duty-370102", "seeds/city.yaml:4", "duty officer 'duty-370102'"),
        ("jn-002", "seeds/stations.yaml:3", "station 'jn-002'"),
    ])
    func `are given to one alone`(name: String, place: String, holder: String) throws {
        let folder = try CityFolder()
        try folder.write(
            "seeds/units.yaml",
            "units:\n  - { id: \"\(name)\", name: 一号车, kind: car, station: jn-001 }\n"
        )
        #expect(
            folder.words() == [
                "seeds/units.yaml:2: unit '\(name)' has the name of \(holder) (\(place)), and both are "
                    + "names of queues; expected another one"
            ]
        )
        #expect(folder.load().configuration == nil)
    }

    @Test func `are not shared by a unit and an office, or by a city and its district`() throws {
        let folder = try CityFolder()
        try folder.write(
            "seeds/units.yaml", "units: [{ id: one, name: 一, kind: car, station: jn-001 }]\n"
        )
        try folder.write(
            "seeds/offices.yaml",
            "offices:\n  - { id: one, name: 一, district: \"370102\", position: [117.05, 36.65] }\n"
        )
        #expect(
            folder.words() == [
                "seeds/offices.yaml:2: office 'one' has the name of unit 'one' (seeds/units.yaml:1), "
                    + "and both are names of queues; expected another one"
            ]
        )
        let city = try String(
            contentsOf: folder.root.appending(path: "seeds/city.yaml"), encoding: .utf8
        )
        try folder.write("seeds/city.yaml", city.replacing("370100", with: "370102"))
        #expect(folder.words().first?.hasPrefix("seeds/city.yaml:4: district '370102'") == true)
    }
}
