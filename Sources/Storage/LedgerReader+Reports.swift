import Desk
import Domain
import Foundation
import GRDB

extension LedgerReader {
    // MARK: Incidents

    static func incidents(
        _ page: IncidentPage,
        from database: Database
    ) throws -> [IncidentRecord] {
        // An incident bears the id of its first alert.
        var conditions = ["id = incident"]
        var arguments = StatementArguments()
        if let station = page.station {
            conditions.append("queue = ?")
            arguments += [station.queue.rawValue]
        }
        if let open = page.open {
            // The first half of the condition is that of the index on what is alive.
            conditions.append(
                "id \(open ? "" : "NOT ")IN (SELECT incident FROM alert "
                    + "WHERE (open = 1 OR episode_open = 1) AND open = 1 AND incident IS NOT NULL)"
            )
        }
        if let before = page.before {
            conditions.append("raised < (SELECT raised FROM alert WHERE id = ?)")
            arguments += [before.rawValue]
        }
        let sql =
            "SELECT record FROM alert WHERE \(conditions.joined(separator: " AND ")) "
            + "ORDER BY raised DESC LIMIT ?"
        arguments += [page.limit]
        let firsts = try String.fetchAll(database.cachedStatement(sql: sql), arguments: arguments)
        return try firsts.map { try incident(startedBy: LedgerWriter.decode($0), in: database) }
    }

    /// Sums an incident up; SQLite reads the records, since a storm has thousands.
    private static func incident(
        startedBy first: AlertRecord,
        in database: Database
    ) throws -> IncidentRecord {
        let alert = first.alert
        let arguments: StatementArguments = [alert.id.rawValue]
        let sum = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT count(*) AS alerts, sum(open) AS open,
                        min(json_extract(record, '$.alert.priority')) AS priority,
                        max(ifnull(json_extract(record, '$.alert.storm'), 0)) AS storm,
                        (SELECT json_extract(record, '$.alert.raisedAt') FROM alert AS late
                            WHERE late.incident = alert.incident
                            ORDER BY raised DESC LIMIT 1) AS last
                    FROM alert WHERE incident = ?
                    """
            ),
            arguments: arguments
        )
        let cameras = try String.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT json_extract(record, '$.alert.camera.id') AS camera FROM alert
                    WHERE incident = ? AND camera IS NOT NULL GROUP BY camera ORDER BY min(raised)
                    """
            ),
            arguments: arguments
        )
        let units = try String.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT unit.value FROM alert, json_each(record, '$.alert.units') AS unit
                    WHERE incident = ? GROUP BY unit.value ORDER BY min(raised)
                    """
            ),
            arguments: arguments
        )
        let last = (sum?["last"] as String?).flatMap { WallTime($0) }
        return IncidentRecord(
            incident: IncidentID(alert.id.rawValue),
            station: alert.station,
            grid: alert.grid,
            exercise: alert.exercise,
            openedAt: alert.raisedAt,
            lastAlertAt: last ?? alert.raisedAt,
            alerts: sum?["alerts"] ?? 1,
            open: sum?["open"] ?? 0,
            priority: (sum?["priority"] as Int?).flatMap(Priority.init) ?? alert.priority,
            storm: sum?["storm"] ?? false,
            cameras: cameras.map { CameraID($0) },
            units: units.map { UnitID($0) }
        )
    }

    static func alerts(of incident: IncidentID, in database: Database) throws -> [AlertRecord] {
        try String.fetchAll(
            database.cachedStatement(
                sql: "SELECT record FROM alert WHERE incident = ? ORDER BY raised"
            ),
            arguments: [incident.rawValue]
        ).map(LedgerWriter.decode)
    }

    // MARK: Reports

    static func responses(_ page: ResponsePage, from database: Database) throws -> [ResponseRow] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT raised, record FROM entry JOIN alert ON raised = sequence
                    WHERE type = 'raised' AND at_ms >= ? AND at_ms < ? AND sequence > ?
                    ORDER BY sequence LIMIT ?
                    """
            ),
            arguments: [
                page.from.milliseconds, page.until.milliseconds, page.after, page.limit,
            ]
        ).map { ResponseRow(sequence: $0["raised"], record: try LedgerWriter.decode($0["record"])) }
    }

    /// When stations were unattended at any time of the page, those that began first before others.
    static func absences(_ page: ResponsePage, from database: Database) throws -> [Absence] {
        let rows = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT alert AS topic, type, at FROM entry
                    WHERE alert >= 'stations/' AND alert < 'stations0' ORDER BY alert, ordinal
                    """
            )
        )
        var absences: [Absence] = []
        var open: Absence?
        func end(_ time: WallTime?) {
            if var absence = open, absence.from < page.until {
                absence.until = time
                if time.map({ $0 > page.from }) ?? true { absences.append(absence) }
            }
            open = nil
        }
        for row in rows {
            let station = StationID(String((row["topic"] as String).dropFirst("stations/".count)))
            guard let at = WallTime(row["at"] as String) else { continue }
            if let other = open?.station, other != station { end(nil) }
            if row["type"] == EntryType.stationUnattended.rawValue {
                open = open ?? Absence(station: station, from: at, until: nil)
            } else {
                end(at)
            }
        }
        end(nil)
        absences.sort { ($0.from, $0.station) < ($1.from, $1.station) }
        return Array(absences.prefix(page.limit))
    }
}
