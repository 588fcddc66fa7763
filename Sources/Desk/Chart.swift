package import Domain

/// Who stands behind each station: whom an alert of it can reach.
package struct Chart: Sendable, Hashable {
    package struct Row: Sendable, Hashable {
        package var station: StationID
        /// The two adjacent stations.
        package var adjacent: [QueueID]
        package var dutyOfficer: QueueID
        package var office: QueueID?
        package var district: QueueID
        package var city: QueueID
        package var position: GeoPoint
    }

    package private(set) var rows: [StationID: Row]
    package private(set) var units: [UnitID: PatrolUnit]

    package static let empty = Chart(rows: [:], units: [:])

    private init(rows: [StationID: Row], units: [UnitID: PatrolUnit]) {
        self.rows = rows
        self.units = units
    }

    package init(_ city: City) {
        let map = Neighbourhood(city)
        units = city.units
        rows = city.stations.mapValues { station in
            let district = District(code: station.district, name: "")
            let near = city.offices.filter { $0.district == station.district }.min {
                (station.position.distance(to: $0.position), $0.id)
                    < (station.position.distance(to: $1.position), $1.id)
            }
            return Row(
                station: station.id,
                adjacent: map.adjacent(to: station).map(\.queue),
                dutyOfficer: district.dutyOfficer,
                office: near?.id.queue,
                district: district.queue,
                city: city.queue,
                position: station.position
            )
        }
    }

    /// The queues of a force, seen from a station; `units` are those of the alert.
    func queues(of force: Force, from station: StationID, units: [UnitID]) -> [QueueID] {
        guard let row = rows[station] else { return [] }
        return switch force {
        case .station: [station.queue]
        case .units: units.map(\.queue)
        case .adjacent: row.adjacent
        case .dutyOfficer: [row.dutyOfficer]
        case .policeOffice: row.office.map { [$0] } ?? []
        case .district: [row.district]
        case .city: [row.city]
        }
    }
}

/// Which stations border on which.
package struct Neighbourhood: Sendable {
    private let city: City
    private var borders: [StationID: Set<StationID>] = [:]

    /// Stations whose grids share a corner border on each other.
    package init(_ city: City) {
        self.city = city
        var holders: [GeoPoint: Set<StationID>] = [:]
        for grid in city.grids {
            for corner in grid.outline.points { holders[corner, default: []].insert(grid.station) }
        }
        for stations in holders.values where stations.count > 1 {
            for station in stations { borders[station, default: []].formUnion(stations) }
        }
    }

    package func bordering(on station: StationID) -> Set<StationID> {
        (borders[station] ?? []).subtracting([station])
    }

    /// Those that its seed names, else the two nearest of those that border on it; of all, where it
    /// borders on fewer.
    package func adjacent(to station: Station) -> [StationID] {
        if let named = city.neighbours[station.id] { return named }
        let bordering = bordering(on: station.id)
        let all = Set(city.stations.keys).subtracting([station.id])
        let first = nearest(bordering, to: station)
        return first + nearest(all.subtracting(first), to: station).prefix(2 - first.count)
    }

    private func nearest(_ stations: Set<StationID>, to station: Station) -> [StationID] {
        func distance(_ id: StationID) -> Double {
            city.stations[id]?.position.distance(to: station.position) ?? .infinity
        }
        return Array(stations.sorted { (distance($0), $0) < (distance($1), $1) }.prefix(2))
    }
}
