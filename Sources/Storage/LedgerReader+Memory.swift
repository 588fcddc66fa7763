import Desk
import Domain
import Foundation
import GRDB

extension LedgerReader {
    /// What a desk must know to go on.
    static func memory(in database: Database) throws -> ResponseDesk.Memory {
        let last = try Row.fetchOne(
            database, sql: "SELECT at, at_ms FROM entry ORDER BY sequence DESC LIMIT 1"
        )
        let recent = (last?["at_ms"] ?? 0) - Int64(ResponseDesk.recall * 1000)
        return ResponseDesk.Memory(
            records: try records(liveOrSince: recent, in: database),
            heads: try heads(in: database),
            cameras: try String.fetchAll(database, sql: "SELECT record FROM camera")
                .map(LedgerWriter.decode),
            stations: try memos("station", in: database),
            missed: try missedAlerts(in: database),
            units: try memos("unit", in: database),
            drills: try memos("drill", in: database),
            policies: try memos("policy", in: database),
            balance: try balance(in: database),
            lastEntryAt: (last?["at"] as String?).flatMap { WallTime($0) }
        )
    }

    /// The alerts that are open, whose episode is, that were raised at or after a time, or are among
    /// the last ones, with all others of their incidents, in the order in which they were raised.
    private static func records(
        liveOrSince time: Int64,
        in database: Database
    ) throws -> [AlertRecord] {
        try String.fetchAll(
            database,
            sql: """
                WITH live (raised) AS (
                    SELECT raised FROM alert WHERE open = 1 OR episode_open = 1
                    UNION SELECT sequence FROM entry WHERE type = 'raised' AND at_ms >= ?
                    UNION SELECT raised FROM (SELECT raised FROM alert ORDER BY raised DESC LIMIT ?)
                )
                SELECT record FROM alert WHERE raised IN (
                    SELECT raised FROM live
                    UNION SELECT raised FROM alert WHERE incident IN (
                        SELECT incident FROM alert WHERE raised IN (SELECT raised FROM live)
                        AND incident IS NOT NULL
                    )
                ) ORDER BY raised
                """,
            arguments: [time, ResponseDesk.recalledAlerts]
        ).map(LedgerWriter.decode)
    }

    /// The last number of each queue: from queue to queue, so that no number between is looked at.
    private static func heads(in database: Database) throws -> [QueueID: Int] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                WITH RECURSIVE known (queue) AS (
                    SELECT min(queue) FROM place
                    UNION ALL
                    SELECT (SELECT min(queue) FROM place WHERE queue > known.queue)
                    FROM known WHERE known.queue IS NOT NULL
                )
                SELECT queue, (SELECT max(number) FROM place WHERE place.queue = known.queue) AS head
                FROM known WHERE queue IS NOT NULL
                """
        )
        return Dictionary(rows.map { (QueueID($0["queue"]), $0["head"]) }) { $1 }
    }

    /// How many alerts were raised at each station since nobody attends it.
    private static func missedAlerts(in database: Database) throws -> [StationID: Int] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT id, (
                    SELECT count(*) FROM roll JOIN alert USING (raised)
                    WHERE roll.queue = memo.id AND roll.open IN (0, 1) AND alert.queue = memo.id
                    AND roll.raised > (
                        SELECT max(sequence) FROM entry WHERE alert = 'stations/' || memo.id
                    )
                ) AS count
                FROM memo WHERE kind = 'station' AND json_extract(record, '$.attendance.attended') = 0
                """
        )
        return Dictionary(rows.map { (StationID($0["id"]), $0["count"]) }) { $1 }
    }

    /// How many alerts each unit that is under order was sent to.
    static func ordersByUnit(in database: Database) throws -> [UnitID: Int] {
        let units: [UnitRecord] = try memos("unit", in: database)
        return Dictionary(units.map { ($0.id, $0.orders.count) }) { $1 }.filter { $0.value > 0 }
    }

    private static func memos<Record: Decodable & SendableMetatype>(
        _ kind: String,
        in database: Database
    ) throws -> [Record] {
        try String.fetchAll(
            database,
            sql: "SELECT record FROM memo WHERE kind = ? ORDER BY id",
            arguments: [kind]
        ).map(LedgerWriter.decode)
    }

    /// What was raised by the entries, and where it stands by the alerts: two sources, so that a
    /// fault in either shows.
    static func balance(in database: Database) throws -> Balance {
        var balance = Balance()
        balance.raised =
            try Int.fetchOne(database, sql: "SELECT count(*) FROM entry WHERE type = 'raised'") ?? 0
        let all = try Int.fetchOne(database, sql: "SELECT count(*) FROM alert") ?? 0
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT standing, count(*) AS count FROM alert
                WHERE standing IN ('merged', 'withdrawn') GROUP BY standing
                UNION ALL
                SELECT standing, count(*) FROM alert
                WHERE (open = 1 OR episode_open = 1) AND standing = 'waiting' GROUP BY standing
                """
        )
        // Nothing waits that is not open, and most alerts have reached someone: they are the rest.
        balance.reached = all
        for row in rows {
            balance.reached -= row["count"]
            guard let standing = Standing(rawValue: row["standing"]) else { continue }
            balance[standing] = row["count"]
        }
        return balance
    }

    /// The end of the chain; of an empty ledger, what its first entry will follow.
    static func chainHead(in database: Database) throws -> ChainHead {
        let row = try Row.fetchOne(
            database, sql: "SELECT sequence, hash, at FROM entry ORDER BY sequence DESC LIMIT 1"
        )
        let (count, hash) =
            row.map { ($0["sequence"] as Int64, $0["hash"]) }
            ?? (Chain.start.sequence, Chain.start.hash)
        return ChainHead(
            count: Int(count),
            hash: Chain.digits(of: hash),
            at: (row?["at"] as String?).flatMap { WallTime($0) }
                ?? WallTime(milliseconds: 0, offset: 0)
        )
    }

    /// Whether the chain has the entry of a head.
    static func contains(_ head: ChainHead, in database: Database) throws -> Bool {
        guard head.count > 0 else { return head.hash == Chain.digits(of: Chain.start.hash) }
        let hash = try Data.fetchOne(
            database, sql: "SELECT hash FROM entry WHERE sequence = ?", arguments: [head.count]
        )
        return hash.map { Chain.digits(of: $0) == head.hash } ?? false
    }
}
