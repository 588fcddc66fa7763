package import Desk
package import Domain
import Foundation
import GRDB

/// What plain SQLite needs for the rows of a ledger: a measure for the ledger's own speed.
package enum LedgerReference {
    /// Writes the rows of a ledger into a new one, and does nothing else meanwhile: no JSON, no
    /// hashes, no desk.
    ///
    /// - Parameters:
    ///   - batch: how many entries with their alerts go into one transaction.
    ///   - limit: seconds after which it is enough.
    /// - Returns: transactions a second, each on disk before the next begins.
    package static func commitsPerSecond(
        of path: String,
        into copy: String,
        batch: Int,
        limit: Double,
        clock: any CityClock
    ) throws(LedgerError) -> Double {
        do {
            var reading = Configuration()
            reading.readonly = true
            let source = try DatabaseQueue(path: path, configuration: reading)
            let target = try DatabasePool(path: copy, configuration: SQLiteLedger.configuration)
            try LedgerSchema.migrator.migrate(target)
            try target.writeWithoutTransaction { try $0.execute(sql: SQLiteLedger.writing) }
            var (after, commits, spent): (Int64, Int, Double) = (0, 0, 0)
            while spent < limit {
                let rows = try source.read { try Rows(after: after, batch, in: $0) }
                guard let last = rows.last else { break }
                let start = clock.moment
                try target.write { try rows.insert(into: $0) }
                spent += clock.moment.seconds(since: start)
                commits += 1
                after = last
            }
            try target.close()
            return spent > 0 ? Double(commits) / spent : 0
        } catch {
            throw LedgerError(error, doing: "writing the rows of \(path) again")
        }
    }

    /// The rows of some entries, table by table.
    private struct Rows {
        private(set) var last: Int64?
        private var tables: [(sql: String, rows: [StatementArguments])] = []

        init(after: Int64, _ count: Int, in database: Database) throws {
            last = try Int64.fetchOne(
                database,
                sql: """
                    SELECT max(sequence) FROM (
                        SELECT sequence FROM entry WHERE sequence > ? ORDER BY sequence LIMIT ?
                    )
                    """,
                arguments: [after, count]
            )
            guard let last else { return }
            for (table, key) in [("entry", "sequence"), ("place", "sequence"), ("alert", "raised")]
            {
                try add(
                    table, "SELECT * FROM \(table) WHERE \(key) > ? AND \(key) <= ?",
                    [after, last], in: database
                )
            }
            try add(
                "roll", "SELECT queue, open, raised FROM alert WHERE raised > ? AND raised <= ?",
                [after, last], in: database
            )
        }

        private mutating func add(
            _ table: String,
            _ sql: String,
            _ arguments: StatementArguments,
            in database: Database
        ) throws {
            let rows = try Row.fetchAll(
                database.cachedStatement(sql: sql), arguments: arguments
            )
            guard let first = rows.first else { return }
            let columns = Array(first.columnNames)
            let marks = Array(repeating: "?", count: columns.count).joined(separator: ", ")
            tables.append(
                (
                    "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks))",
                    rows.map { StatementArguments($0.databaseValues) }
                )
            )
        }

        func insert(into database: Database) throws {
            for (sql, rows) in tables {
                let statement = try database.cachedStatement(sql: sql)
                for row in rows {
                    statement.setUncheckedArguments(row)
                    try statement.execute()
                }
            }
        }
    }
}
