import Domain
import Glibc

/// A numeric address and port of a socket's other end.
struct PeerAddress: Hashable {
    /// As the C library takes it.
    private let raw: [UInt8]
    let family: Int32

    /// - Parameter host: numeric.
    init?(_ host: String, port: Int, datagrams: Bool = false) {
        var hints = unsafe addrinfo()
        unsafe hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
        unsafe hints.ai_socktype = Int32((datagrams ? SOCK_DGRAM : SOCK_STREAM).rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, String(port), &hints, &list)
        guard code == 0, let entry = unsafe list else { return nil }
        defer { unsafe freeaddrinfo(list) }
        unsafe raw = Array(
            UnsafeRawBufferPointer(
                start: entry.pointee.ai_addr,
                count: Int(entry.pointee.ai_addrlen)
            )
        )
        family = unsafe entry.pointee.ai_family
    }

    /// What a call of the C library fills in.
    init?(filledBy call: (UnsafeMutablePointer<sockaddr>, inout socklen_t) -> Int) {
        var storage = [UInt8](repeating: 0, count: MemoryLayout<sockaddr_storage>.size)
        var length = socklen_t(storage.count)
        let code = unsafe storage.withUnsafeMutableBytes { bytes in
            unsafe call(bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), &length)
        }
        guard code >= 0, length >= 2 else { return nil }
        raw = Array(storage.prefix(Int(length)))
        family = Int32(UInt16(raw[0]) | UInt16(raw[1]) << 8)
    }

    /// The same host's address with another port.
    func with(port: Int) -> PeerAddress {
        var changed = raw
        changed[2] = UInt8(port >> 8 & 0xFF)
        changed[3] = UInt8(port & 0xFF)
        return PeerAddress(changed, family)
    }

    private init(_ raw: [UInt8], _ family: Int32) {
        self.raw = raw
        self.family = family
    }

    var port: Int { Int(raw[2]) << 8 | Int(raw[3]) }

    /// The host's 4 or 16 bytes.
    var host: [UInt8] {
        switch family {
        case AF_INET where raw.count >= 8: Array(raw[4..<8])
        case AF_INET6 where raw.count >= 24: Array(raw[8..<24])
        default: []
        }
    }

    func withSocketAddress<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        unsafe raw.withUnsafeBytes { bytes in
            unsafe body(
                bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self),
                socklen_t(bytes.count)
            )
        }
    }
}
