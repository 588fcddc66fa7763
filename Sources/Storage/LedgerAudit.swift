package import Desk
package import Domain
import Foundation
import GRDB

/// Reads a whole ledger, beside a running node if need be, and names all that is wrong with it.
package struct LedgerAudit: Sendable {
    package private(set) var entries = 0
    package internal(set) var alerts = 0
    package private(set) var queues = 0
    /// How many alerts of each station are not closed.
    package internal(set) var opened: [StationID: Int] = [:]
    /// How many alerts each unit that is under order was sent to.
    package internal(set) var ordered: [UnitID: Int] = [:]
    package private(set) var mistakes: [String] = []

    /// How many mistakes are listed; one broken link may break thousands after it.
    private static let bound = 100
    static let page = 2000

    package init(path: String) throws(LedgerError) {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            let database = try DatabaseQueue(path: path, configuration: configuration)
            // Read before the chain, which a running node goes on with.
            let head = readHead(beside: path)
            // What is written meanwhile is left for the next audit.
            let last = try database.read {
                try Int64.fetchOne($0, sql: "SELECT max(sequence) FROM entry") ?? 0
            }
            try walkChain(in: database, through: last)
            if let head {
                try compare(head, with: last, in: database)
            } else if last > 0 {
                try demandHead(beside: path, in: database)
            }
            try countQueues(in: database, through: last)
            try compareAlerts(in: database, through: last)
            try compareBalance(in: database)
            try compareCameras(in: database)
            try compareStations(in: database)
        } catch {
            throw LedgerError(error, doing: "reading the ledger \(path)")
        }
    }

    mutating func say(_ mistake: String) {
        if mistakes.count < Self.bound { mistakes.append(mistake) }
    }

    /// Follows the chain in pages, since a long read would keep the log from being folded in.
    private mutating func walkChain(in database: DatabaseQueue, through last: Int64) throws {
        var chain = Chain.start
        while chain.sequence < last {
            let (rows, places) = try database.read { [chain] database in
                let rows = try Row.fetchAll(
                    database,
                    sql: "SELECT * FROM entry WHERE sequence > ? AND sequence <= ? "
                        + "ORDER BY sequence LIMIT ?",
                    arguments: [chain.sequence, last, Self.page]
                )
                let places = try Row.fetchAll(
                    database,
                    sql: "SELECT * FROM place WHERE sequence > ? AND sequence <= ?",
                    arguments: [chain.sequence, rows.last?["sequence"] ?? last]
                )
                return (rows, places)
            }
            let standing = Dictionary(grouping: places) { $0["sequence"] as Int64 }
            for row in rows { follow(row, standing: standing, chain: &chain) }
            if rows.isEmpty { break }
        }
    }

    private mutating func follow(_ row: Row, standing: [Int64: [Row]], chain: inout Chain) {
        entries += 1
        let sequence: Int64 = row["sequence"]
        if sequence != chain.sequence + 1 {
            say(
                sequence == chain.sequence + 2
                    ? "entry \(chain.sequence + 1) is missing"
                    : "entries \(chain.sequence + 1) to \(sequence - 1) are missing"
            )
        }
        let stored: Data = row["payload_hash"]
        let at: String = row["at"]
        if WallTime(at)?.milliseconds != row["at_ms"] {
            say("entry \(sequence): its time \(at) does not match the one it is found by")
        }
        if row["data"] as String? == nil {
            say("entry \(sequence) (\(Self.named(row["alert"]))) was emptied: it has no content")
        }
        if let data = row["data"] as String? {
            if Self.priority(of: row, data) != row["priority"] {
                say("entry \(sequence): its priority does not match the one it is found by")
            }
            let payloadHash = Chain.payloadHash(
                sequence: sequence,
                at: at,
                type: row["type"],
                topic: row["alert"],
                ordinal: row["ordinal"],
                subject: row["subject"],
                places: (standing[sequence] ?? []).map { ($0["queue"], $0["number"]) },
                data: data
            )
            if payloadHash != stored {
                say(
                    "entry \(sequence) (\(Self.named(row["alert"]))) was changed: "
                        + "its content does not match its hash")
            }
        }
        chain.advance(over: stored)
        let hash: Data = row["hash"]
        if hash != chain.hash || sequence != chain.sequence {
            if hash != chain.hash, sequence == chain.sequence {
                say(
                    "entry \(sequence) does not follow the entry before it: the chain is broken here"
                )
            }
            chain = Chain(sequence: sequence, hash: hash)
        }
    }

    /// The priority that an entry's data says; a camera and a station have none.
    private static func priority(of row: Row, _ data: String) -> Int? {
        if EntryType(rawValue: row["type"])?.isOfAlert == false { return 0 }
        return try? JSONDecoder().decode(Alert.self, from: Data(data.utf8)).priority.rawValue
    }

    private static func named(_ topic: String) -> String {
        topic.contains("/") ? topic : "alert \(topic)"
    }

    private mutating func countQueues(in database: DatabaseQueue, through last: Int64) throws {
        let rows = try database.read {
            try Row.fetchAll(
                $0,
                sql: """
                    SELECT queue, min(number) AS first, max(number) AS last, count(*) AS count
                    FROM place WHERE sequence <= ? GROUP BY queue ORDER BY queue
                    """,
                arguments: [last]
            )
        }
        queues = rows.count
        for row in rows where row["first"] != 1 || row["last"] as Int != row["count"] {
            say(
                "queue \(row["queue"] as String) is numbered \(row["first"] as Int) to "
                    + "\(row["last"] as Int) but has "
                    + (row["count"] as Int).counted("entry", "entries"))
        }
    }
}
