import Desk
import Foundation
import Glibc

/// The chain's head in a second file beside the ledger, so that an end that was cut off is missed.
package enum HeadFile {
    package static func path(beside ledger: String) -> String {
        URL(filePath: ledger).deletingLastPathComponent().appending(path: "head.json").path()
    }

    package static func exists(beside ledger: String) -> Bool {
        FileManager.default.fileExists(atPath: path(beside: ledger))
    }

    /// Writes it whole or not at all: into a file beside it that then takes its name.
    ///
    /// - Throws: `LedgerError`.
    static func write(_ head: ChainHead, to path: String) throws {
        let bytes = Array((try LedgerWriter.encode(head) + "\n").utf8)
        let next = "\(path).next"
        let file = unsafe open(next, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure(path) }
        let count = unsafe Glibc.write(file, bytes, bytes.count)
        let isWritten = count == bytes.count && fsync(file) == 0
        let reason = failure(path)
        close(file)
        guard isWritten else { throw reason }
        guard unsafe rename(next, path) == 0 else { throw failure(path) }
    }

    /// - Returns: `nil` where there is none.
    /// - Throws: `LedgerError`, where it cannot be read, or says no head.
    static func read(_ path: String) throws -> ChainHead? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let head = try? JSONDecoder().decode(
            ChainHead.self, from: Data(contentsOf: URL(filePath: path))
        )
        guard let head, head.count >= 0 else {
            throw LedgerError.failed(
                "\(path) cannot be read as the chain's head; put back the one that the node wrote, or "
                    + "move it away to go on without proof of what was before"
            )
        }
        return head
    }

    private static func failure(_ path: String) -> LedgerError {
        errno == ENOSPC || errno == EDQUOT
            ? .full
            : .failed("writing \(path): \(DataFolderError.lastSystemError)")
    }
}
