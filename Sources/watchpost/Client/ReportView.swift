package import Desk
package import Domain

/// Reports as people read them.
package enum ReportView {
    package static func title(_ from: WallTime, _ until: WallTime, _ isExercise: Bool) -> String {
        "\(isExercise ? "EXERCISES" : "alerts") raised from \(from.dateAndTime) until "
            + until.dateAndTime
    }

    // MARK: Response

    /// A line for each group, and one for all.
    package static func table(_ report: ResponseReportDocument) -> TextTable {
        var table = TextTable(
            [
                report.by.rawValue.uppercased(), "NAME", "ALERTS", "OPEN", "DELIVERED", "ACCEPTED",
                "ON SCENE", "CONTAINED", "UNATTENDED",
            ],
            gap: 1,
            yielding: [1]
        )
        for group in report.groups { table.append(row(group)) }
        if report.by != .all { table.append(row(report.total)) }
        return table
    }

    private static func row(_ group: ResponseReportDocument.Group) -> [String] {
        [
            group.group, group.name ?? "", "\(group.alerts)", "\(group.open)",
            cell(group.delivered), cell(group.accepted), cell(group.onscene),
            cell(group.contained), group.unattendedSeconds.map { $0.asDuration } ?? "-",
        ]
    }

    /// Such as `13/14 8/21 s`: kept 13 times of 14; half took 8 s or less, nine tenths 21 s or less.
    private static func cell(_ figures: ResponseReportDocument.MilestoneFigures) -> String {
        guard figures.share != nil else { return "-" }
        let kept = "\(figures.inTime)/\(figures.inTime + figures.breached)"
        guard let half = figures.p50Seconds, let most = figures.p90Seconds else { return kept }
        return "\(kept) \(half.rounded(to: 0))/\(most.rounded(to: 0)) s"
    }

    // MARK: False alarms

    package static func table(_ report: FalseAlarmReportDocument) -> TextTable {
        var table = TextTable(
            [
                "STATION", "CAMERA OR SOURCE", "KIND", "ALERTS", "CLOSED", "FALSE", "SHARE",
                "CAUSES",
            ],
            yielding: [1]
        )
        for source in report.sources {
            let name = source.camera.map { "\($0)\(source.name.map { " \($0)" } ?? "")" }
            table.append(
                [
                    source.station.rawValue, name ?? source.source ?? "-", source.kind.rawValue,
                    "\(source.alerts)", "\(source.closed)", "\(source.falseAlarms)",
                    source.share.map { "\(($0 * 100).rounded(to: 0)) %" } ?? "-",
                    text(source.causes),
                ]
            )
        }
        return table
    }

    private static func text(_ causes: FalseAlarmReportDocument.Causes) -> String {
        let counts = [
            ("weather", causes.weather), ("light", causes.light), ("animal", causes.animal),
            ("plant", causes.plant), ("camera", causes.camera), ("other", causes.other),
            ("unstated", causes.unstated),
        ]
        return counts.filter { $0.1 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
}
