import Foundation

/// Whoever supervises this process and wants to hear of it: systemd, or nobody.
///
/// - Source: sd_notify(3), sd_watchdog_enabled(3).
package struct Supervisor: Sendable {
    /// The path of its socket; with `@` before it in Linux's abstract namespace.
    private let socket: String?
    /// Seconds within which it wants a sign of life; `nil` where it wants none.
    package let patience: Double?

    package init(_ environment: [String: String]) {
        socket = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
        let isMeant =
            environment["WATCHDOG_PID"].map { $0 == "\(ProcessInfo.processInfo.processIdentifier)" }
            ?? true
        let limit = isMeant ? environment["WATCHDOG_USEC"].flatMap(Double.init) : nil
        patience = limit.map { $0 / 1e6 }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// Tells it something, in lines such as `READY=1`.
    package func tell(_ lines: String...) {
        guard let socket, var address = Self.address(of: socket) else { return }
        let descriptor = Glibc.socket(
            AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0
        )
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let length = MemoryLayout<sa_family_t>.size + socket.utf8.count
        let text = Array(lines.joined(separator: "\n").utf8)
        unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = unsafe sendto(
                    descriptor, text, text.count, Int32(MSG_NOSIGNAL), address,
                    socklen_t(length)
                )
            }
        }
    }

    private static func address(of path: String) -> sockaddr_un? {
        guard let first = path.utf8.first, [UInt8(ascii: "/"), UInt8(ascii: "@")].contains(first)
        else { return nil }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        return unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
            guard bytes.count < room.count else { return nil }
            unsafe room.copyBytes(from: bytes)
            if first == UInt8(ascii: "@") { unsafe room[0] = 0 }
            return true
        } == true ? address : nil
    }
}
