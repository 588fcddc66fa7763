/// A street police station, open around the clock.
package struct Station: Hashable, Sendable {
    package var id: StationID
    package var name: String
    /// The district's six digits of GB/T 2260.
    package var district: String
    package var position: GeoPoint

    package init(id: StationID, name: String, district: String, position: GeoPoint) {
        self.id = id
        self.name = name
        self.district = district
        self.position = position
    }
}

/// A patrol grid: the ground that one station answers for.
package struct Grid: Hashable, Sendable {
    package var id: GridID
    package var station: StationID
    package var outline: GeoPolygon

    package init(id: GridID, station: StationID, outline: GeoPolygon) {
        self.id = id
        self.station = station
        self.outline = outline
    }
}

/// A division of the city.
package struct District: Hashable, Sendable {
    /// Six digits of GB/T 2260.
    package var code: String
    package var name: String

    package init(code: String, name: String) {
        self.code = code
        self.name = name
    }

    package var queue: QueueID { QueueID(code) }
    package var dutyOfficer: QueueID { QueueID("duty-\(code)") }
}

/// A city as its seeds describe it.
package struct City: Hashable, Sendable {
    /// Six digits of GB/T 2260.
    package var code: String
    package var name: String
    package var districts: [District]
    package var stations: [StationID: Station]
    package var grids: [Grid]
    package var units: [UnitID: PatrolUnit]
    package var offices: [PoliceOffice]
    /// The neighbours that a station's seed names; those of other stations follow from the grids.
    package var neighbours: [StationID: [StationID]]

    package init(
        code: String,
        name: String,
        districts: [District],
        stations: [StationID: Station],
        grids: [Grid],
        units: [UnitID: PatrolUnit] = [:],
        offices: [PoliceOffice] = [],
        neighbours: [StationID: [StationID]] = [:]
    ) {
        self.code = code
        self.name = name
        self.districts = districts
        self.stations = stations
        self.grids = grids
        self.units = units
        self.offices = offices
        self.neighbours = neighbours
    }

    package var queue: QueueID { QueueID(code) }

    /// The grid in which a place lies.
    package func grid(at place: GeoPoint) -> Grid? {
        grids.first { $0.outline.contains(place) }
    }

    /// The grid that a station answers for.
    package func grid(of station: StationID) -> Grid? {
        grids.first { $0.station == station }
    }
}
