package import Domain

/// A response report, as `/v1` shows it.
package struct ResponseReportDocument: Sendable, Hashable, Codable {
    package var from: WallTime
    package var until: WallTime
    /// `nil`: every station.
    package var station: StationID?
    package var exercise: Bool
    package var by: ResponseReport.Grouping
    package var total: Group
    /// By name.
    package var groups: [Group]

    /// One line of the report.
    package struct Group: Sendable, Hashable, Codable {
        /// Such as `jn-017`, `370102`, `P1`, `1`, `08:00` or `2026-11-23`.
        package var group: String
        /// As people know it, of a station or a district.
        package var name: String?
        /// All of them: open + closed + merged + withdrawn.
        package var alerts: Int
        package var open: Int
        /// By a person.
        package var closed: Int
        package var merged: Int
        package var withdrawn: Int
        package var delivered: MilestoneFigures
        package var accepted: MilestoneFigures
        package var dispatched: MilestoneFigures
        package var onscene: MilestoneFigures
        package var contained: MilestoneFigures
        /// How long nobody read the stations' queues; only of stations, districts and everything.
        package var unattendedSeconds: Double?
    }

    /// How one milestone was kept, of the alerts that owed it.
    package struct MilestoneFigures: Sendable, Hashable, Codable {
        /// Reached by its deadline.
        package var inTime: Int
        /// Not reached by its deadline: what the ledger has as breaches of this stage.
        package var breached: Int
        /// `inTime` of both, 0 to 1; `nil` where there is neither.
        package var share: Double?
        /// How many times the percentiles are taken of: it was reached, in time or late.
        package var reached: Int
        /// Seconds after the raise.
        package var p50Seconds: Double?
        package var p90Seconds: Double?
        package var p99Seconds: Double?
    }
}

extension ResponseReportDocument.Group {
    init(group: String, name: String?, _ tally: ResponseTally, knowsAbsences: Bool) {
        func figures(_ milestone: Milestone) -> ResponseReportDocument.MilestoneFigures {
            ResponseReportDocument.MilestoneFigures(tally.milestones[milestone] ?? MilestoneTally())
        }
        self.init(
            group: group,
            name: name,
            alerts: tally.standings.alerts,
            open: tally.standings.open,
            closed: tally.standings.closed,
            merged: tally.standings.merged,
            withdrawn: tally.standings.withdrawn,
            delivered: figures(.delivered),
            accepted: figures(.accepted),
            dispatched: figures(.dispatched),
            onscene: figures(.onscene),
            contained: figures(.contained),
            unattendedSeconds: knowsAbsences ? Double(tally.unattended) / 1000 : nil
        )
    }

    fileprivate var milestones: [(Milestone, ResponseReportDocument.MilestoneFigures)] {
        [
            (.delivered, delivered), (.accepted, accepted), (.dispatched, dispatched),
            (.onscene, onscene), (.contained, contained),
        ]
    }
}

extension ResponseReportDocument.MilestoneFigures {
    init(_ tally: MilestoneTally) {
        let sorted = tally.times.sorted()
        self.init(
            inTime: tally.kept,
            breached: tally.missed,
            share: ratio(tally.kept, of: tally.kept + tally.missed),
            reached: sorted.count,
            p50Seconds: MilestoneTally.percentile(50, of: sorted),
            p90Seconds: MilestoneTally.percentile(90, of: sorted),
            p99Seconds: MilestoneTally.percentile(99, of: sorted)
        )
    }
}

/// To four decimals; `nil` of nothing.
func ratio(_ part: Int, of whole: Int) -> Double? {
    whole == 0 ? nil : (Double(part) / Double(whole)).short
}

extension ResponseReportDocument {
    /// The groups, a line each, without the total.
    package var csv: String {
        let figures = [
            "in_time", "breached", "share", "reached", "p50_seconds", "p90_seconds", "p99_seconds",
        ]
        let milestones = Milestone.allCases.flatMap { milestone in
            figures.map { "\(milestone.rawValue)_\($0)" }
        }
        var table = CSVTable(
            header: [
                by == .all ? "group" : by.rawValue.replacing("-", with: "_"), "name", "alerts",
                "open", "closed", "merged", "withdrawn",
            ] + milestones + ["unattended_seconds"]
        )
        for group in groups {
            let counts = [
                group.alerts, group.open, group.closed, group.merged, group.withdrawn,
            ]
            table.add(
                [group.group, group.name ?? ""] + counts.map(\.description)
                    + group.milestones.flatMap { $0.1.fields } + [field(group.unattendedSeconds)]
            )
        }
        return table.text
    }
}

extension ResponseReportDocument.MilestoneFigures {
    fileprivate var fields: [String] {
        [
            "\(inTime)", "\(breached)", field(share), "\(reached)", field(p50Seconds),
            field(p90Seconds), field(p99Seconds),
        ]
    }
}
