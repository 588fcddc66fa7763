package import Desk
package import Domain

/// An incident as people read it.
package struct IncidentView {
    private let incident: IncidentRecord
    private let now: WallTime

    package init(_ incident: IncidentRecord, now: WallTime) {
        self.incident = incident
        self.now = now
    }

    /// An empty list.
    package static var table: TextTable {
        TextTable(
            ["OPENED", "INCIDENT", "PR", "STATION", "ALERTS", "OPEN", "WHAT"], gap: 1)
    }

    package var row: [String] {
        [
            incident.openedAt.shortly(at: now), incident.incident.rawValue,
            "\(incident.priority.rawValue)", incident.station.rawValue, "\(incident.alerts)",
            "\(incident.open)", what,
        ]
    }

    /// A line for each thing to know.
    package var lines: [String] {
        var facts = [
            ("incident", incident.incident.rawValue + (incident.exercise ? " (EXERCISE)" : "")),
            (
                "alerts",
                "\(incident.alerts), \(incident.open) open" + (incident.storm ? ", a storm" : "")
            ),
            ("priority", "\(incident.priority.rawValue)"),
            ("station", "\(incident.station), grid \(incident.grid)"),
            ("opened", incident.openedAt.description),
            ("last alert", incident.lastAlertAt.description),
        ]
        let cameras = incident.cameras.map(\.rawValue).joined(separator: ", ")
        if !cameras.isEmpty { facts.append(("cameras", cameras)) }
        let units = incident.units.map(\.rawValue).joined(separator: ", ")
        if !units.isEmpty { facts.append(("units", units)) }
        return facts.map { DisplayWidth.pad($0, to: 12) + $1 }
    }

    /// Whether it is a storm or an exercise, who saw it, and who is sent.
    private var what: String {
        var parts: [String] = []
        if incident.exercise { parts.append("EXERCISE") }
        if incident.storm { parts.append("STORM") }
        switch incident.cameras.count {
        case 0: break
        case 1: parts.append(incident.cameras[0].rawValue)
        default: parts.append("\(incident.cameras.count) cameras")
        }
        if !incident.units.isEmpty {
            parts.append("<- " + incident.units.map(\.rawValue).joined(separator: ", "))
        }
        return parts.isEmpty ? "-" : parts.joined(separator: " ")
    }
}
