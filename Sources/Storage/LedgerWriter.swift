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
        case .alert(let record, _): try write(record, raised: sequence, into: database)
        case .camera(let record): try write(record, into: database)
        }
    }

    /// Keeps how the camera is.
    private static func write(_ record: CameraRecord, into database: Database) throws {
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO camera (id, record) VALUES (?, ?)"
        ).execute(arguments: [record.condition.camera.id.rawValue, try encode(record)])
    }

    static func insert(_ answer: Answer, into database: Database) throws {
        try database.cachedStatement(
            sql: "INSERT INTO answer (key, request, alert, created, at_ms) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [
            answer.key, answer.request, answer.alert.rawValue, answer.created,
            answer.at.milliseconds,
        ])
    }

    /// Keeps the alert as its last entry left it; `raised` counts only when it is new.
    private static func write(
        _ record: AlertRecord,
        raised: Int64,
        into database: Database
    ) throws {
        let alert = record.alert
        try database.cachedStatement(
            sql: """
                INSERT INTO alert
                (id, raised, queue, state, open, episode_open, signal_source, signal_id, record)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET state = excluded.state, open = excluded.open,
                episode_open = excluded.episode_open, record = excluded.record
                """
        ).execute(arguments: [
            alert.id.rawValue, raised, alert.station.queue.rawValue, alert.state.rawValue,
            record.isOpen, record.episode?.isOpen == true, alert.signal?.source, alert.signal?.id,
            try encode(record),
        ])
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
