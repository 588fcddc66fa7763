package import Domain

/// Which cameras, and which rules of theirs, cry wolf: false alarms among what people closed, apart
/// for each station that the alerts went to.
///
/// It takes the rows of the ledger one by one, in any order, and each once.
package struct FalseAlarmReport: Sendable {
    private let scope: ReportScope
    private var lines: [Key: Tally] = [:]

    private struct Key: Hashable {
        let camera: CameraID?
        let source: String?
        let kind: AlertKind
        let station: StationID
    }

    private struct Tally {
        /// As the newest of its alerts says.
        var name: String?
        var sequence = 0
        var standings = StandingTally()
        var causes: [FalseAlarmCause: Int] = [:]
        var unstated = 0

        var falseAlarms: Int { causes.values.reduce(unstated, +) }
    }

    package init(_ scope: ReportScope) { self.scope = scope }

    package mutating func count(_ row: ResponseRow) {
        let alert = row.record.alert
        guard scope.takes(alert) else { return }
        let key = Key(
            camera: alert.camera?.id,
            source: alert.camera == nil ? alert.signal?.source : nil,
            kind: alert.kind,
            station: alert.station
        )
        var tally = lines[key] ?? Tally()
        if row.sequence > tally.sequence {
            (tally.name, tally.sequence) = (alert.camera?.name, row.sequence)
        }
        tally.standings.count(row.record)
        if alert.disposition == .falseAlarm {
            if let cause = alert.cause {
                tally.causes[cause, default: 0] += 1
            } else {
                tally.unstated += 1
            }
        }
        lines[key] = tally
    }

    /// The worst first: by the share, then by the number of false alarms, then by name and station.
    package var document: FalseAlarmReportDocument {
        let sources = lines.map { Self.line($0.key, $0.value) }
        return FalseAlarmReportDocument(
            from: scope.from,
            until: scope.until,
            station: scope.station,
            exercise: scope.exercise,
            sources: sources.sorted { $0.isWorse(than: $1) }
        )
    }

    private static func line(_ key: Key, _ tally: Tally) -> FalseAlarmReportDocument.Source {
        func count(_ cause: FalseAlarmCause) -> Int { tally.causes[cause] ?? 0 }
        return FalseAlarmReportDocument.Source(
            camera: key.camera,
            name: tally.name,
            source: key.source,
            kind: key.kind,
            station: key.station,
            alerts: tally.standings.alerts,
            open: tally.standings.open,
            closed: tally.standings.closed,
            merged: tally.standings.merged,
            withdrawn: tally.standings.withdrawn,
            falseAlarms: tally.falseAlarms,
            share: ratio(tally.falseAlarms, of: tally.standings.closed),
            causes: FalseAlarmReportDocument.Causes(
                weather: count(.weather),
                light: count(.light),
                animal: count(.animal),
                plant: count(.plant),
                camera: count(.camera),
                other: count(.other),
                unstated: tally.unstated
            )
        )
    }

    /// The document's lines.
    package var csv: String { document.csv }
}

/// A report on false alarms, as `/v1` shows it.
package struct FalseAlarmReportDocument: Sendable, Hashable, Codable {
    package var from: WallTime
    package var until: WallTime
    /// `nil`: every station.
    package var station: StationID?
    package var exercise: Bool
    /// The worst first.
    package var sources: [Source]

    /// One rule of a camera, or one kind of signal from a source, at one station.
    package struct Source: Sendable, Hashable, Codable {
        package var camera: CameraID?
        /// The camera's.
        package var name: String?
        /// Where signals come from; `nil` of a camera.
        package var source: String?
        package var kind: AlertKind
        /// The one that these alerts went to.
        package var station: StationID
        /// All of them: open + closed + merged + withdrawn.
        package var alerts: Int
        package var open: Int
        /// By a person, as whatever.
        package var closed: Int
        package var merged: Int
        package var withdrawn: Int
        package var falseAlarms: Int
        /// `falseAlarms` of `closed`, 0 to 1; `nil` where nothing was closed.
        package var share: Double?
        package var causes: Causes
    }

    /// How many false alarms were taken for what.
    package struct Causes: Sendable, Hashable, Codable {
        package var weather: Int
        package var light: Int
        package var animal: Int
        package var plant: Int
        package var camera: Int
        package var other: Int
        /// Nobody said.
        package var unstated: Int
    }
}

extension FalseAlarmReportDocument.Source {
    fileprivate func isWorse(than other: Self) -> Bool {
        let (a, b) = (share ?? -1, other.share ?? -1)
        if a != b { return a > b }
        if falseAlarms != other.falseAlarms { return falseAlarms > other.falseAlarms }
        if alerts != other.alerts { return alerts > other.alerts }
        return names.lexicographicallyPrecedes(other.names)
    }

    private var names: [String] {
        [camera?.rawValue ?? "", source ?? "", kind.rawValue, station.rawValue]
    }
}

extension FalseAlarmReportDocument {
    package var csv: String {
        var table = CSVTable(
            header: [
                "camera", "name", "source", "kind", "station", "alerts", "open", "closed",
                "merged", "withdrawn", "false_alarms", "share", "weather", "light", "animal",
                "plant", "camera_fault", "other", "unstated",
            ]
        )
        for line in sources {
            let causes = line.causes
            let names = [
                field(line.camera), line.name ?? "", line.source ?? "", line.kind.rawValue,
                line.station.rawValue,
            ]
            let counts = [
                line.alerts, line.open, line.closed, line.merged, line.withdrawn, line.falseAlarms,
            ]
            let reasons = [
                causes.weather, causes.light, causes.animal, causes.plant, causes.camera,
                causes.other, causes.unstated,
            ]
            table.add(
                names + counts.map(\.description) + [field(line.share)]
                    + reasons.map(\.description)
            )
        }
        return table.text
    }
}
