import Foundation
import Glibc

/// Takes files and folders from the disk, within bounds.
struct FileSource {
    /// The file's bytes, or `nil` and the reason among the findings.
    ///
    /// - Parameter isSecret: the file must be readable by its owner alone.
    static func bytes(
        of path: String,
        _ what: String,
        isSecret: Bool = false,
        _ findings: inout Findings
    ) -> Data? {
        // Not blocking, so that a pipe with nobody at its other end cannot hold the reader.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let reason = errno
            guard reason == ENOENT || reason == ENOTDIR else {
                findings.mistake(1, "cannot be opened: \(words(reason)); expected \(what)")
                return nil
            }
            findings.missing("no such file; expected \(what)")
            return nil
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard isFit(descriptor, isSecret: isSecret, &findings) else { return nil }
        do {
            let data = try handle.read(upToCount: FileLimits.bytes + 1) ?? Data()
            guard data.count <= FileLimits.bytes else {
                findings.mistake(
                    1, "is larger than \(FileLimits.bytes >> 20) MiB; split it into several files"
                )
                return nil
            }
            return data
        } catch {
            findings.mistake(1, "cannot be read; expected \(what)")
            return nil
        }
    }

    /// The parsed file, or `nil` and the reason among the findings.
    ///
    /// - Parameter mayBeEmpty: a file that says nothing is a mapping without keys.
    static func document(
        _ path: String,
        _ what: String,
        isSecret: Bool = false,
        mayBeEmpty: Bool = false,
        _ findings: inout Findings
    ) -> YAMLValue? {
        guard let data = bytes(of: path, what, isSecret: isSecret, &findings) else { return nil }
        let reader = DocumentReader(
            language: path.hasSuffix("json") ? "JSON" : "YAML",
            mayBeEmpty: mayBeEmpty
        )
        return reader.read(data, &findings)
    }

    /// The names of a folder's YAML files in order, or `nil` where there is no such folder.
    static func yamlFiles(in folder: String) -> [String]? {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            return nil
        }
        return names.filter(Folders.isCameraFile).sorted()
    }

    /// Why what is there cannot be listed as a folder.
    static func unreadable(_ path: String) -> String {
        var isFolder: ObjCBool = false
        _ = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return isFolder.boolValue ? "cannot be read" : "is a file"
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private static func isFit(
        _ descriptor: Int32,
        isSecret: Bool,
        _ findings: inout Findings
    ) -> Bool {
        var info = stat()
        guard unsafe fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
            findings.mistake(1, "is not a file that can be read; expected a plain file")
            return false
        }
        let mode = info.st_mode & 0o777
        guard !isSecret || mode == 0o600 else {
            let octal = String(mode, radix: 8)
            findings.mistake(
                1, "has mode 0\(octal) and is not read; expected 0600: chmod 600 \(findings.file)"
            )
            return false
        }
        return true
    }

    private static func words(_ number: Int32) -> String {
        unsafe String(cString: strerror(number))
    }
}
