import Cameras
import Foundation

/// What tells whether files have changed without reading them.
package struct FileStamps: Hashable, Sendable {
    /// By path; `nil` for one that is not there.
    private var stamps: [String: FileStamp?] = [:]

    package init() {}

    /// Looks at files and, where a folder is named, at every camera file of it.
    package init(files: [String], folder: String? = nil) {
        for path in files { stamps[path] = FileStamp(path) }
        guard let folder else { return }
        // Its own time changes with whatever else is put there, which may never rest.
        stamps[folder] = FileStamp(folder)?.presence
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where Folders.isCameraFile(name) {
            let path = "\(folder)/\(name)"
            stamps[path] = FileStamp(path)
        }
    }
}

/// Decides when changed files are to be read: once nobody writes to them any more.
package struct FileWatch: Sendable {
    /// Seconds between two looks.
    package static let interval = 1.0

    /// As they were when they were last read.
    private var read: FileStamps
    /// As they were at the last look.
    private var last: FileStamps

    package init(_ stamps: FileStamps) {
        read = stamps
        last = stamps
    }

    /// Takes a look in; whether the files are to be read now.
    ///
    /// What changed is read when two looks in a row find it the same, so that nobody reads half a file.
    package mutating func look(_ stamps: FileStamps) -> Bool {
        let isQuiet = stamps == last
        last = stamps
        guard isQuiet, stamps != read else { return false }
        read = stamps
        return true
    }

    /// The files are read now, for whatever reason.
    package mutating func isRead(_ stamps: FileStamps) {
        read = stamps
        last = stamps
    }
}
