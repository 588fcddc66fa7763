import Foundation
import Glibc
import Synchronization

/// A server on the loopback that answers each request by a script.
final class ScriptedCamera: Sendable {
    enum Answer {
        /// Status line and headers, without CSeq and the empty line; a body, and what is sent after.
        case reply(String, body: String = "", then: [UInt8] = [])
        /// As it stands, with nothing added.
        case raw([UInt8])
        /// Status line and headers, and then the same bytes for ever.
        case flood(String, [UInt8])
        case silence
        case hangUp
    }

    let port: Int
    private let socket: Int32
    private let seen = Mutex<[String]>([])

    /// Every request so far, whole.
    var requests: [String] { seen.withLock { $0 } }

    /// The methods of the requests so far.
    var methods: [String] { requests.map { String($0.prefix { $0 != " " }) } }

    init(_ script: @escaping @Sendable (_ request: String) -> Answer) {
        let (socket, port) = loopbackSocket()
        listen(socket, 4)
        self.socket = socket
        self.port = port
        let thread = Thread { [weak self] in
            while case let client = accept(socket, nil, nil), client >= 0 {
                // The reader may hang up before it has the answer.
                while let request = Self.request(from: client) {
                    self?.seen.withLock { $0.append(request) }
                    guard Self.answer(script(request), to: request, client) else { break }
                }
                close(client)
            }
            // Nobody else may get the number while this thread still uses it.
            close(socket)
        }
        thread.start()
    }

    /// Wakes the thread, which then ends.
    deinit { shutdown(socket, Int32(SHUT_RDWR)) }

    /// The next request; interleaved reports before it are passed over.
    private static func request(from client: Int32) -> String? {
        var bytes: [UInt8] = []
        while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            var byte: UInt8 = 0
            guard unsafe recv(client, &byte, 1, 0) == 1 else { return nil }
            bytes.append(byte)
            if bytes[0] == 0x24, bytes.count >= 4,
                bytes.count == 4 + Int(bytes[2]) << 8 + Int(bytes[3])
            {
                bytes = []
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func answer(_ answer: Answer, to request: String, _ client: Int32) -> Bool {
        switch answer {
        case .hangUp: return false
        case .silence: return true
        case .raw(let bytes): return send(bytes, client)
        case .reply(let head, let body, let then):
            return send(reply(head, body, to: request) + then, client)
        case .flood(let head, let bytes):
            var isHeard = send(reply(head, "", to: request), client)
            while isHeard { isHeard = send(bytes, client) }
            return false
        }
    }

    private static func reply(_ head: String, _ body: String, to request: String) -> [UInt8] {
        let number =
            request.split(separator: "\r\n").first { $0.hasPrefix("CSeq:") } ?? "CSeq: 0"
        let length = body.isEmpty ? "" : "Content-Length: \(body.utf8.count)\r\n"
        return Array("\(head)\r\n\(number)\r\n\(length)\r\n\(body)".utf8)
    }

    private static func send(_ bytes: [UInt8], _ client: Int32) -> Bool {
        unsafe bytes.withUnsafeBytes { all in
            var sent = 0
            while sent < all.count {
                let rest = unsafe UnsafeRawBufferPointer(rebasing: all[sent...])
                let count = unsafe Glibc.send(
                    client, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }
    }
}

/// A socket bound to a free port of the loopback.
func loopbackSocket(datagrams: Bool = false) -> (socket: Int32, port: Int) {
    let kind = datagrams ? SOCK_DGRAM : SOCK_STREAM
    let socket = Glibc.socket(AF_INET, Int32(kind.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    unsafe withUnsafeMutablePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            _ = unsafe bind(socket, $0, length)
            _ = unsafe getsockname(socket, $0, &length)
        }
    }
    return (socket, Int(UInt16(bigEndian: address.sin_port)))
}
