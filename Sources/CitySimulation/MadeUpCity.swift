import Desk
import Domain

/// The city that every seed plays in, made once: what seeds and cameras' files would say.
///
/// - Source: Jinan's figures: 60 patrol grids with a station each, above 12,584 basic and 3,875
///   dedicated grids of the community grid system.
package struct MadeUpCity: Sendable {
    static let columns = 10
    static let rows = 6
    static let basicCells = 12_584
    static let dedicatedCells = 3_875
    static let unitsAStation = 5

    let city: City
    let chart: Chart
    let stations: [Station]
    let units: [PatrolUnit]
    /// A place in each of the small grids, with the patrol grid that it lies in.
    let cells: [Cell]
    /// A camera in each of the dedicated ones.
    let cameras: [Camera]
    /// The cameras of each patrol grid, by index.
    let camerasOfGrid: [[Int]]

    struct Cell: Sendable {
        let place: GeoPoint
        /// The index of its station.
        let station: Int
    }

    package init() {
        let stations = (0..<Self.rows * Self.columns).map(Self.station)
        let units = stations.flatMap(Self.units)
        let districts = Set(stations.map(\.district)).sorted().map { District(code: $0, name: $0) }
        city = City(
            code: "370100",
            name: "济南",
            districts: districts,
            stations: Dictionary(uniqueKeysWithValues: stations.map { ($0.id, $0) }),
            grids: stations.enumerated().map { Self.grid($0, of: $1.id) },
            units: Dictionary(uniqueKeysWithValues: units.map { ($0.id, $0) }),
            offices: districts.flatMap { Self.offices(in: $0, of: stations) }
        )
        chart = Chart(city)
        self.stations = stations
        self.units = units
        var chance = Chance(seed: 135)
        cells = (0..<Self.basicCells + Self.dedicatedCells).map { Self.cell($0, &chance) }
        cameras = cells.suffix(Self.dedicatedCells).enumerated().map {
            Self.camera($0, in: $1, of: stations[$1.station].id)
        }
        var camerasOfGrid = [[Int]](repeating: [], count: stations.count)
        for (index, cell) in cells.suffix(Self.dedicatedCells).enumerated() {
            camerasOfGrid[cell.station].append(index)
        }
        self.camerasOfGrid = camerasOfGrid
    }

    // MARK: Parts

    /// The length and the height of a patrol grid, about 2 km each.
    ///
    /// - Units: degrees.
    static let size = (longitude: 0.0224, latitude: 0.018)
    private static let corner = GeoPoint(longitude: 116.9, latitude: 36.6)

    /// A place in a patrol grid, as fractions of its sides.
    private static func place(_ station: Int, _ x: Double, _ y: Double) -> GeoPoint {
        GeoPoint(
            longitude: corner.longitude + (Double(station % columns) + x) * size.longitude,
            latitude: corner.latitude + (Double(station / columns) + y) * size.latitude
        )
    }

    private static func station(_ index: Int) -> Station {
        let number = String(1001 + index).dropFirst()
        return Station(
            id: StationID("jn-\(number)"),
            name: "街面警务站 \(number)",
            district: "37010\(2 + index / columns)",
            position: place(index, 0.5, 0.5)
        )
    }

    private static func grid(_ index: Int, of station: StationID) -> Grid {
        let corners = [(0.0, 0.0), (1, 0), (1, 1), (0, 1)].map { corner(index, $0, $1) }
        return Grid(
            id: GridID(station.rawValue), station: station, outline: GeoPolygon(points: corners)
        )
    }

    /// A corner to whole steps, so that neighbours have it in common.
    private static func corner(_ station: Int, _ x: Int, _ y: Int) -> GeoPoint {
        GeoPoint(
            longitude: corner.longitude + Double(station % columns + x) * size.longitude,
            latitude: corner.latitude + Double(station / columns + y) * size.latitude
        )
    }

    private static func corner(_ station: Int, _ x: Double, _ y: Double) -> GeoPoint {
        corner(station, Int(x), Int(y))
    }

    private static func units(of station: Station) -> [PatrolUnit] {
        let kinds = ["car", "car", "moto", "moto", "foot"]
        return (0..<unitsAStation).map { index in
            let kind = kinds[index]
            return PatrolUnit(
                id: UnitID("\(station.id)-\(kind)-\(index + 1)"),
                name: "\(station.name) \(index + 1)",
                kind: kind,
                station: station.id
            )
        }
    }

    private static func offices(in district: District, of stations: [Station]) -> [PoliceOffice] {
        stations.filter { $0.district == district.code }.enumerated().compactMap { index, station in
            guard index % 4 == 0 else { return nil }
            return PoliceOffice(
                id: OfficeID("pcs-\(district.code)-\(index / 4 + 1)"),
                name: "派出所",
                district: district.code,
                position: station.position
            )
        }
    }

    private static func cell(_ index: Int, _ chance: inout Chance) -> Cell {
        let station = index % (rows * columns)
        return Cell(
            place: place(station, chance.within(0.02...0.98), chance.within(0.02...0.98)),
            station: station
        )
    }

    private static func camera(_ index: Int, in cell: Cell, of station: StationID) -> Camera {
        let classes: [PlaceClass] = [.p1, .p3, .p5, .p5, .p3]
        return Camera(
            id: CameraID("cam-\(index)"),
            name: "camera \(index)",
            url: "rtsp://10.0.0.1/\(index)",
            position: cell.place,
            station: station,
            grid: GridID(station.rawValue),
            placeClass: classes[index / (rows * columns) % classes.count]
        )
    }
}
