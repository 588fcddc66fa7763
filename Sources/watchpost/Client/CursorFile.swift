import Delivery
import Foundation

/// The file in which a terminal remembers how far it has printed.
///
/// It holds the cursor and a newline, and is replaced as a whole. A lock beside it
/// (`.NAME.lock`, which stays) keeps a second terminal out as long as this object lives.
final class CursorFile: Sendable {
    /// As the user named it.
    let path: String
    private let target: URL
    private let lock: Int32

    /// Takes the file for this process.
    init(_ path: String) throws(CursorFileError) {
        self.path = path
        target = URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath()
        let folder = target.deletingLastPathComponent()
        let lockPath = folder.appending(path: ".\(target.lastPathComponent).lock").path
        lock = unsafe open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else {
            throw errno == ENOENT
                ? .noFolder(path) : .failed("opening \(lockPath)", path, Self.reason())
        }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            close(lock)
            throw reason == EWOULDBLOCK
                ? .taken(path) : .failed("locking \(lockPath)", path, Self.reason(reason))
        }
    }

    deinit { close(lock) }

    /// What it remembers; `nil` where it is not there yet.
    func read() throws(CursorFileError) -> Cursor? {
        let descriptor = unsafe open(target.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .failed("reading", path, Self.reason())
        }
        defer { close(descriptor) }
        // A cursor has at most 41 characters.
        var bytes = [UInt8](repeating: 0, count: 128)
        let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw .failed("reading", path, Self.reason()) }
        let text = String(decoding: bytes.prefix(count), as: UTF8.self)
        guard let cursor = Cursor(text.hasSuffix("\n") ? text.dropLast() : text[...]) else {
            throw .damaged(path, text.onOneLine.trimmingCharacters(in: .whitespaces))
        }
        return cursor
    }

    /// Replaces the file; on return it would survive a loss of power.
    func write(_ cursor: Cursor) throws(CursorFileError) {
        let folder = target.deletingLastPathComponent().path
        let fresh = folder + "/.\(target.lastPathComponent).new"
        let descriptor = unsafe open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .failed("writing \(fresh)", path, Self.reason()) }
        let text = Array("\(cursor)\n".utf8)
        let isWritten =
            unsafe Glibc.write(descriptor, text, text.count) == text.count && fsync(descriptor) == 0
        let reason = errno
        close(descriptor)
        guard isWritten else { throw .failed("writing \(fresh)", path, Self.reason(reason)) }
        guard unsafe rename(fresh, target.path) == 0 else {
            throw .failed("replacing", path, Self.reason())
        }
        let parent = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard parent >= 0 else { return }
        fsync(parent)
        close(parent)
    }

    private static func reason(_ code: Int32 = errno) -> String {
        unsafe String(cString: strerror(code))
    }
}

/// Why a cursor file cannot serve.
enum CursorFileError: Error, CustomStringConvertible {
    case noFolder(String)
    case taken(String)
    case damaged(String, String)
    /// Doing what, to which file, and why it failed.
    case failed(String, String, String)

    var description: String {
        switch self {
        case .noFolder(let path):
            "the folder of cursor file \(path) is not there: create it first"
        case .taken(let path):
            "cursor file \(path) is in use by another tail: give each terminal its own"
        case .damaged(let path, let text):
            "cursor file \(path) is damaged: '\(text)' is no cursor, such as 1-42; write the last "
                + "line's cursor into it, or remove it to begin anew"
        case .failed(let deed, let path, let reason):
            "\(deed) (cursor file \(path)): \(reason); check the file's owner and mode, or name "
                + "another with --cursor-file"
        }
    }
}
