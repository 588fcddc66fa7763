/// A patrol that a station sends: a car, a motorcycle, officers on foot.
package struct PatrolUnit: Hashable, Sendable {
    package var id: UnitID
    package var name: String
    /// A word for people, such as `car` or `foot`.
    package var kind: String
    package var station: StationID

    package init(id: UnitID, name: String, kind: String, station: StationID) {
        self.id = id
        self.name = name
        self.kind = kind
        self.station = station
    }
}

/// What a patrol unit is doing.
package enum UnitStatus: String, Sendable, Hashable, Codable, CaseIterable {
    case available
    /// It has an order and has not set out.
    case committed
    case enroute, onscene
    case offDuty = "off-duty"
    /// It was available, and its positions stopped coming.
    case unreachable
}

/// A police office (派出所), which answers where a street station does not.
package struct PoliceOffice: Hashable, Sendable {
    package var id: OfficeID
    package var name: String
    /// The district's six digits of GB/T 2260.
    package var district: String
    package var position: GeoPoint

    package init(id: OfficeID, name: String, district: String, position: GeoPoint) {
        self.id = id
        self.name = name
        self.district = district
        self.position = position
    }
}
