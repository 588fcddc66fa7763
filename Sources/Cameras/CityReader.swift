import Domain

/// Reads the seeds: the city's districts, stations, patrol grids, units and police offices.
struct CityReader {
    private let folder: String
    private(set) var mistakes: [Mistake] = []
    private var queues = QueueNames()

    init(folder: String) { self.folder = folder }

    /// The whole city; `nil` where anything of it is wrong.
    mutating func read() -> City? {
        let division = inFile("city.yaml", "the city and its districts", DivisionReader.init)
        let codes = division.map { Set($0.districts.map(\.code)) }
        let register = inFile("stations.yaml", "the street police stations") {
            StationReader($0, districts: codes, &$1)
        }
        // What of the rest is right hangs on these; whatever is wrong with them is said.
        guard let division, let codes, let register else { return nil }
        let stations = register.stations
        let grids = inFile("grids.geojson", "the grids' outlines") {
            GridReader.grids($0, stations: stations, &$1)
        }
        let units = inOptionalFile("units.yaml", "the patrol units") {
            ForceReader(units: $0, of: stations, &$1)?.members
        }
        let offices = inOptionalFile("offices.yaml", "the police offices") {
            ForceReader(offices: $0, of: codes, &$1)?.members
        }
        name(division, register, units ?? [], offices ?? [])
        guard let grids, let units, let offices, queues.mistakes.isEmpty else { return nil }
        let city = City(
            code: division.code,
            name: division.name,
            districts: division.districts,
            stations: stations,
            grids: grids,
            units: Dictionary(units.map { ($0.member.id, $0.member) }) { $1 },
            offices: offices.map(\.member),
            neighbours: register.neighbours
        )
        mistakes += CityDoubts(city, folder: folder, lines: register.lines).mistakes
        return city
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

    /// What a list holds; nothing where there is no such file.
    private mutating func inOptionalFile<Value>(
        _ name: String,
        _ what: String,
        _ read: (YAMLValue, inout Findings) -> [Value]?
    ) -> [Value]? {
        FileSource.exists("\(folder)/\(name)") ? inFile(name, what, read) : []
    }

    /// Gives each queue to whom it belongs.
    private mutating func name(
        _ division: DivisionReader,
        _ register: StationReader,
        _ units: [(line: Int, member: PatrolUnit)],
        _ offices: [(line: Int, member: PoliceOffice)]
    ) {
        let file = "\(folder)/city.yaml"
        queues.take(division.code, for: "the city", file: file, line: division.line)
        for district in division.districts {
            let line = division.lines[district.code] ?? 0
            queues.take(district.code, for: "district", file: file, line: line)
            queues.take(district.dutyOfficer.rawValue, for: "duty officer", file: file, line: line)
        }
        for (id, line) in register.lines.sorted(by: { $0.value < $1.value }) {
            queues.take(id.rawValue, for: "station", file: "\(folder)/stations.yaml", line: line)
        }
        for (line, unit) in units {
            queues.take(unit.id.rawValue, for: "unit", file: "\(folder)/units.yaml", line: line)
        }
        for (line, office) in offices {
            queues.take(
                office.id.rawValue, for: "office", file: "\(folder)/offices.yaml", line: line
            )
        }
        mistakes += queues.mistakes
    }
}
