import Desk
import Domain
import Foundation
import GRDB

/// Writes entries that were put into words as rows, in one transaction.
struct LedgerWriter {
    private let database: Database
    private let insertEntry: Statement
    private let insertPlace: Statement
    private let insertAlert: Statement
    private let updateAlert: Statement
    private let raise: Statement

    init(_ database: Database) throws {
        self.database = database
        insertEntry = try database.cachedStatement(
            sql: """
                INSERT INTO entry
                (sequence, at, at_ms, type, alert, ordinal, subject, priority, data, payload_hash, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        insertPlace = try database.cachedStatement(
            sql: "INSERT INTO place (queue, number, sequence) VALUES (?, ?, ?)"
        )
        insertAlert = try database.cachedStatement(
            sql: """
                INSERT INTO alert (raised, id, queue, state, open, episode_open, signal_source,
                signal_id, incident, standing, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        updateAlert = try database.cachedStatement(
            sql: """
                UPDATE alert SET state = ?, open = ?, episode_open = ?, standing = ?, record = ?
                WHERE id = ?
                """
        )
        raise = try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO roll (queue, open, raised) VALUES (?, 1, ?)"
        )
    }

    func insert(_ prepared: PreparedEntry, after chain: inout Chain) throws {
        let (entry, text) = (prepared.entry, prepared.record)
        try insert(entry, prepared.data, &chain)
        switch entry.matter {
        case .alert(let record, _) where entry.type == .raised:
            try insert(record, text, raised: chain.sequence)
        case .alert(let record, _):
            try update(record, text)
            try enrol(record, by: entry.type)
        case .camera(let record):
            try database.cachedStatement(
                sql: "INSERT OR REPLACE INTO camera (id, record) VALUES (?, ?)"
            ).execute(arguments: [record.condition.camera.id.rawValue, text])
        case .station(let record):
            try keep(text, as: "station", record.attendance.station.rawValue)
        }
    }

    private func insert(_ entry: Entry, _ data: String, _ chain: inout Chain) throws {
        let (sequence, at) = (chain.sequence + 1, entry.at.description)
        let (topic, subject) = (entry.topic, entry.subject)
        let payloadHash = Chain.payloadHash(
            sequence: sequence,
            at: at,
            type: entry.type.rawValue,
            topic: topic,
            ordinal: entry.ordinal,
            subject: subject,
            places: entry.places.map { ($0.queue.rawValue, $0.number) },
            data: data
        )
        chain.advance(over: payloadHash)
        insertEntry.setUncheckedArguments([
            sequence, at, entry.at.milliseconds, entry.type.rawValue, topic, entry.ordinal,
            subject, entry.record?.alert.priority.rawValue ?? 0, data, payloadHash, chain.hash,
        ])
        try insertEntry.execute()
        for place in entry.places {
            insertPlace.setUncheckedArguments([place.queue.rawValue, place.number, sequence])
            try insertPlace.execute()
        }
    }

    // MARK: Alerts

    private func insert(_ record: AlertRecord, _ text: String, raised: Int64) throws {
        let alert = record.alert
        insertAlert.setUncheckedArguments([
            raised, alert.id.rawValue, alert.station.rawValue, alert.state.rawValue,
            record.isOpen, record.episode?.isOpen == true, alert.signal?.source, alert.signal?.id,
            alert.incident?.rawValue, record.standing.rawValue, text,
        ])
        try insertAlert.execute()
        raise.setUncheckedArguments([alert.station.rawValue, raised])
        try raise.execute()
        for queue in record.audience {
            raise.setUncheckedArguments([queue.rawValue, raised])
            try raise.execute()
        }
    }

    /// Keeps the alert as its last entry left it.
    private func update(_ record: AlertRecord, _ text: String) throws {
        updateAlert.setUncheckedArguments([
            record.alert.state.rawValue, record.isOpen, record.episode?.isOpen == true,
            record.standing.rawValue, text, record.alert.id.rawValue,
        ])
        try updateAlert.execute()
    }

    /// Keeps in whose queues the alert stands, and whether it is open there.
    private func enrol(_ record: AlertRecord, by type: EntryType) throws {
        let sql: String
        switch type {
        case .orderSent, .stageWarned, .stageFired:
            sql = """
                INSERT OR IGNORE INTO roll (queue, open, raised)
                SELECT ?, open, raised FROM alert WHERE id = ?
                """
        case _ where !record.isOpen:
            sql = """
                UPDATE roll SET open = 0 WHERE queue = ? AND open = 1
                AND raised = (SELECT raised FROM alert WHERE id = ?)
                """
        default: return
        }
        let statement = try database.cachedStatement(sql: sql)
        for queue in record.rolls {
            try statement.execute(arguments: [queue.rawValue, record.alert.id.rawValue])
        }
    }

    // MARK: Beside the entries

    func insert(_ answer: Answer) throws {
        try database.cachedStatement(
            sql: "INSERT INTO answer (key, request, alert, created, at_ms) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [
            answer.key, answer.request, answer.subject, answer.created, answer.at.milliseconds,
        ])
    }

    func keep(_ prepared: PreparedMemo) throws {
        let record = prepared.record
        switch prepared.memo {
        case .unit(let unit): try keep(record, as: "unit", unit.id.rawValue)
        case .drill(let drill): try keep(record, as: "drill", drill.id.rawValue)
        case .policy(let policy): try keep(record, as: "policy", policy.version)
        }
    }

    private func keep(_ record: String, as kind: String, _ id: String) throws {
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO memo (kind, id, record) VALUES (?, ?, ?)"
        ).execute(arguments: [kind, id, record])
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
