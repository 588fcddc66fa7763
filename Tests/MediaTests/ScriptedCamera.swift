import Foundation
import Glibc
import Synchronization

/// A server on the loopback that answers each request by a script.
final class ScriptedCamera: Sendable {
    enum Answer {
        /// Status line and headers, without CSeq and the empty line.
        case reply(String)
        case silence
        case hangUp
    }

    let port: Int
    private let socket: Int32
    private let seen = Mutex<[String]>([])

    /// Every request so far, whole.
    var requests: [String] { seen.withLock { $0 } }

    init(_ script: @escaping @Sendable (_ request: String) -> Answer) {
        let (socket, port) = loopbackSocket()
        listen(socket, 4)
        self.socket = socket
        self.port = port
        let thread = Thread { [weak self] in
            while case let client = accept(socket, nil, nil), client >= 0 {
                // libav may hang up before it has the answer.
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

    private static func request(from client: Int32) -> String? {
        var bytes: [UInt8] = []
        while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            var byte: UInt8 = 0
            guard unsafe recv(client, &byte, 1, 0) == 1 else { return nil }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func answer(_ answer: Answer, to request: String, _ client: Int32) -> Bool {
        switch answer {
        case .hangUp: return false
        case .silence: return true
        case .reply(let head):
            let number =
                request.split(separator: "\r\n").first { $0.hasPrefix("CSeq:") } ?? "CSeq: 0"
            let text = Array("\(head)\r\n\(number)\r\n\r\n".utf8)
            return unsafe text.withUnsafeBytes { bytes in
                unsafe send(client, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
                    == bytes.count
            }
        }
    }
}

/// A socket bound to a free port of the loopback.
func loopbackSocket() -> (socket: Int32, port: Int) {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
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
