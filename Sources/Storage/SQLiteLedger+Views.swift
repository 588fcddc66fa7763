package import Desk
package import Domain
import GRDB

extension SQLiteLedger {
    package func head(of queue: QueueID) async throws(LedgerError) -> Int {
        try await reading("reading queue \(queue)") {
            try Int.fetchOne(
                $0.cachedStatement(sql: "SELECT max(number) FROM place WHERE queue = ?"),
                arguments: [queue.rawValue]
            ) ?? 0
        }
    }

    package func position(
        in queue: QueueID,
        before time: WallTime
    ) async throws(LedgerError) -> Int {
        try await reading("reading queue \(queue)") {
            try Int.fetchOne(
                $0.cachedStatement(
                    sql: """
                        SELECT number - 1 FROM place JOIN entry USING (sequence)
                        WHERE queue = ? AND at_ms >= ? ORDER BY number LIMIT 1
                        """
                ),
                arguments: [queue.rawValue, time.milliseconds]
            )
                ?? Int.fetchOne(
                    $0.cachedStatement(sql: "SELECT max(number) FROM place WHERE queue = ?"),
                    arguments: [queue.rawValue]
                ) ?? 0
        }
    }

    package func position(
        in queue: QueueID,
        beforeLast count: Int,
        of page: EventPage
    ) async throws(LedgerError) -> Int {
        try await reading("reading queue \(queue)") {
            try LedgerReader.position(in: queue, beforeLast: count, of: page, from: $0)
        }
    }

    package func events(
        in queue: QueueID,
        _ page: EventPage
    ) async throws(LedgerError) -> [StoredEvent] {
        try await reading("reading queue \(queue)") {
            try LedgerReader.events(in: queue, page, from: $0)
        }
    }

    package func history(of alert: AlertID) async throws(LedgerError) -> [StoredEvent] {
        try await reading("reading alert \(alert)") { try LedgerReader.history(of: alert, in: $0) }
    }

    package func alert(_ id: AlertID) async throws(LedgerError) -> AlertRecord? {
        try await reading("reading alert \(id)") { try LedgerReader.record(of: id, in: $0) }
    }

    package func alerts(_ page: AlertPage) async throws(LedgerError) -> [AlertRecord] {
        try await reading("reading alerts") { try LedgerReader.alerts(page, from: $0) }
    }

    package func openAlerts(
        in queue: QueueID
    ) async throws(LedgerError) -> (open: Int, waiting: Int) {
        try await reading("counting alerts") {
            let row = try Row.fetchOne(
                $0.cachedStatement(
                    sql: """
                        SELECT count(*) AS open, coalesce(sum(state = 'raised'), 0) AS waiting
                        FROM alert WHERE queue = ? AND open = 1
                        """
                ),
                arguments: [queue.rawValue]
            )
            return (row?["open"] ?? 0, row?["waiting"] ?? 0)
        }
    }

    package func record(_ lookUp: LookUp) async throws(LedgerError) {
        do {
            try await pool.write {
                try $0.execute(
                    sql: "INSERT INTO look_up (at_ms, what, caller) VALUES (?, ?, ?)",
                    arguments: [lookUp.at.milliseconds, lookUp.what, lookUp.caller]
                )
            }
        } catch {
            throw LedgerError(error, doing: "recording a look-up")
        }
    }

    private func reading<Value: Sendable>(
        _ deed: String,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(LedgerError) -> Value {
        do { return try await pool.read(body) } catch { throw LedgerError(error, doing: deed) }
    }
}
