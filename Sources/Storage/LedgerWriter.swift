import Desk
import Domain
import Foundation
import GRDB

/// Turns entries into rows, in one transaction.
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

    func insert(_ entry: Entry, after chain: inout Chain) throws {
        let topic: String
        switch entry.matter {
        case .alert(let record, let detail):
            topic = record.alert.id.rawValue
            guard let texts = record.texts(with: detail) else {
                throw LedgerError.failed("an entry of alert \(topic) has a number that is none")
            }
            try insert(
                entry, topic: topic, priority: record.alert.priority.rawValue, texts.data, &chain
            )
            if entry.type == .raised {
                try insert(record, texts.record, raised: chain.sequence)
            } else {
                try update(record, texts.record)
                try enrol(record, by: entry.type)
            }
        case .camera(let record):
            topic = entry.topic
            try insert(entry, topic: topic, priority: 0, try Self.encode(record.condition), &chain)
            try database.cachedStatement(
                sql: "INSERT OR REPLACE INTO camera (id, record) VALUES (?, ?)"
            ).execute(arguments: [
                record.condition.camera.id.rawValue, try Self.encode(record),
            ])
        case .station(let record):
            topic = entry.topic
            try insert(entry, topic: topic, priority: 0, try Self.encode(record.attendance), &chain)
            try keep(record, as: "station", record.attendance.station.rawValue)
        }
    }

    private func insert(
        _ entry: Entry,
        topic: String,
        priority: Int,
        _ data: String,
        _ chain: inout Chain
    ) throws {
        let (sequence, at, subject) = (chain.sequence + 1, entry.at.description, entry.subject)
        // SQLite would end a text at a NUL, and the chain would not match what was kept.
        guard !subject.utf8.contains(0) else {
            throw LedgerError.failed("an entry's subject has a NUL character")
        }
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
            subject, priority, data, payloadHash, chain.hash,
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

    func keep(_ memo: Memo) throws {
        switch memo {
        case .unit(let unit): try keep(unit, as: "unit", unit.id.rawValue)
        case .drill(let drill): try keep(drill, as: "drill", drill.id.rawValue)
        case .policy(let policy): try keep(policy, as: "policy", policy.version)
        }
    }

    private func keep(_ record: some Encodable, as kind: String, _ id: String) throws {
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO memo (kind, id, record) VALUES (?, ?, ?)"
        ).execute(arguments: [kind, id, try Self.encode(record)])
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
