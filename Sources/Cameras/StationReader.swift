import Domain

/// Reads the street police stations.
struct StationReader {
    private(set) var stations: [StationID: Station] = [:]
    /// The neighbours that stations name.
    private(set) var neighbours: [StationID: [StationID]] = [:]
    /// In which line each is.
    private(set) var lines: [StationID: Int] = [:]

    private static let keys = ["id", "name", "district", "position", "adjacent"]
    /// Whom an alert goes to that a station misses.
    private static let adjacent = "one or two ids of other stations"

    /// - Parameter districts: their codes; `nil` where they cannot be read.
    /// - Returns: `nil` where there is no list of stations.
    init?(_ document: YAMLValue, districts: Set<String>?, _ findings: inout Findings) {
        guard
            let fields = Fields(
                document, "the stations' file", keys: ["note", "stations"], &findings
            ),
            let list = fields.required("stations", "a list of stations", &findings)?
                .list("a list of stations", &findings)
        else { return nil }
        var named: [(station: StationID, field: Field)] = []
        for item in list {
            guard let fields = Fields(item.value, "a station", keys: Self.keys, &findings),
                let station = Self.station(fields, districts: districts, &findings)
            else { continue }
            if let first = lines[station.id] {
                findings.mistake(
                    fields.line, "duplicate id '\(station.id)'; first in line \(first)"
                )
            }
            lines[station.id] = fields.line
            stations[station.id] = station
            if let field = fields.optional("adjacent", &findings) {
                named.append((station.id, field))
            }
        }
        for (station, field) in named { read(field, of: station, &findings) }
    }

    private static func station(
        _ fields: Fields,
        districts: Set<String>?,
        _ findings: inout Findings
    ) -> Station? {
        let expected = "1 to 64 of a-z, 0-9 and -, such as jn-017"
        let id = fields.required("id", expected, &findings)?.identifier(expected, &findings)
        let name = fields.required("name", "the station's name", &findings)?.title(&findings)
        let code = fields.required("district", "a district's code of city.yaml", &findings)?
            .district(of: districts, &findings)
        let position = fields.required("position", "[longitude, latitude]", &findings)
            .flatMap { PlaceReader(city: nil, seeds: "").position($0, &findings) }
        guard let id, let name, let code, let position else { return nil }
        return Station(id: StationID(id), name: name, district: code, position: position)
    }

    private mutating func read(_ field: Field, of id: StationID, _ findings: inout Findings) {
        guard let items = field.list(Self.adjacent, &findings) else { return }
        guard (1...2).contains(items.count) else {
            findings.mistake(
                field.line,
                "station '\(id)' is adjacent to \(items.isEmpty ? "none" : "\(items.count)"); expected "
                    + "\(Self.adjacent), or no 'adjacent': then the two nearest whose grids border on "
                    + "its own are taken"
            )
            return
        }
        var found: [StationID] = []
        for item in items {
            guard let other = item.station(among: stations, &findings) else { continue }
            if other == id {
                findings.mistake(
                    item.value.line, "station '\(id)' is adjacent to itself; expected another one"
                )
            } else if found.contains(other) {
                findings.mistake(
                    item.value.line, "station '\(id)' is adjacent to '\(other)' twice; name it once"
                )
            } else {
                found.append(other)
            }
        }
        neighbours[id] = found
    }
}

extension Field {
    /// A station's id; `nil`, and a word on it, where there is no such station.
    func station(
        among stations: [StationID: Station],
        _ findings: inout Findings
    ) -> StationID? {
        guard let name = text(&findings) else { return nil }
        guard stations[StationID(name)] == nil else { return StationID(name) }
        let near = nearest(name, among: stations.keys.map(\.rawValue).sorted())
            .map { "; did you mean '\($0)'?" }
        findings.mistake(
            value.line,
            "unknown station \(shown(name))\(near ?? "; expected an id of stations.yaml")"
        )
        return nil
    }

    /// A district's code, which is said where it is unknown.
    ///
    /// - Parameter districts: `nil` where they cannot be read: every code then passes.
    func district(of districts: Set<String>?, _ findings: inout Findings) -> String? {
        guard let code = text(&findings) else { return nil }
        if let districts, !districts.contains(code) {
            let near = nearest(code, among: districts.sorted()).map { "; did you mean '\($0)'?" }
            findings.mistake(
                line,
                "unknown district \(shown(code))\(near ?? "; expected a code of city.yaml")"
            )
        }
        return code
    }
}
