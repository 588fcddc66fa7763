import Foundation

/// A file that goes when its test is over.
final class TemporaryFile {
    let path: String

    init(_ bytes: [UInt8], suffix: String) throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("watchpost-\(UUID().uuidString)\(suffix)").path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    convenience init(_ text: String, suffix: String) throws {
        try self.init(Array(text.utf8), suffix: suffix)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
