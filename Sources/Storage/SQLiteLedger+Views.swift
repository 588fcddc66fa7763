package import Desk
package import Domain
import GRDB

extension SQLiteLedger {
    package func head(of queue: QueueID) async throws(LedgerError) -> Int {
        try await reading("reading queue \(queue)") {
            try LedgerReader.head(of: queue, from: $0)
        }
    }

    package func position(
        in queue: QueueID,
        before time: WallTime
    ) async throws(LedgerError) -> Int {
        try await reading("reading queue \(queue)") {
            try LedgerReader.position(in: queue, before: time, from: $0)
        }
    }

    package func position(
        in queue: QueueID,
        beforeLast count: Int,
        of page: EventPage
    ) async throws(LedgerError) -> Int {
        let head = try await head(of: queue)
        guard page.isFiltered else { return max(0, head - count) }
        var (missing, low) = (count, head)
        // From the end backwards, a stretch at a time.
        while missing > 0, low > 0 {
            let stretch = max(0, low - LedgerReader.stretch)..<low
            let found = try await reading("reading queue \(queue)") { [missing] in
                try LedgerReader.numbers(ofLast: missing, in: queue, stretch, page, from: $0)
            }
            missing -= found.count
            low = missing > 0 ? stretch.lowerBound : (found.last ?? 1) - 1
        }
        return low
    }

    package func events(
        in queue: QueueID,
        _ page: EventPage
    ) async throws(LedgerError) -> [StoredEvent] {
        guard page.isFiltered else {
            return try await reading("reading queue \(queue)") {
                try LedgerReader.events(in: queue, page, from: $0)
            }
        }
        var events: [StoredEvent] = []
        var rest = page
        var end = Int.max
        // A stretch at a time: one long read would keep the log of writes from being folded in.
        while events.count < page.limit, rest.after < end {
            let stretch = rest
            let (found, last) = try await reading("reading queue \(queue)") {
                (
                    try LedgerReader.events(
                        in: queue, stretch, through: stretch.after + LedgerReader.stretch, from: $0),
                    try LedgerReader.end(of: queue, stretch.until, from: $0)
                )
            }
            events += found
            rest.limit -= found.count
            rest.after += LedgerReader.stretch
            end = last
        }
        return events
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
                        FROM roll JOIN alert USING (raised)
                        WHERE roll.queue = ? AND roll.open = 1
                        """
                ),
                arguments: [queue.rawValue]
            )
            return (row?["open"] ?? 0, row?["waiting"] ?? 0)
        }
    }

    package func incidents(_ page: IncidentPage) async throws(LedgerError) -> [IncidentRecord] {
        try await reading("reading incidents") { try LedgerReader.incidents(page, from: $0) }
    }

    package func alerts(of incident: IncidentID) async throws(LedgerError) -> [AlertRecord] {
        try await reading("reading incident \(incident)") {
            try LedgerReader.alerts(of: incident, in: $0)
        }
    }

    package func responses(_ page: ResponsePage) async throws(LedgerError) -> [ResponseRow] {
        try await reading("reading what reports count") {
            try LedgerReader.responses(page, from: $0)
        }
    }

    package func absences(_ page: ResponsePage) async throws(LedgerError) -> [Absence] {
        try await reading("reading when stations were unattended") {
            try LedgerReader.absences(page, from: $0)
        }
    }

    package func chainHead() async throws(LedgerError) -> ChainHead {
        try await reading("reading the chain's head") { try LedgerReader.chainHead(in: $0) }
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
