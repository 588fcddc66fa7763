import Desk
import Domain

/// The texts that the ledger keeps: what streams show of an entry, and what entries speak of.
enum LedgerText {
    /// - Throws: `LedgerError` where something cannot be said.
    static func prepare(_ entry: Entry) throws -> PreparedEntry {
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
            return PreparedEntry(entry, data: texts.data, record: texts.record)
        case .camera(let record): return try prepare(entry, record.condition, record)
        case .station(let record): return try prepare(entry, record.attendance, record)
        }
    }

    private static func prepare(
        _ entry: Entry,
        _ data: some Encodable,
        _ record: some Encodable
    ) throws -> PreparedEntry {
        PreparedEntry(
            entry, data: try LedgerWriter.encode(data), record: try LedgerWriter.encode(record)
        )
    }

    static func prepare(_ memo: Memo) throws -> PreparedMemo {
        let record =
            switch memo {
            case .unit(let unit): try LedgerWriter.encode(unit)
            case .drill(let drill): try LedgerWriter.encode(drill)
            case .policy(let policy): try LedgerWriter.encode(policy)
            }
        return PreparedMemo(memo, record: record)
    }
}
