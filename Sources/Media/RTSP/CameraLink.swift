import CFFmpeg
import Glibc

/// The connection to a camera: bytes in both directions, in the clear or within TLS.
///
/// Its calls block until the watch ends them.
final class CameraLink {
    private let line: Line
    private let watch: Watch

    private enum Line {
        case socket(Int32)
        case tls(TLSLine)
    }

    /// Why nothing goes through: an error number of libav or the system, below 0.
    struct Failure: Error {
        let code: Int32
    }

    /// The seconds for which a call waits before it looks at the watch again.
    static let pause = 0.1

    init(to peer: PeerAddress, watch: Watch) throws(Failure) {
        self.watch = watch
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let socket = Glibc.socket(peer.family, kind, 0)
        guard socket >= 0 else { throw Failure(code: -errno) }
        line = .socket(socket)
        let code = unsafe peer.withSocketAddress { unsafe connect(socket, $0, $1) }
        if code != 0 {
            guard errno == EINPROGRESS else { throw Failure(code: -errno) }
            try Self.wait(for: POLLOUT, socket, watch)
        }
        var error: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        unsafe getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length)
        guard error == 0 else { throw Failure(code: -error) }
        Self.prepare(socket)
    }

    /// Connects through TLS.
    ///
    /// - Parameter host: numeric.
    init(secureTo host: String, port: Int, watch: Watch) throws(Failure) {
        self.watch = watch
        line = .tls(try TLSLine(to: host, port: port, watch: watch))
    }

    deinit { if let socket { close(socket) } }

    /// The socket, where one may be polled.
    var socket: Int32? {
        if case .socket(let socket) = line { socket } else { nil }
    }

    /// The own end, as the camera sees it.
    var localAddress: PeerAddress? {
        guard let socket else { return nil }
        return unsafe PeerAddress { unsafe Int(getsockname(socket, $0, &$1)) }
    }

    /// The camera's end.
    var peerAddress: PeerAddress? {
        guard let socket else { return nil }
        return unsafe PeerAddress { unsafe Int(getpeername(socket, $0, &$1)) }
    }

    /// Waits for bytes and puts them where told.
    ///
    /// - Returns: how many; 0 where none came for a moment, so that there is time for other things.
    ///   TLS waits until some come.
    func read(into space: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        // Before each read: who never ceases to send is to be left too.
        guard watch.verdict == .goOn else { throw Failure(code: WP_EXIT) }
        switch line {
        case .socket(let socket):
            let count = unsafe recv(socket, space.baseAddress, space.count, 0)
            if count > 0 { return count }
            guard count < 0, errno == EAGAIN || errno == EINTR else {
                throw Failure(code: count == 0 ? WP_EOF : -errno)
            }
        case .tls(let line):
            let count = unsafe line.read(into: space)
            if count > 0 { return count }
            guard count == Int(WP_EAGAIN) else {
                throw Failure(code: count == 0 ? WP_EOF : Int32(count))
            }
        }
        return 0
    }

    func write(_ bytes: [UInt8]) throws(Failure) {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { all in
                unsafe write(UnsafeRawBufferPointer(rebasing: all[sent...]))
            }
            sent += max(0, count)
            if count < 0, count != -Int(EAGAIN), count != -Int(EINTR) {
                throw Failure(code: Int32(count))
            }
            guard watch.verdict == .goOn || sent == bytes.count else {
                throw Failure(code: WP_EXIT)
            }
        }
    }

    /// Says a last word, and lets it be read before the connection goes.
    ///
    /// It takes 0.2 s at most, also where the watch has ended.
    func leave(with bytes: [UInt8]) {
        let sent = unsafe bytes.withUnsafeBytes { unsafe write($0) }
        guard sent == bytes.count, let socket else { return }
        // Closed with bytes unread, the connection would be broken off, and the word might get lost.
        shutdown(socket, Int32(SHUT_WR))
        let end = Watch.now + 200_000
        var space = [UInt8](repeating: 0, count: 16 * 1024)
        while Watch.now < end {
            var entry = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            let left = max(1, (end - Watch.now) / 1000)
            guard unsafe poll(&entry, 1, Int32(left)) > 0,
                unsafe recv(socket, &space, space.count, 0) > 0
            else { return }
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) -> Int {
        switch line {
        case .socket(let socket):
            let count = unsafe send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            return count < 0 ? -Int(errno) : count
        case .tls(let line):
            return unsafe line.write(bytes)
        }
    }

    /// Makes calls return when there is time to look at the watch.
    private static func prepare(_ socket: Int32) {
        _ = fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) & ~O_NONBLOCK)
        var pause = timeval(tv_sec: 0, tv_usec: Int(Self.pause * 1e6))
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &pause, size)
        unsafe setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &pause, size)
        var yes: Int32 = 1
        unsafe setsockopt(
            socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func wait(
        for events: Int32,
        _ socket: Int32,
        _ watch: Watch
    ) throws(Failure) {
        var entry = pollfd(fd: socket, events: Int16(events), revents: 0)
        while unsafe poll(&entry, 1, Int32(pause * 1000)) <= 0 {
            guard watch.verdict == .goOn else { throw Failure(code: WP_EXIT) }
        }
    }
}
