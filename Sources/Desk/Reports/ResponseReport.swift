package import Domain

/// What the command centre is judged by: how soon alerts were delivered, accepted and answered on
/// scene, and what was missed.
///
/// It takes the rows of the ledger one by one, in any order, and each once. An alert owes its
/// milestones where their stages were armed: at priorities 1 to 3. A milestone was missed where its
/// deadline passed without it, even if it was reached later; one that was needless when the alert
/// was closed in time, or whose deadline lies ahead, is counted neither as kept nor as missed.
package struct ResponseReport: Sendable {
    /// What a line of the report stands for.
    package enum Grouping: String, Sendable, Hashable, Codable, CaseIterable {
        /// One line for everything.
        case all
        case station, grid, district
        case placeClass = "place-class"
        case priority
        /// Of the day, by the clock on the city's wall.
        case hour
        /// By the calendar on the city's wall.
        case day
    }

    private let grouping: Grouping
    private let scope: ReportScope
    private let city: City
    private var total = ResponseTally()
    private var groups: [String: ResponseTally] = [:]

    package init(by grouping: Grouping, of city: City, _ scope: ReportScope) {
        self.grouping = grouping
        self.scope = scope
        self.city = city
    }

    package mutating func count(_ row: ResponseRow) {
        let alert = row.record.alert
        guard scope.takes(alert) else { return }
        total.count(row.record)
        groups[key(of: alert), default: ResponseTally()].count(row.record)
    }

    /// Counts as much of an absence as lies within the report's time; exercises know of none.
    package mutating func count(_ absence: Absence) {
        guard scope.takes(absence.station), !scope.exercise else { return }
        let end = min(absence.until ?? scope.now, scope.until, scope.now)
        let milliseconds = end.milliseconds - max(absence.from, scope.from).milliseconds
        guard milliseconds > 0 else { return }
        total.unattended += milliseconds
        guard let key = key(of: absence.station) else { return }
        groups[key, default: ResponseTally()].unattended += milliseconds
    }

    private func key(of alert: Alert) -> String {
        switch grouping {
        case .all, .station, .district: key(of: alert.station) ?? ""
        case .grid: alert.grid.rawValue
        case .placeClass: alert.placeClass.rawValue
        case .priority: "\(alert.priority.rawValue)"
        case .hour: "\(alert.raisedAt.description.dropFirst(11).prefix(2)):00"
        case .day: String(alert.raisedAt.description.prefix(10))
        }
    }

    /// The group of all that is known of a station; `nil` where there is none.
    private func key(of station: StationID) -> String? {
        switch grouping {
        case .all: "all"
        case .station: station.rawValue
        case .district: city.stations[station]?.district ?? "unknown"
        case .grid, .placeClass, .priority, .hour, .day: nil
        }
    }

    // MARK: The result

    /// The groups by their names.
    package var document: ResponseReportDocument {
        ResponseReportDocument(
            from: scope.from,
            until: scope.until,
            station: scope.station,
            exercise: scope.exercise,
            by: grouping,
            total: line("all", total),
            groups: groups.sorted { $0.key < $1.key }.map { line($0.key, $0.value) }
        )
    }

    private func line(_ key: String, _ tally: ResponseTally) -> ResponseReportDocument.Group {
        let knowsAbsences =
            !scope.exercise && (key == "all" || [.station, .district].contains(grouping))
        return ResponseReportDocument.Group(
            group: key, name: name(of: key), tally, knowsAbsences: knowsAbsences
        )
    }

    private func name(of key: String) -> String? {
        switch grouping {
        case .station: city.stations[StationID(key)]?.name
        case .district: city.districts.first { $0.code == key }?.name
        case .all, .grid, .placeClass, .priority, .hour, .day: nil
        }
    }

    /// The document's groups, a line each.
    package var csv: String { document.csv }
}
