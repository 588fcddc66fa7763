package import Desk
package import Domain

/// An alert as people read it.
package struct AlertView {
    private let alert: Alert
    private let now: WallTime

    package init(_ alert: Alert, now: WallTime) {
        self.alert = alert
        self.now = now
    }

    /// An empty list: within 80 columns KIND and WHERE are cut.
    package static var table: TextTable {
        TextTable(
            ["RAISED", "STATE", "ID", "PR", "KIND", "NEXT", "WHERE"],
            gap: 1,
            yielding: [4]
        )
    }

    package var row: [String] {
        [
            alert.raisedAt.shortly(at: now), alert.state.rawValue, alert.id.rawValue,
            "\(alert.priority.rawValue)/\(alert.placeClass.rawValue)", alert.kind.rawValue,
            deadline,
            (alert.exercise ? "EXERCISE " : "") + place + sent,
        ]
    }

    /// The units that are sent, after the place.
    private var sent: String {
        alert.units.map { " <- " + $0.map(\.rawValue).joined(separator: ", ") } ?? ""
    }

    /// Until when the next step is owed.
    private var deadline: String {
        guard let (_, deadline) = owed else { return "-" }
        return "\(deadline < now ? "overdue" : "due") \(deadline.shortly(at: now))"
    }

    /// What is owed next, and until when.
    package var next: String {
        guard let (step, deadline) = owed else { return "-" }
        let left = deadline.seconds(since: now)
        return left >= 0
            ? "\(step) by \(deadline.timeOfDay)"
            : "\(step) overdue by \((-left).asDuration)"
    }

    /// A line for each thing to know.
    package var lines: [String] { lines(with: []) }

    /// - Parameter trail: what the history adds.
    func lines(with trail: [(String, String)]) -> [String] {
        (facts + trail).map { DisplayWidth.pad($0, to: 12) + $1 }
    }

    private var facts: [(String, String)] {
        var facts = [
            ("alert", alert.id.rawValue + (alert.exercise ? " (EXERCISE)" : "")),
            ("state", alert.state.rawValue + ending),
            ("kind", "\(alert.kind), priority \(alert.priority.rawValue)"),
            ("place", "\(place), class \(alert.placeClass.rawValue)"),
            ("station", "\(alert.station), grid \(alert.grid)"),
            ("raised", alert.raisedAt.description),
            ("next", next),
            ("deadlines", deadlines),
        ]
        if let camera = alert.camera {
            let position = camera.longitude.flatMap { longitude in
                camera.latitude.map { " at \(longitude), \($0)" }
            }
            facts.append(("camera", "\(camera.id)\(position ?? "")"))
        }
        if let signal = alert.signal {
            facts.append(("signal", "\(signal.id) of \(signal.source)"))
        }
        if !why.isEmpty { facts.append(("why", why)) }
        if let incident = alert.incident {
            facts.append(("incident", incident.rawValue + (alert.storm == true ? ", a storm" : "")))
        }
        if let drill = alert.drill { facts.append(("drill", drill.rawValue)) }
        if let accepter = alert.acceptedBy { facts.append(("accepted by", accepter)) }
        if let units = alert.units {
            facts.append(("units", units.map(\.rawValue).joined(separator: ", ")))
        }
        if let snapshot = alert.snapshot { facts.append(("picture", snapshot)) }
        facts.append(("policy", alert.policy))
        return facts
    }

    /// The camera's name and zone, or who sent the signal.
    package var place: String {
        if let camera = alert.camera {
            let zone = alert.why.zone.map { $0 == "whole" ? "" : " (\($0))" } ?? ""
            return camera.name + zone
        }
        let text = alert.why.text.map { ": \($0)" } ?? ""
        return (alert.signal?.source ?? alert.station.rawValue) + text
    }

    /// Of priority 4 nothing is owed.
    private var owed: (String, WallTime)? {
        guard alert.priority < .four else { return nil }
        return switch alert.state {
        case .raised, .delivered: ("accept", alert.deadlines.accept)
        case .accepted where alert.units == nil: ("dispatch", alert.deadlines.dispatch)
        case .accepted, .dispatched, .enroute: ("on scene", alert.deadlines.onscene)
        case .onscene: ("contain", alert.deadlines.contained)
        case .contained, .closed: nil
        }
    }

    private var deadlines: String {
        let times = alert.deadlines
        return "accept \(times.accept.timeOfDay), dispatch \(times.dispatch.timeOfDay), "
            + "on scene \(times.onscene.timeOfDay), contained \(times.contained.timeOfDay)"
    }

    private var ending: String {
        if let carrier = alert.mergedInto { return ", carried by \(carrier)" }
        guard let disposition = alert.disposition else { return "" }
        let cause = alert.cause.map { " (\($0.rawValue))" } ?? ""
        return ", \(disposition.rawValue)\(cause)" + (alert.closedBy.map { " by \($0)" } ?? "")
    }

    private var why: String {
        var parts: [String] = []
        if let text = alert.why.text { parts.append(text) }
        if let area = alert.why.area { parts.append("\((area * 100).rounded(to: 1)) % moved") }
        if let seconds = alert.why.seconds { parts.append("for \(seconds.rounded(to: 1)) s") }
        if let score = alert.why.score { parts.append("score \(score.rounded(to: 1))") }
        return parts.joined(separator: ", ")
    }
}
