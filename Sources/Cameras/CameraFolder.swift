package import Domain
import Foundation
import Glibc

/// The folder in which a node keeps the cameras that came over its API, each in a camera file.
///
/// What is kept is on disk when the call returns, whole or not at all. Calls must not overlap.
package struct CameraFolder: Sendable {
    package let path: String

    package init(_ path: String) { self.path = path }

    /// Why a camera could not be kept.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
        package let isFull: Bool
    }

    /// Writes a camera's file, in place of the one before.
    package func keep(_ camera: Camera, in city: City) throws(Failure) {
        let doing = "keeping camera \(camera.id) in \(path)"
        try make(doing)
        let text = CameraWriter.text(of: [camera], in: city)
        let (file, passing) = (file(of: camera.id), "\(path)/.\(camera.id).yaml.new")
        try Self.write(Array(text.utf8), to: passing, doing)
        guard unsafe rename(passing, file) == 0 else { throw Self.failure(doing) }
        try Self.sync(folder: path, doing)
    }

    /// Deletes a camera's file; one that is not there is no mistake.
    package func remove(_ id: CameraID) throws(Failure) {
        let doing = "removing camera \(id) from \(path)"
        guard unsafe unlink(file(of: id)) == 0 || errno == ENOENT else { throw Self.failure(doing) }
        try Self.sync(folder: path, doing)
    }

    private func file(of id: CameraID) -> String { "\(path)/\(id).yaml" }

    private func make(_ doing: String) throws(Failure) {
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Self.failure(doing) }
    }

    private static func write(
        _ bytes: [UInt8],
        to path: String,
        _ doing: String
    ) throws(Failure) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(doing) }
        var isClosed = false
        defer { if !isClosed { close(descriptor) } }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(doing) }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw failure(doing) }
        isClosed = true
        guard close(descriptor) == 0 else { throw failure(doing) }
    }

    /// A name that was given or taken away is on disk only when its folder is.
    private static func sync(folder: String, _ doing: String) throws(Failure) {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(doing) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(doing) }
    }

    private static func failure(_ doing: String) -> Failure {
        let code = errno
        return Failure(
            description: "\(doing): \(unsafe String(cString: strerror(code)))",
            isFull: code == ENOSPC || code == EDQUOT
        )
    }
}
