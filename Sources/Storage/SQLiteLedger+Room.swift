import GRDB

extension SQLiteLedger {
    /// Lets the ledger's file grow to so many pages, and no less than it has, as on a disk that has
    /// room for no more.
    ///
    /// - Source: https://www.sqlite.org/pragma.html#pragma_max_page_count
    package func limit(pages: Int) throws {
        _ = try pool.writeWithoutTransaction {
            try Int.fetchOne($0, sql: "PRAGMA max_page_count = \(pages)")
        }
    }
}
