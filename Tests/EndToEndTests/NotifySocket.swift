import Foundation
import Glibc
import Synchronization

/// The socket at which systemd hears what its services tell.
final class NotifySocket: Sendable {
    let path: String
    private let descriptor: Int32
    private let queue = DispatchQueue(label: "notify")

    /// - Parameter name: a path, or with `@` before it a name in the abstract namespace.
    init(_ name: String) throws {
        path = name
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(name.utf8)
        if name.hasPrefix("@") { bytes[0] = 0 }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let status = unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(descriptor, address, length)
            }
        }
        guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        _ = unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size)
        )
    }

    deinit { close(descriptor) }

    /// The next thing that is told; `nil` where nothing comes within 20 s.
    func next() async -> String? {
        await withCheckedContinuation { continuation in
            queue.async { [descriptor] in
                var room = [UInt8](repeating: 0, count: 4096)
                let count = unsafe recv(descriptor, &room, room.count, 0)
                let text = count > 0 ? String(decoding: room.prefix(count), as: UTF8.self) : nil
                continuation.resume(returning: text)
            }
        }
    }

    /// The next thing that is told and begins so; what else is told is passed over.
    func next(_ beginning: String) async -> String? {
        while let text = await next() {
            if text.hasPrefix(beginning) { return text }
        }
        return nil
    }
}
