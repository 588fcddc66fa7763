package import Desk
package import Domain
import Foundation
import GRDB
import Synchronization

/// The ledger on SQLite: write-ahead log, flushed to disk at every commit.
///
/// - Source: https://www.sqlite.org/wal.html, https://www.sqlite.org/pragma.html#pragma_synchronous
package final class SQLiteLedger: Ledger {
    let pool: DatabasePool
    private let path: String
    package let epoch: Int
    private let chain: Mutex<Chain>
    private let isOpen = Atomic(true)

    /// Opens the ledger of a data folder, and makes it where there is none.
    package init(path: String) throws(LedgerError) {
        self.path = path
        do {
            pool = try DatabasePool(path: path, configuration: Self.configuration)
            try pool.writeWithoutTransaction { try $0.execute(sql: Self.writing) }
            try LedgerSchema.migrator.migrate(pool)
            let (epoch, head) = try pool.read { database in
                let epoch = try Int.fetchOne(
                    database,
                    sql: "SELECT value FROM meta WHERE name = 'epoch'"
                )
                let head = try Row.fetchOne(
                    database,
                    sql: "SELECT sequence, hash FROM entry ORDER BY sequence DESC LIMIT 1"
                )
                return (
                    epoch ?? 1,
                    head.map { Chain(sequence: $0["sequence"], hash: $0["hash"]) } ?? .start
                )
            }
            self.epoch = epoch
            chain = Mutex(head)
        } catch {
            throw LedgerError(error, doing: "opening the ledger \(path)")
        }
    }

    /// How the writing connection is set: opening a pool sets NORMAL, which may lose the last
    /// commits with the power; what queues and alerts grow by stays in memory; what is deleted need
    /// not be overwritten; the log of writes is folded in at 32 MB.
    static let writing = """
        PRAGMA synchronous = FULL;
        PRAGMA cache_size = -65536;
        PRAGMA secure_delete = OFF;
        PRAGMA wal_autocheckpoint = 2000;
        """

    /// Pages of 16 KB, in a ledger that is new: an alert with its entry is 2.4 KB, and each page
    /// that a commit touches is written whole. That a place has its entry, the audit proves.
    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.label = "ledger"
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA page_size = 16384") }
        return configuration
    }

    /// Folds the log of writes into the database, so that the one file has all, and closes both; a
    /// ledger that is closed stays so.
    package func close() throws(LedgerError) {
        // SQLite is not to be asked for anything on a connection that is closed.
        guard isOpen.exchange(false, ordering: .relaxed) else { return }
        do {
            // A log that somebody else is reading stays, and is as good.
            _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            try pool.close()
        } catch { throw LedgerError(error, doing: "closing the ledger") }
    }

    /// SQLite's level of `synchronous` on the writing connection: 2 is FULL.
    package func synchronousLevel() throws -> Int? {
        try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    }

    // MARK: Writing

    package func prepare(
        _ entries: [Entry],
        memos: [Memo],
        answers: [Answer]
    ) throws(LedgerError) -> PreparedBatch {
        try blocking("putting entries into words") {
            PreparedBatch(
                entries: try entries.map { try LedgerText.prepare($0) },
                memos: try memos.map { try LedgerText.prepare($0) },
                answers: answers
            )
        }
    }

    package func append(_ batch: PreparedBatch) throws(LedgerError) {
        try blocking("writing the ledger") {
            try self.chain.withLock { chain in
                var next = chain
                try self.pool.write { database in
                    let writer = try LedgerWriter(database)
                    for entry in batch.entries { try writer.insert(entry, after: &next) }
                    for memo in batch.memos { try writer.keep(memo) }
                    for answer in batch.answers { try writer.insert(answer) }
                }
                chain = next
            }
        }
    }

    package func probe() throws(LedgerError) {
        try blocking("writing the ledger") {
            try self.pool.write {
                try $0.execute(
                    sql: """
                        INSERT INTO meta VALUES ('probe', 1)
                        ON CONFLICT (name) DO UPDATE SET value = value + 1
                        """
                )
            }
        }
    }

    /// Writes the chain's head into its second file, on disk when it returns.
    ///
    /// To be called at the start, each minute and before the end: what is cut off after it cannot be
    /// missed.
    ///
    /// - Throws: `LedgerError`; where the chain does not contain the head that the file knows, the
    ///   file is left as it is, for it is the proof.
    @discardableResult
    package func writeHead() throws(LedgerError) -> ChainHead {
        try blocking("writing the chain's head") {
            let path = HeadFile.path(beside: self.path)
            let known = try HeadFile.read(path)
            let (head, isWhole) = try self.pool.read { database in
                (
                    try LedgerReader.chainHead(in: database),
                    try known.map { try LedgerReader.contains($0, in: database) } ?? true
                )
            }
            guard isWhole else {
                throw LedgerError.failed(
                    "the ledger's chain does not contain entry \(known?.count ?? 0) as \(path) "
                        + "knows it: entries were cut off or changed; 'watchpost check --data' names "
                        + "them; put the ledger back, or move the file away to go on without proof"
                )
            }
            try HeadFile.write(head, to: path)
            return head
        }
    }

    /// Deletes the answers older than `time`, whose requests will not be repeated any more.
    package func forgetAnswers(before time: WallTime) throws(LedgerError) {
        try blocking("forgetting old answers") {
            try self.pool.write {
                try $0.execute(
                    sql: "DELETE FROM answer WHERE at_ms < ?",
                    arguments: [time.milliseconds]
                )
            }
        }
    }

    // MARK: What the desk asks

    package func restore() throws(LedgerError) -> ResponseDesk.Memory {
        try blocking("reading the ledger") { try self.pool.read(LedgerReader.memory) }
    }

    /// How many alerts of each station are not closed.
    package func openAlertsByStation() throws(LedgerError) -> [StationID: Int] {
        try blocking("counting alerts") {
            let rows = try self.pool.read {
                try Row.fetchAll(
                    $0,
                    sql: """
                        SELECT queue, count(*) AS count FROM alert
                        WHERE (open = 1 OR episode_open = 1) AND open = 1 GROUP BY queue
                        """
                )
            }
            return Dictionary(rows.map { (StationID($0["queue"]), $0["count"]) }) { $1 }
        }
    }

    /// How many alerts each unit that is under order was sent to.
    package func ordersByUnit() throws(LedgerError) -> [UnitID: Int] {
        try blocking("reading orders") { try self.pool.read(LedgerReader.ordersByUnit) }
    }

    package func record(of alert: AlertID) throws(LedgerError) -> AlertRecord? {
        try blocking("reading alert \(alert)") {
            try self.pool.read { try LedgerReader.record(of: alert, in: $0) }
        }
    }

    package func alert(of signal: Alert.SignalReference) throws(LedgerError) -> AlertID? {
        try blocking("looking up signal \(signal.id)") {
            try self.pool.read { database in
                try String.fetchOne(
                    database.cachedStatement(
                        sql: "SELECT id FROM alert WHERE signal_source = ? AND signal_id = ?"
                    ),
                    arguments: [signal.source, signal.id]
                ).map { AlertID($0) }
            }
        }
    }

    package func answer(to key: String) throws(LedgerError) -> Answer? {
        try blocking("looking up an idempotency key") {
            try self.pool.read { try LedgerReader.answer(to: key, in: $0) }
        }
    }

    package func origin(
        of terminal: String,
        in queue: QueueID
    ) throws(LedgerError) -> Int? {
        try blocking("looking up terminal \(terminal)") {
            try self.pool.read { database in
                try Int.fetchOne(
                    database.cachedStatement(
                        sql: "SELECT origin FROM terminal WHERE queue = ? AND name = ?"
                    ),
                    arguments: [queue.rawValue, terminal]
                )
            }
        }
    }

    package func keep(
        origin: Int,
        of terminal: String,
        in queue: QueueID
    ) throws(LedgerError) {
        try blocking("keeping terminal \(terminal)") {
            try self.pool.write { database in
                try database.execute(
                    sql: "INSERT OR REPLACE INTO terminal (queue, name, origin) VALUES (?, ?, ?)",
                    arguments: [queue.rawValue, terminal, origin]
                )
            }
        }
    }

    private func blocking<Value>(
        _ deed: String,
        _ body: () throws -> Value
    ) throws(LedgerError) -> Value {
        do { return try body() } catch { throw LedgerError(error, doing: deed) }
    }
}

extension LedgerError {
    init(_ error: any Error, doing deed: String) {
        if let known = error as? LedgerError {
            self = known
        } else if let failure = error as? DatabaseError, failure.resultCode == .SQLITE_FULL {
            self = .full
        } else if let failure = error as? DatabaseError {
            self = .failed("\(deed): \(failure.message ?? "SQLite error") (\(failure.resultCode))")
        } else {
            self = .failed("\(deed): \(error)")
        }
    }
}
