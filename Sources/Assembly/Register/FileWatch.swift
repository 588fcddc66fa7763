import Foundation

/// What tells whether files have changed without reading them.
package struct FileStamps: Hashable, Sendable {
    /// By path; `nil` for one that is not there.
    private var stamps: [String: Stamp?] = [:]

    private struct Stamp: Hashable {
        var number: Int?
        var size: Int?
        var changed: Date?
        var mode: Int?
    }

    package init() {}

    /// Looks at files and, where a folder is named, at every file of it.
    package init(files: [String], folder: String? = nil) {
        for path in files { stamps[path] = Self.stamp(path) }
        guard let folder else { return }
        stamps[folder] = Self.stamp(folder)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where !name.hasPrefix(".") {
            let path = "\(folder)/\(name)"
            stamps[path] = Self.stamp(path)
        }
    }

    private static func stamp(_ path: String) -> Stamp? {
        let file = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
        guard let facts = try? FileManager.default.attributesOfItem(atPath: file) else {
            return nil
        }
        return Stamp(
            number: facts[.systemFileNumber] as? Int,
            size: facts[.size] as? Int,
            changed: facts[.modificationDate] as? Date,
            mode: facts[.posixPermissions] as? Int
        )
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
