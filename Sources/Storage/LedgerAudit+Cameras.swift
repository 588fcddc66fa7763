import Desk
import Domain
import Foundation
import GRDB

extension LedgerAudit {
    /// Each camera must stand as its last entry left it.
    mutating func compareCameras(in database: DatabaseQueue) throws {
        // A ledger that no node has opened since cameras are in it.
        guard try database.read({ try $0.tableExists("camera") }) else { return }
        let rows = try Self.lastEntries(
            of: "cameras",
            record: "SELECT record FROM camera WHERE 'cameras/' || id = topic",
            in: database
        )
        for row in rows {
            compare(row) { (record: CameraRecord) in (record.entries, record.condition) }
        }
    }

    /// Each station must stand as its last entry left it.
    mutating func compareStations(in database: DatabaseQueue) throws {
        guard try database.read({ try $0.tableExists("memo") }) else { return }
        let rows = try Self.lastEntries(
            of: "stations",
            record: """
                SELECT record FROM memo WHERE kind = 'station' AND 'stations/' || id = topic
                """,
            in: database
        )
        for row in rows {
            compare(row) { (record: StationRecord) in (record.entries, record.attendance) }
        }
        ordered = try database.read(LedgerReader.ordersByUnit)
    }

    /// The last entry of each topic of a kind, with how many there are and what is kept of it.
    private static func lastEntries(
        of kind: String,
        record: String,
        in database: DatabaseQueue
    ) throws -> [Row] {
        try database.read {
            try Row.fetchAll(
                $0,
                sql: """
                    SELECT topic, count, data, (\(record)) AS record FROM (
                        SELECT alert AS topic, max(ordinal) AS last, count(*) AS count FROM entry
                        WHERE alert >= '\(kind)/' AND alert < '\(kind)0' GROUP BY alert
                    ) JOIN entry ON entry.alert = topic AND entry.ordinal = last ORDER BY topic
                    """
            )
        }
    }

    private mutating func compare<Record: Decodable, Told: Decodable & Equatable>(
        _ row: Row,
        _ content: (Record) -> (entries: Int, told: Told)
    ) {
        let topic: String = row["topic"]
        guard let text = row["record"] as String?,
            let record = try? LedgerWriter.decode(text) as Record
        else {
            return say("\(topic) has entries, but its record is missing or cannot be read")
        }
        let (entries, now) = content(record)
        if row["count"] != entries {
            let found = (row["count"] as Int).counted("entry", "entries")
            say("\(topic) has \(found), but its record counts \(entries)")
        } else if let told = row["data"] as String?,
            (try? LedgerWriter.decode(told) as Told) != now
        {
            say("\(topic) is not as its last entry left it")
        }
    }
}
