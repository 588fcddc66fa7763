import Glibc

/// The two sockets over which datagrams of one stream come: its packets, and reports about them.
final class DatagramPair {
    private let packets: Int32
    private let reports: Int32
    /// The port of the packets; the reports' is the next one.
    let port: Int
    /// From whom datagrams count.
    private var senders: Set<[UInt8]> = []
    private var target: PeerAddress?
    private var strays = 0

    /// Bytes that the system keeps for a reader who is late.
    private static let bufferSize: Int32 = 1 << 20
    /// Datagrams from somewhere else that are passed over until there is time for other things.
    private static let straysInTurn = 64

    /// Takes an even port and the next one.
    ///
    /// - Returns: `nil` where the system has none free.
    init?(at local: PeerAddress) {
        for _ in 0..<50 {
            guard let (first, port) = Self.bound(local, 0) else { return nil }
            let other = port % 2 == 0 ? port + 1 : port - 1
            guard (1...65535).contains(other), let (second, _) = Self.bound(local, other) else {
                close(first)
                continue
            }
            (packets, reports) = port % 2 == 0 ? (first, second) : (second, first)
            self.port = min(port, other)
            return
        }
        return nil
    }

    deinit {
        close(packets)
        close(reports)
    }

    private static func bound(_ local: PeerAddress, _ port: Int) -> (Int32, Int)? {
        let kind = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let socket = Glibc.socket(local.family, kind, 0)
        guard socket >= 0 else { return nil }
        var size = bufferSize
        unsafe setsockopt(
            socket, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        let code = unsafe local.with(port: port).withSocketAddress { unsafe bind(socket, $0, $1) }
        guard code == 0,
            let own = unsafe PeerAddress(filledBy: { unsafe Int(getsockname(socket, $0, &$1)) })
        else {
            close(socket)
            return nil
        }
        return (socket, own.port)
    }

    /// Tells whose datagrams count, and opens the way through a firewall between.
    func expect(from camera: PeerAddress, ports: TransportReply.Pair?, also source: [UInt8]?) {
        senders = [camera.host]
        if let source { senders.insert(source) }
        guard let ports else { return }
        target = camera.with(port: ports.second)
        // A packet without content.
        let hello: [UInt8] = [0x80, 0, 0, 0] + [UInt8](repeating: 0, count: 8)
        send(hello, over: packets, to: camera.with(port: ports.first))
    }

    /// Datagrams from somewhere else since it was last asked.
    func takeStrays() -> Int {
        defer { strays = 0 }
        return strays
    }

    func report(_ bytes: [UInt8]) {
        if let target { send(bytes, over: reports, to: target) }
    }

    private func send(_ bytes: [UInt8], over socket: Int32, to peer: PeerAddress) {
        // A datagram that cannot be sent is as good as one that got lost.
        _ = unsafe peer.withSocketAddress { address, length in
            unsafe sendto(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL), address, length)
        }
    }

    /// Waits for something to read, also of the connection beside it.
    ///
    /// - Returns: whether the connection has something, or has ended.
    func wait(seconds: Double, beside connection: Int32) -> Bool {
        let events = Int16(POLLIN)
        var entries = [connection, packets, reports].map {
            pollfd(fd: $0, events: events, revents: 0)
        }
        let count = unsafe poll(&entries, 3, Int32(seconds * 1000))
        return count > 0 && entries[0].revents != 0
    }

    /// The next datagram that waits and counts.
    ///
    /// - Returns: its length, and whether it is a report; `nil` where none waits.
    func receive(into space: inout [UInt8]) -> (count: Int, isReport: Bool)? {
        for socket in [packets, reports] {
            for _ in 0..<Self.straysInTurn {
                var count = 0
                let sender = unsafe PeerAddress { address, length in
                    count = unsafe recvfrom(socket, &space, space.count, 0, address, &length)
                    return count
                }
                guard let sender else { break }
                if senders.contains(sender.host) { return (count, socket == reports) }
                strays += 1
            }
        }
        return nil
    }
}
