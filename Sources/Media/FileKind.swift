import Foundation

/// Tells what a file is by its first bytes, so that a refusal can name it.
enum FileKind {
    /// Why this file is no recording; `nil` where it may be one.
    ///
    /// - Throws: where there is no such file, or none that can be read.
    static func objection(to path: String, _ doing: String) throws(MediaError) -> String? {
        var isFolder: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw MediaError(.notFound, doing: doing, reason: "no such file")
        }
        if isFolder.boolValue { return "a folder" }
        let type = try? FileManager.default.attributesOfItem(atPath: path)[.type]
        guard type as? FileAttributeType == .typeRegular else { return resolvedObjection(path) }
        return try content(of: path, doing)
    }

    /// A link is judged by what it leads to; a pipe or device would block.
    private static func resolvedObjection(_ path: String) -> String? {
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let type = try? FileManager.default.attributesOfItem(atPath: target)[.type]
        return type as? FileAttributeType == .typeRegular ? nil : "neither file nor link to one"
    }

    private static func content(of path: String, _ doing: String) throws(MediaError) -> String? {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw MediaError(.invalid, doing: doing, reason: "reading it is not allowed")
        }
        defer { try? file.close() }
        guard let head = try? file.read(upToCount: 4096), !head.isEmpty else {
            return "an empty file"
        }
        return kind(ofHead: [UInt8](head))
    }

    /// What a file with these first bytes is, if it is surely no recording.
    static func kind(ofHead head: [UInt8]) -> String? {
        func begins(_ text: String) -> Bool { head.starts(with: text.utf8) }
        if begins("#EXTM3U") { return "a playlist" }
        if begins("<?xml") || begins("<MPD") { return "an XML text" }
        if head.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "a PNG picture" }
        if head.starts(with: [0xFF, 0xD8, 0xFF]) { return "a JPEG picture" }
        if begins("GIF8") { return "a GIF picture" }
        if begins("RIFF"), head.dropFirst(8).starts(with: "WEBP".utf8) { return "a WebP picture" }
        if begins("%PDF") { return "a PDF document" }
        if head.starts(with: [0x50, 0x4B, 3, 4]) { return "a ZIP archive" }
        let isText =
            head.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) }
        return isText ? "a text" : nil
    }
}
