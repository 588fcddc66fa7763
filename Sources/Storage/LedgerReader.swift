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
                subject: $0["alert"],
                created: $0["created"],
                at: WallTime(milliseconds: $0["at_ms"], offset: 0)
            )
        }
    }

    /// How many numbers of a queue are looked through in one read.
    static let stretch = 10_000

    static func head(of queue: QueueID, from database: Database) throws -> Int {
        try Int.fetchOne(
            database.cachedStatement(sql: "SELECT max(number) FROM place WHERE queue = ?"),
            arguments: [queue.rawValue]
        ) ?? 0
    }

    /// The last number of a queue, or the last before a time.
    static func end(of queue: QueueID, _ time: WallTime?, from database: Database) throws -> Int {
        try time.map { try position(in: queue, before: $0, from: database) }
            ?? head(of: queue, from: database)
    }

    /// The last number before a time, found by halving: entries stand in the order of their times.
    ///
    /// Where the clock was set back between two entries, it is one of the places at which the times
    /// pass the one asked for.
    static func position(
        in queue: QueueID,
        before time: WallTime,
        from database: Database
    ) throws -> Int {
        let statement = try database.cachedStatement(
            sql: """
                SELECT at_ms FROM place JOIN entry USING (sequence)
                WHERE queue = ? AND number = ?
                """
        )
        var (before, after) = (0, try head(of: queue, from: database) + 1)
        while after - before > 1 {
            let middle = (before + after) / 2
            let at = try Int64.fetchOne(statement, arguments: [queue.rawValue, middle])
            if let at, at < time.milliseconds { before = middle } else { after = middle }
        }
        return before
    }

    /// - Parameter through: the last number that is looked at.
    static func events(
        in queue: QueueID,
        _ page: EventPage,
        through last: Int = .max,
        from database: Database
    ) throws -> [StoredEvent] {
        let (condition, arguments) = wanted(page, in: queue)
        let sql = """
            SELECT place.number, sequence, type, alert, ordinal, at, subject, data
            FROM place JOIN entry USING (sequence)
            WHERE \(condition) AND place.number <= ? ORDER BY place.number LIMIT ?
            """
        let rows = try Row.fetchCursor(
            database.cachedStatement(sql: sql),
            arguments: arguments + [last, page.limit]
        )
        var events: [StoredEvent] = []
        while let row = try rows.next() { events.append(try event(row, in: queue)) }
        return events
    }

    /// The numbers of the last wanted events of a stretch, the last first.
    ///
    /// - Parameter stretch: after which number, and up to which with it.
    static func numbers(
        ofLast count: Int,
        in queue: QueueID,
        _ stretch: Range<Int>,
        _ page: EventPage,
        from database: Database
    ) throws -> [Int] {
        var page = page
        page.after = stretch.lowerBound
        let (condition, arguments) = wanted(page, in: queue)
        let sql = """
            SELECT place.number FROM place JOIN entry USING (sequence)
            WHERE \(condition) AND place.number <= ? ORDER BY place.number DESC LIMIT ?
            """
        return try Int.fetchAll(
            database.cachedStatement(sql: sql),
            arguments: arguments + [stretch.upperBound, count]
        )
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

    /// Each entry as its station's queue shows it; one that does not stand there as another queue
    /// does, and one that stands nowhere with the number 0.
    static func history(of alert: AlertID, in database: Database) throws -> [StoredEvent] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT ifnull(place.number, 0), entry.sequence, type, alert, ordinal, at,
                        subject, data, ifnull(place.queue, alert.queue)
                    FROM entry JOIN alert ON alert.id = entry.alert
                    LEFT JOIN place ON place.sequence = entry.sequence AND place.queue = ifnull(
                        (SELECT queue FROM place AS own WHERE own.sequence = entry.sequence
                            AND own.queue = alert.queue),
                        (SELECT min(queue) FROM place AS other
                            WHERE other.sequence = entry.sequence))
                    WHERE entry.alert = ? ORDER BY entry.ordinal
                    """
            ),
            arguments: [alert.rawValue]
        ).map { try event($0, in: QueueID($0[8])) }
    }

    /// Alerts that stand in a queue, the newest first.
    static func alerts(_ page: AlertPage, from database: Database) throws -> [AlertRecord] {
        var conditions = ["1"]
        var arguments = StatementArguments()
        var source = "alert"
        if let queue = page.queue {
            source = "roll JOIN alert USING (raised)"
            conditions.append("roll.queue = ?")
            arguments += [queue.rawValue]
        }
        if let open = page.open {
            conditions.append("\(page.queue == nil ? "alert" : "roll").open = ?")
            arguments += [open]
        }
        if let state = page.state {
            conditions.append("state = ?")
            arguments += [state.rawValue]
        }
        if let exercise = page.exercise {
            conditions.append("json_extract(record, '$.alert.exercise') = ?")
            arguments += [exercise]
        }
        if let before = page.before {
            conditions.append("raised < (SELECT raised FROM alert WHERE id = ?)")
            arguments += [before.rawValue]
        }
        let sql =
            "SELECT record FROM \(source) WHERE \(conditions.joined(separator: " AND ")) "
            + "ORDER BY raised DESC LIMIT ?"
        arguments += [page.limit]
        return try String.fetchAll(database.cachedStatement(sql: sql), arguments: arguments)
            .map(LedgerWriter.decode)
    }

    /// Reads a row of number, sequence, type, topic, ordinal, time, subject and data, by their
    /// places: names would be looked for in each of a hundred thousand rows.
    private static func event(_ row: Row, in queue: QueueID) throws -> StoredEvent {
        let type: String = row[2]
        guard let known = EntryType(rawValue: type) else {
            throw LedgerError.failed(
                "entry \(row[1] as Int64) is of type '\(type)', which this version does not "
                    + "know; open the ledger with the version that wrote it"
            )
        }
        return StoredEvent(
            queue: queue,
            number: row[0],
            type: known,
            topic: row[3],
            ordinal: row[4],
            at: row[5],
            subject: row[6],
            data: row[7]
        )
    }

    private static func marks(_ count: Int) -> String {
        Array(repeating: "?", count: count).joined(separator: ", ")
    }
}
