import Domain

/// Reads who answers beside the stations: their patrol units, and the police offices.
struct ForceReader<Member> {
    private(set) var members: [(line: Int, member: Member)] = []

    /// - Parameters:
    ///   - list: the file's key that holds them, such as `units`.
    ///   - what: one of them, such as `a unit`.
    /// - Returns: `nil` where there is no such list.
    private init?(
        _ document: YAMLValue,
        list key: String,
        of what: String,
        keys: [String],
        _ findings: inout Findings,
        _ read: (Fields, String, inout Findings) -> Member?
    ) {
        guard
            let fields = Fields(document, "the \(key)' file", keys: ["note", key], &findings),
            let list = fields.required(key, "a list of \(key)", &findings)?
                .list("a list of \(key)", &findings)
        else { return nil }
        var lines: [String: Int] = [:]
        for item in list {
            guard let fields = Fields(item.value, what, keys: keys, &findings) else { continue }
            let expected = "1 to 64 of a-z, 0-9 and -"
            guard
                let id = fields.required("id", expected, &findings)?
                    .identifier(expected, &findings)
            else { continue }
            if let first = lines.updateValue(fields.line, forKey: id) {
                findings.mistake(fields.line, "duplicate id '\(id)'; first in line \(first)")
            }
            guard let member = read(fields, id, &findings) else { continue }
            members.append((fields.line, member))
        }
    }
}

extension ForceReader<PatrolUnit> {
    init?(
        units document: YAMLValue,
        of stations: [StationID: Station],
        _ findings: inout Findings
    ) {
        let keys = ["id", "name", "kind", "station"]
        self.init(document, list: "units", of: "a unit", keys: keys, &findings) {
            (fields, id, findings) -> PatrolUnit? in
            let name = fields.required("name", "the unit's name", &findings)?.title(&findings)
            let kind = fields.required("kind", "a word such as car or foot", &findings)?
                .title(&findings)
            let station = fields.required("station", "an id of stations.yaml", &findings)?
                .station(among: stations, &findings)
            guard let name, let kind, let station else { return nil }
            return PatrolUnit(id: UnitID(id), name: name, kind: kind, station: station)
        }
    }
}

extension ForceReader<PoliceOffice> {
    init?(offices document: YAMLValue, of districts: Set<String>, _ findings: inout Findings) {
        let keys = ["id", "name", "district", "position"]
        self.init(document, list: "offices", of: "an office", keys: keys, &findings) {
            (fields, id, findings) -> PoliceOffice? in
            let name = fields.required("name", "the office's name", &findings)?.title(&findings)
            let code = fields.required("district", "a district's code of city.yaml", &findings)?
                .district(of: districts, &findings)
            let position = fields.required("position", "[longitude, latitude]", &findings)
                .flatMap { PlaceReader(city: nil, seeds: "").position($0, &findings) }
            guard let name, let code, let position else { return nil }
            return PoliceOffice(id: OfficeID(id), name: name, district: code, position: position)
        }
    }
}
