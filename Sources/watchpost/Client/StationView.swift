package import Delivery
import Domain

/// A station as people read it.
package struct StationView {
    private let station: StationDocument

    package init(_ station: StationDocument) { self.station = station }

    /// An empty list.
    package static var table: TextTable {
        TextTable(
            ["STATION", "NAME", "DISTRICT", "ATTENDED", "OPEN", "WAITING", "UNITS"],
            gap: 1,
            yielding: [1]
        )
    }

    package var row: [String] {
        [
            station.id.rawValue, station.name, station.district, station.attended ? "yes" : "no",
            "\(station.openAlerts)", "\(station.waiting)", "\(station.units.count)",
        ]
    }

    /// A line for each thing to know.
    package var lines: [String] {
        var facts = [
            ("station", station.id.rawValue),
            ("name", station.name),
            ("district", station.district),
            ("grid", station.grid?.rawValue ?? "-"),
            ("position", station.position.map { "\($0)" }.joined(separator: ",")),
            ("attended", station.attended ? "yes" : "no: no terminal was heard within 15 s"),
            ("alerts", "\(station.openAlerts) open, \(station.waiting) waiting"),
            ("units", list(station.units.map(\.rawValue))),
            ("adjacent", list(station.adjacent.map(\.rawValue))),
        ]
        if let officer = station.dutyOfficer { facts.append(("officer", officer.rawValue)) }
        if let office = station.policeOffice { facts.append(("office", office.rawValue)) }
        return facts.map { DisplayWidth.pad($0, to: 12) + $1 }
    }

    private func list(_ ids: [String]) -> String {
        ids.isEmpty ? "-" : ids.joined(separator: ", ")
    }
}
