import Desk
import Domain
import Foundation
import GRDB

/// Turns rows into what the streams and lists show.
enum LedgerReader {
    static func record(of alert: AlertID, in database: Database) throws -> AlertRecord? {
        try String.fetchOne(
            database.cachedStatement(sql: "SELECT record FROM alert WHERE id = ?"),
            arguments: [alert.rawValue]
        ).map(LedgerWriter.decode)
    }

    static func answer(to key: String, in database: Database) throws -> Answer? {
        try Row.fetchOne(
            database.cachedStatement(sql: "SELECT * FROM answer WHERE key = ?"),
            arguments: [key]
        ).map {
            Answer(
                key: $0["key"],
                request: $0["request"],
                alert: AlertID($0["alert"]),
                created: $0["created"],
                at: WallTime(milliseconds: $0["at_ms"], offset: 0)
            )
        }
    }

    static func events(
        in queue: QueueID,
        _ page: EventPage,
        from database: Database
    ) throws -> [StoredEvent] {
        let (condition, arguments) = wanted(page, in: queue)
        let sql = """
            SELECT place.queue, place.number, entry.* FROM place JOIN entry USING (sequence)
            WHERE \(condition) ORDER BY place.number LIMIT ?
            """
        return try Row.fetchAll(
            database.cachedStatement(sql: sql),
            arguments: arguments + [page.limit]
        ).map(event)
    }

    static func position(
        in queue: QueueID,
        beforeLast count: Int,
        of page: EventPage,
        from database: Database
    ) throws -> Int {
        let (condition, arguments) = wanted(page, in: queue)
        let sql = """
            SELECT min(number) - 1 FROM (
                SELECT place.number FROM place JOIN entry USING (sequence)
                WHERE \(condition) ORDER BY place.number DESC LIMIT ?
            )
            """
        return try Int.fetchOne(
            database.cachedStatement(sql: sql),
            arguments: arguments + [count]
        ) ?? Int.fetchOne(
            database.cachedStatement(sql: "SELECT max(number) FROM place WHERE queue = ?"),
            arguments: [queue.rawValue]
        ) ?? 0
    }

    /// The condition that the events of a page meet.
    private static func wanted(
        _ page: EventPage,
        in queue: QueueID
    ) -> (String, StatementArguments) {
        var sql = "place.queue = ? AND place.number > ?"
        var arguments: StatementArguments = [queue.rawValue, page.after]
        if let until = page.until {
            sql += " AND entry.at_ms < ?"
            arguments += [until.milliseconds]
        }
        if !page.types.isEmpty {
            sql += " AND entry.type IN (\(marks(page.types.count)))"
            arguments += StatementArguments(page.types.map(\.rawValue))
        }
        if !page.priorities.isEmpty {
            sql += " AND entry.priority IN (\(marks(page.priorities.count)))"
            arguments += StatementArguments(page.priorities.map(\.rawValue))
        }
        return (sql, arguments)
    }

    static func history(of alert: AlertID, in database: Database) throws -> [StoredEvent] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT place.queue, place.number, entry.* FROM entry JOIN place USING (sequence)
                    WHERE entry.alert = ? ORDER BY entry.ordinal
                    """
            ),
            arguments: [alert.rawValue]
        ).map(event)
    }

    static func alerts(_ page: AlertPage, from database: Database) throws -> [AlertRecord] {
        var conditions = ["1"]
        var arguments = StatementArguments()
        if let queue = page.queue {
            conditions.append("queue = ?")
            arguments += [queue.rawValue]
        }
        if let state = page.state {
            conditions.append("state = ?")
            arguments += [state.rawValue]
        }
        if let open = page.open {
            conditions.append("open = ?")
            arguments += [open]
        }
        if let before = page.before {
            conditions.append("raised < (SELECT raised FROM alert WHERE id = ?)")
            arguments += [before.rawValue]
        }
        let sql =
            "SELECT record FROM alert WHERE \(conditions.joined(separator: " AND ")) "
            + "ORDER BY raised DESC LIMIT ?"
        arguments += [page.limit]
        return try String.fetchAll(database.cachedStatement(sql: sql), arguments: arguments)
            .map(LedgerWriter.decode)
    }

    private static func event(_ row: Row) throws -> StoredEvent {
        let type: String = row["type"]
        guard let known = EntryType(rawValue: type) else {
            throw LedgerError.failed(
                "entry \(row["sequence"] as Int64) is of type '\(type)', which this version does not "
                    + "know; open the ledger with the version that wrote it"
            )
        }
        return StoredEvent(
            queue: QueueID(row["queue"]),
            number: row["number"],
            type: known,
            alert: AlertID(row["alert"]),
            ordinal: row["ordinal"],
            at: row["at"],
            subject: row["subject"],
            data: row["data"]
        )
    }

    private static func marks(_ count: Int) -> String {
        Array(repeating: "?", count: count).joined(separator: ", ")
    }
}
