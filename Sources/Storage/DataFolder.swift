import Foundation
import Glibc

/// A node's data folder: its own (mode 0700), and held by one node at a time.
package final class DataFolder: Sendable {
    package let path: String
    private let lock: Int32

    /// Makes the folder where it is missing, and locks it until the object goes.
    ///
    /// - Throws: `DataFolderError`.
    package init(_ path: String) throws(DataFolderError) {
        let lock = try Self.acquire(path)
        self.lock = lock
        self.path = path
    }

    deinit { close(lock) }

    package var ledgerPath: String { Self.ledgerPath(in: path) }
    package var snapshotsPath: String { "\(path)/snapshots" }

    package static func ledgerPath(in folder: String) -> String { "\(folder)/ledger.sqlite" }

    /// Makes a folder that nobody else can read, where it is missing.
    package static func make(_ path: String) throws(DataFolderError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw .unusable(path, reason: reason(of: error))
        }
    }

    /// Makes the folder and locks it.
    ///
    /// - Returns: the lock's file descriptor, whose closing lets go.
    private static func acquire(_ path: String) throws(DataFolderError) -> Int32 {
        try make(path)
        guard unsafe chmod(path, 0o700) == 0 else {
            throw .unusable(path, reason: DataFolderError.lastSystemError)
        }
        let lock = unsafe open("\(path)/lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw .unusable(path, reason: DataFolderError.lastSystemError) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let holder = (try? String(contentsOfFile: "\(path)/lock", encoding: .utf8)) ?? ""
            close(lock)
            throw .inUse(path, by: holder.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        let line = Array("\(getpid())\n".utf8)
        guard ftruncate(lock, 0) == 0, unsafe write(lock, line, line.count) == line.count else {
            close(lock)
            throw .unusable(path, reason: DataFolderError.lastSystemError)
        }
        return lock
    }

    private static func reason(of error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        return (underlying ?? error as NSError).localizedDescription
    }
}

package enum DataFolderError: Error, CustomStringConvertible, Sendable, Hashable {
    case inUse(String, by: String)
    case unusable(String, reason: String)

    package var description: String {
        switch self {
        case .inUse(let path, let holder):
            "data folder \(path): another node uses it\(holder.isEmpty ? "" : " (process \(holder))"); "
                + "stop that node, or name another folder with --data"
        case .unusable(let path, let reason):
            "data folder \(path): cannot be used: \(reason); name another with --data"
        }
    }

    static var lastSystemError: String { unsafe String(cString: strerror(errno)) }
}
