import Desk
import Domain
import Foundation
import GRDB

/// Turns entries into rows.
enum LedgerWriter {
    static func insert(_ entry: Entry, after chain: inout Chain, into database: Database) throws {
        // SQLite would end a text at a NUL, and the chain would not match what was kept.
        guard !entry.subject.utf8.contains(0) else {
            throw LedgerError.failed("an entry's subject has a NUL character")
        }
        let sequence = chain.sequence + 1
        let at = entry.at.description
        let data = try encode(entry.data)
        let payloadHash = Chain.payloadHash(
            sequence: sequence,
            at: at,
            type: entry.type.rawValue,
            topic: entry.topic,
            ordinal: entry.ordinal,
            subject: entry.subject,
            places: entry.places.map { ($0.queue.rawValue, $0.number) },
            data: data
        )
        chain.advance(over: payloadHash)
        try database.cachedStatement(
            sql: """
                INSERT INTO entry
                (sequence, at, at_ms, type, alert, ordinal, subject, priority, data, payload_hash, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            sequence, at, entry.at.milliseconds, entry.type.rawValue, entry.topic, entry.ordinal,
            entry.subject, entry.record?.alert.priority.rawValue ?? 0, data, payloadHash,
            chain.hash,
        ])
        for place in entry.places {
            try database.cachedStatement(
                sql: "INSERT INTO place (queue, number, sequence) VALUES (?, ?, ?)"
            ).execute(arguments: [place.queue.rawValue, place.number, sequence])
        }
        switch entry.matter {
        case .alert(let record, _):
            try write(record, raised: entry.type == .raised ? sequence : nil, into: database)
            try enrol(record, by: entry.type, into: database)
        case .camera(let record):
            try database.cachedStatement(
                sql: "INSERT OR REPLACE INTO camera (id, record) VALUES (?, ?)"
            ).execute(arguments: [record.condition.camera.id.rawValue, try encode(record)])
        case .station(let record):
            try write(record, as: "station", record.attendance.station.rawValue, into: database)
        }
    }

    static func insert(_ answer: Answer, into database: Database) throws {
        try database.cachedStatement(
            sql: "INSERT INTO answer (key, request, alert, created, at_ms) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [
            answer.key, answer.request, answer.subject, answer.created, answer.at.milliseconds,
        ])
    }

    static func write(_ memo: Memo, into database: Database) throws {
        switch memo {
        case .unit(let unit): try write(unit, as: "unit", unit.id.rawValue, into: database)
        case .drill(let drill): try write(drill, as: "drill", drill.id.rawValue, into: database)
        case .policy(let policy): try write(policy, as: "policy", policy.version, into: database)
        }
    }

    private static func write(
        _ record: some Encodable,
        as kind: String,
        _ id: String,
        into database: Database
    ) throws {
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO memo (kind, id, record) VALUES (?, ?, ?)"
        ).execute(arguments: [kind, id, try encode(record)])
    }

    /// Keeps the alert as its last entry left it.
    ///
    /// - Parameter raised: the entry that raised it, where this is the one.
    private static func write(
        _ record: AlertRecord,
        raised: Int64?,
        into database: Database
    ) throws {
        let alert = record.alert
        guard let raised else {
            return try database.cachedStatement(
                sql: """
                    UPDATE alert SET state = ?, open = ?, episode_open = ?, standing = ?, record = ?
                    WHERE id = ?
                    """
            ).execute(arguments: [
                alert.state.rawValue, record.isOpen, record.episode?.isOpen == true,
                record.standing.rawValue, try encode(record), alert.id.rawValue,
            ])
        }
        try database.cachedStatement(
            sql: """
                INSERT INTO alert (raised, id, queue, state, open, episode_open, signal_source,
                signal_id, incident, standing, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            raised, alert.id.rawValue, alert.station.queue.rawValue, alert.state.rawValue,
            record.isOpen, record.episode?.isOpen == true, alert.signal?.source, alert.signal?.id,
            alert.incident?.rawValue, record.standing.rawValue, try encode(record),
        ])
    }

    /// Keeps in whose queues the alert stands, and whether it is open there.
    private static func enrol(
        _ record: AlertRecord,
        by type: EntryType,
        into database: Database
    ) throws {
        let isOpen = record.isOpen
        let sql: String
        switch type {
        case .raised, .orderSent, .stageWarned, .stageFired:
            sql = """
                INSERT OR IGNORE INTO roll (queue, open, raised)
                SELECT ?, open, raised FROM alert WHERE id = ?
                """
        case _ where !isOpen:
            sql = """
                UPDATE roll SET open = 0 WHERE queue = ? AND open = 1
                AND raised = (SELECT raised FROM alert WHERE id = ?)
                """
        default: return
        }
        for queue in [record.alert.station.queue] + record.audience {
            try database.cachedStatement(sql: sql)
                .execute(arguments: [queue.rawValue, record.alert.id.rawValue])
        }
    }

    static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func decode<Record: Decodable>(_ record: String) throws -> Record {
        try JSONDecoder().decode(Record.self, from: Data(record.utf8))
    }
}
