import Foundation
import Glibc
import Synchronization

/// A node's data folder: its own (mode 0700), and held by one node at a time.
package final class DataFolder: Sendable {
    package let path: String
    /// `nil` where it was let go of.
    private let lock: Mutex<Int32?>

    /// Makes the folder where it is missing, and locks it until it is let go of, or the object goes.
    ///
    /// - Throws: `DataFolderError`.
    package init(_ path: String) throws(DataFolderError) {
        let lock = try Self.acquire(path)
        self.lock = Mutex(lock)
        self.path = path
    }

    deinit { release() }

    /// Lets the next node have it, whoever still knows this object.
    package func release() {
        lock.withLock { lock in
            if let open = lock { close(open) }
            lock = nil
        }
    }

    package var ledgerPath: String { Self.ledgerPath(in: path) }
    package var snapshotsPath: String { "\(path)/snapshots" }

    package static func ledgerPath(in folder: String) -> String { "\(folder)/ledger.sqlite" }

    /// What a node's folder may hold before its ledger is there.
    private static let beginnings: Set = ["lock", "cameras", "snapshots", "lost+found"]

    /// Refuses a folder of something else, which was named by mistake: it must keep its mode.
    private static func checkIsNodes(_ path: String) throws(DataFolderError) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let strange = names.filter { !beginnings.contains($0) }.min()
        guard let strange, !FileManager.default.fileExists(atPath: ledgerPath(in: path)) else {
            return
        }
        throw .unusable(path, reason: "it holds '\(strange)' and no ledger, so it is no node's")
    }

    /// Makes a folder that nobody else can read, where it is missing.
    package static func make(_ path: String) throws(DataFolderError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            let isFile = FileManager.default.fileExists(atPath: path)
            throw .unusable(path, reason: isFile ? "it is a file" : reason(of: error))
        }
    }

    /// Makes the folder and locks it.
    ///
    /// - Returns: the lock's file descriptor, whose closing lets go.
    private static func acquire(_ path: String) throws(DataFolderError) -> Int32 {
        try make(path)
        try checkIsNodes(path)
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
        guard let underlying, underlying.domain == NSPOSIXErrorDomain else {
            return error.localizedDescription
        }
        return unsafe String(cString: strerror(Int32(underlying.code)))
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
