import Domain

/// Reads the seeds: the city's districts, stations and patrol grids.
struct CityReader {
    private let folder: String
    private(set) var mistakes: [Mistake] = []

    init(folder: String) { self.folder = folder }

    /// The whole city; `nil` where anything of it is wrong.
    mutating func read() -> City? {
        guard let division = inFile("city.yaml", "the city and its districts", Self.division)
        else {
            // Whatever else is wrong can still be said.
            _ = register(districts: nil)
            return nil
        }
        guard let register = register(districts: Set(division.districts.map(\.code))),
            let grids = inFile(
                "grids.geojson",
                "the grids' outlines",
                { GridReader.grids($0, stations: register.stations, &$1) }
            )
        else { return nil }
        warnOfGaps(register, grids)
        return City(
            code: division.code,
            name: division.name,
            districts: division.districts,
            stations: register.stations,
            grids: grids
        )
    }

    /// The stations, and in which line each is.
    private struct Register {
        var stations: [StationID: Station] = [:]
        var lines: [StationID: Int] = [:]
    }

    private mutating func register(districts: Set<String>?) -> Register? {
        inFile("stations.yaml", "the street police stations") {
            Self.register($0, districts: districts, &$1)
        }
    }

    private mutating func inFile<Value>(
        _ name: String,
        _ what: String,
        _ read: (YAMLValue, inout Findings) -> Value?
    ) -> Value? {
        var findings = Findings(file: "\(folder)/\(name)")
        defer { mistakes += findings.inOrder }
        guard let document = FileSource.document(findings.file, what, &findings),
            let value = read(document, &findings)
        else { return nil }
        return findings.mistakes.contains { !$0.isWarning } ? nil : value
    }

    private struct Division {
        let code: String
        let name: String
        let districts: [District]
    }

    private static func division(_ document: YAMLValue, _ findings: inout Findings) -> Division? {
        let keys = ["code", "name", "note", "districts"]
        guard let fields = Fields(document, "the city", keys: keys, &findings) else { return nil }
        let code = code(fields, &findings)
        let name = fields.required("name", "the city's name", &findings)?.title(&findings)
        let list = fields.required("districts", "a list of districts", &findings)?
            .list("a list of districts", &findings)
        var districts: [District] = []
        var lines: [String: Int] = [:]
        for item in list ?? [] {
            guard let fields = Fields(item.value, "a district", keys: ["code", "name"], &findings)
            else { continue }
            let code = Self.code(fields, &findings)
            let name = fields.required("name", "the district's name", &findings)?.title(&findings)
            guard let code, let name else { continue }
            if let first = lines[code] {
                findings.mistake(fields.line, "duplicate district \(code); first in line \(first)")
            }
            lines[code] = fields.line
            districts.append(District(code: code, name: name))
        }
        guard let code, let name else { return nil }
        return Division(code: code, name: name, districts: districts)
    }

    private static func code(_ fields: Fields, _ findings: inout Findings) -> String? {
        let expected = "six digits of GB/T 2260"
        guard let field = fields.required("code", expected, &findings),
            let text = field.text(&findings)
        else { return nil }
        guard text.count == 6, text.allSatisfy(\.isDigit) else {
            return field.refuse(expected, &findings)
        }
        return text
    }

    private static func register(
        _ document: YAMLValue,
        districts: Set<String>?,
        _ findings: inout Findings
    ) -> Register? {
        guard
            let fields = Fields(
                document, "the stations' file", keys: ["note", "stations"], &findings
            ),
            let list = fields.required("stations", "a list of stations", &findings)?
                .list("a list of stations", &findings)
        else { return nil }
        var register = Register()
        for item in list {
            guard let station = station(item.value, districts: districts, &findings) else {
                continue
            }
            if let first = register.lines[station.id] {
                findings.mistake(
                    item.value.line, "duplicate id '\(station.id)'; first in line \(first)"
                )
            }
            register.lines[station.id] = item.value.line
            register.stations[station.id] = station
        }
        return register
    }

    private static func station(
        _ value: YAMLValue,
        districts: Set<String>?,
        _ findings: inout Findings
    ) -> Station? {
        let keys = ["id", "name", "district", "position"]
        guard let fields = Fields(value, "a station", keys: keys, &findings) else { return nil }
        let expected = "1 to 64 of a-z, 0-9 and -, such as jn-017"
        let id = fields.required("id", expected, &findings)?.identifier(expected, &findings)
        let name = fields.required("name", "the station's name", &findings)?.title(&findings)
        let district = fields.required("district", "a district's code of city.yaml", &findings)
        let code = district?.text(&findings)
        if let district, let code, let districts, !districts.contains(code) {
            let near = nearest(code, among: districts.sorted()).map { "; did you mean '\($0)'?" }
            findings.mistake(
                district.line,
                "unknown district \(shown(code))\(near ?? "; expected a code of city.yaml")"
            )
        }
        let position = fields.required("position", "[longitude, latitude]", &findings)
            .flatMap { PlaceReader(city: nil, seeds: "").position($0, &findings) }
        guard let id, let name, let code, let position else { return nil }
        return Station(id: StationID(id), name: name, district: code, position: position)
    }

    /// A station without ground gets no alert of a camera that is found by its position.
    private mutating func warnOfGaps(_ register: Register, _ grids: [Grid]) {
        let served = Set(grids.map(\.station))
        var findings = Findings(file: "\(folder)/stations.yaml")
        for (id, line) in register.lines.sorted(by: { $0.value < $1.value })
        where !served.contains(id) {
            findings.warning(
                line, "station '\(id)' answers for no grid of \(folder)/grids.geojson"
            )
        }
        mistakes += findings.mistakes
    }
}
