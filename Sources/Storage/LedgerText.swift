import Desk
import Domain

/// The texts that the ledger keeps: what streams show of an entry, and what entries speak of.
enum LedgerText {
    /// - Throws: `LedgerError` where something cannot be said.
    static func line(of entry: Entry) throws -> PreparedBatch.Line {
        // SQLite would end a text at a NUL, and the chain would not match what was kept.
        guard !entry.subject.utf8.contains(0) else {
            throw LedgerError.failed("an entry's subject has a NUL character")
        }
        switch entry.matter {
        case .alert(let record, let detail):
            guard let texts = record.texts(with: detail) else {
                throw LedgerError.failed(
                    "an entry of alert \(record.alert.id) has a number that is none"
                )
            }
            return (entry, texts.data, texts.record)
        case .camera(let record): return try line(of: entry, record.condition, record)
        case .station(let record): return try line(of: entry, record.attendance, record)
        }
    }

    private static func line(
        of entry: Entry,
        _ data: some Encodable,
        _ record: some Encodable
    ) throws -> PreparedBatch.Line {
        (entry, try LedgerWriter.encode(data), try LedgerWriter.encode(record))
    }

    static func record(of memo: Memo) throws -> String {
        switch memo {
        case .unit(let unit): try LedgerWriter.encode(unit)
        case .drill(let drill): try LedgerWriter.encode(drill)
        case .policy(let policy): try LedgerWriter.encode(policy)
        }
    }
}
