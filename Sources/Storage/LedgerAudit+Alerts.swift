import Desk
import Domain
import Foundation
import GRDB

extension LedgerAudit {
    /// Each alert must stand as its last entry left it, and each raise must have its alert.
    mutating func compareAlerts(in database: DatabaseQueue, through last: Int64) throws {
        let isNew = try Self.hasStanding(database)
        var raised: Int64 = 0
        while raised < last {
            let next = try database.read { database -> Int64? in
                let rows = try Row.fetchAll(
                    database,
                    sql: """
                        SELECT sequence, entry.alert AS alert_id, alert.*,
                            (SELECT count(*) FROM entry AS e WHERE e.alert = entry.alert) AS count,
                            (SELECT data FROM entry AS e WHERE e.alert = entry.alert
                             ORDER BY ordinal DESC LIMIT 1) AS told
                        FROM entry LEFT JOIN alert ON alert.id = entry.alert
                        WHERE entry.type = 'raised' AND sequence > ? AND sequence <= ?
                        ORDER BY sequence LIMIT ?
                        """,
                    arguments: [raised, last, Self.page]
                )
                for row in rows {
                    guard let record = try compare(row, isNew: isNew), isNew else { continue }
                    try compareRoll(of: record, raised: row["sequence"], in: database)
                }
                return rows.last?["sequence"]
            }
            guard let next else { break }
            raised = next
        }
    }

    /// A ledger that no node has opened since there is a response has no such column.
    static func hasStanding(_ database: DatabaseQueue) throws -> Bool {
        try database.read { try $0.columns(in: "alert").contains { $0.name == "standing" } }
    }

    private mutating func compare(_ row: Row, isNew: Bool) throws -> AlertRecord? {
        let id: String = row["alert_id"]
        guard let text = row["record"] as String?,
            let record = try? LedgerWriter.decode(text) as AlertRecord
        else {
            say("alert \(id) was raised, but its record is missing or cannot be read")
            return nil
        }
        alerts += 1
        opened[record.alert.station, default: 0] += record.isOpen ? 1 : 0
        if row["count"] != record.entries {
            say(
                "alert \(id) has \((row["count"] as Int).counted("entry", "entries")), but its record "
                    + "counts \(record.entries)")
        } else if !Self.agrees(row, with: record, isNew: isNew) {
            say("alert \(id): its columns do not say what its record says")
        } else if let told = row["told"] as String?,
            try JSONDecoder().decode(Alert.self, from: Data(told.utf8)) != record.alert
        {
            say("alert \(id) is not as its last entry left it")
        }
        return record
    }

    /// Whether an alert's columns say what its record says.
    private static func agrees(_ row: Row, with record: AlertRecord, isNew: Bool) -> Bool {
        let alert = record.alert
        let columns: [Bool] = [
            row["raised"] == row["sequence"] as Int64,
            row["queue"] == alert.station.rawValue,
            row["state"] == alert.state.rawValue,
            row["open"] == record.isOpen,
            row["episode_open"] == (record.episode?.isOpen == true),
            row["signal_source"] == alert.signal?.source,
            row["signal_id"] == alert.signal?.id,
            !isNew || row["incident"] == alert.incident?.rawValue,
            !isNew || row["standing"] == record.standing.rawValue,
        ]
        return !columns.contains(false)
    }

    /// An alert must be found in each queue that it stands in.
    private mutating func compareRoll(
        of record: AlertRecord,
        raised: Int64,
        in database: Database
    ) throws {
        let statement = try database.cachedStatement(
            sql: "SELECT count(*) FROM roll WHERE queue = ? AND open = ? AND raised = ?"
        )
        for queue in record.rolls
        where try Int.fetchOne(statement, arguments: [queue.rawValue, record.isOpen, raised]) != 1 {
            say("alert \(record.alert.id) is missing where queue \(queue) looks for its alerts")
        }
    }

    /// What was raised must stand somewhere, and nothing else.
    mutating func compareBalance(in database: DatabaseQueue) throws {
        guard try Self.hasStanding(database) else { return }
        let balance = try database.read(LedgerReader.balance)
        guard balance.off != 0 else { return }
        say(
            "the balance is off by \(balance.off): \(balance.raised.counted("alert")) raised, but "
                + "\(balance.waiting) wait, \(balance.reached) have reached someone, "
                + "\(balance.merged) were merged and \(balance.withdrawn) withdrawn"
        )
    }
}
