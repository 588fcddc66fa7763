import Glibc

/// What tells whether a file has changed without reading it.
///
/// The kernel is asked and not Foundation: there may be thousands of files, each second anew.
package struct FileStamp: Hashable, Sendable {
    private let number: UInt
    private let mode: UInt32
    private var size: Int
    /// When it was last written to.
    private var seconds: Int
    private var nanoseconds: Int

    /// - Returns: `nil` where there is no such file.
    package init?(_ path: String) {
        var facts = stat()
        guard unsafe stat(path, &facts) == 0 else { return nil }
        number = facts.st_ino
        mode = facts.st_mode
        size = facts.st_size
        seconds = facts.st_mtim.tv_sec
        nanoseconds = facts.st_mtim.tv_nsec
    }

    /// What tells whether a folder is there, whatever is put into it.
    package var presence: FileStamp {
        var stamp = self
        (stamp.size, stamp.seconds, stamp.nanoseconds) = (0, 0, 0)
        return stamp
    }
}
