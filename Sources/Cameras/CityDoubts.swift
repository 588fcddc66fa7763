import Desk
import Domain

/// What is doubtful about a city that is not wrong: who would not be told of what.
struct CityDoubts {
    private let city: City
    private let folder: String
    private let lines: [StationID: Int]
    private(set) var mistakes: [Mistake] = []

    /// - Parameter lines: of the stations in stations.yaml.
    init(_ city: City, folder: String, lines: [StationID: Int]) {
        self.city = city
        self.folder = folder
        self.lines = lines
        var findings = Findings(file: "\(folder)/stations.yaml")
        let served = Set(city.grids.map(\.station))
        let map = Neighbourhood(city)
        for (id, line) in lines.sorted(by: { $0.value < $1.value }) {
            if !served.contains(id) {
                // It gets no alert of a camera that is found by its position.
                findings.warning(
                    line, "station '\(id)' answers for no grid of \(folder)/grids.geojson"
                )
            } else if isLonely(id, map), served.count > 1 || lines.count == 1 {
                findings.warning(line, lonely(id, map))
            }
        }
        mistakes += findings.mistakes
        missOffices()
    }

    private func isLonely(_ id: StationID, _ map: Neighbourhood) -> Bool {
        city.neighbours[id] == nil && map.bordering(on: id).isEmpty
    }

    private func lonely(_ id: StationID, _ map: Neighbourhood) -> String {
        let near = city.stations[id].map(map.adjacent) ?? []
        guard !near.isEmpty else {
            return "station '\(id)' is the city's only one; no other gets what it misses"
        }
        let names = near.map { "'\($0)'" }.joined(separator: " and ")
        return "station '\(id)' borders on none: its grid shares no corner with another's; what it "
            + "misses goes to the nearest, \(names), unless 'adjacent' names others"
    }

    /// Where some districts have police offices, one that has none was probably forgotten.
    private mutating func missOffices() {
        guard !city.offices.isEmpty else { return }
        let covered = Set(city.offices.map(\.district))
        let bare = Set(city.stations.values.map(\.district)).subtracting(covered)
        var findings = Findings(file: "\(folder)/offices.yaml")
        for district in city.districts where bare.contains(district.code) {
            findings.warning(
                0,
                "district \(district.code) \(district.name) has stations and no office; what they "
                    + "miss goes to its duty officer, and to no police office"
            )
        }
        mistakes += findings.mistakes
    }
}
