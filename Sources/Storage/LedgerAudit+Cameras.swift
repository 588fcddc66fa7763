import Desk
import Domain
import Foundation
import GRDB

extension LedgerAudit {
    /// Each camera must stand as its last entry left it.
    mutating func compareCameras(in database: DatabaseQueue) throws {
        let rows = try database.read { database -> [Row] in
            // A ledger that no node has opened since cameras are in it.
            guard try database.tableExists("camera") else { return [] }
            return try Row.fetchAll(
                database,
                sql: """
                    SELECT topic, record, count, data FROM (
                        SELECT alert AS topic, max(ordinal) AS last, count(*) AS count FROM entry
                        WHERE alert >= 'cameras/' AND alert < 'cameras0' GROUP BY alert
                    )
                    JOIN entry ON entry.alert = topic AND entry.ordinal = last
                    LEFT JOIN camera ON 'cameras/' || camera.id = topic ORDER BY topic
                    """
            )
        }
        for row in rows { compareCamera(row) }
    }

    private mutating func compareCamera(_ row: Row) {
        let topic: String = row["topic"]
        guard let text = row["record"] as String?,
            let record = try? LedgerWriter.decode(text) as CameraRecord
        else {
            return say("\(topic) has entries, but its record is missing or cannot be read")
        }
        if row["count"] != record.entries {
            say(
                "\(topic) has \(row["count"] as Int) entries, but its record counts "
                    + "\(record.entries)"
            )
        } else if let told = row["data"] as String?,
            (try? LedgerWriter.decode(told) as CameraCondition) != record.condition
        {
            say("\(topic) is not as its last entry left it")
        }
    }
}
