import Glibc

/// A client's pair of UDP ports, for tests; each wait ends after five seconds.
final class DatagramClient {
    private let media: Int32
    private let control: Int32
    let ports: (media: Int, control: Int)

    init() {
        func open() -> (Int32, Int) {
            let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
            var wait = timeval(tv_sec: 5, tv_usec: 0)
            let size = socklen_t(MemoryLayout<timeval>.size)
            unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, size)
            var address = Self.address(port: 0)
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            unsafe withUnsafeMutablePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = unsafe bind(descriptor, $0, length)
                    _ = unsafe getsockname(descriptor, $0, &length)
                }
            }
            return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
        }
        let (mediaSocket, mediaPort) = open()
        let (controlSocket, controlPort) = open()
        (media, control) = (mediaSocket, controlSocket)
        ports = (mediaPort, controlPort)
    }

    deinit {
        close(media)
        close(control)
    }

    var transport: [String: String] {
        ["Transport": "RTP/AVP;unicast;client_port=\(ports.media)-\(ports.control)"]
    }

    /// The next RTP packet and the port that it came from.
    func packet() throws -> (packet: RTSPClient.RTPPacket, from: Int) {
        let (bytes, port) = try receive(media)
        return (RTSPClient.RTPPacket(channel: 0, bytes), port)
    }

    /// The next RTCP packet and the port that it came from.
    func report() throws -> (bytes: [UInt8], from: Int) { try receive(control) }

    /// Sends an empty receiver report.
    func sendReport(to port: Int) {
        var address = Self.address(port: port)
        let bytes: [UInt8] = [0x80, 201, 0, 1, 1, 2, 3, 4]
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                let size = socklen_t(MemoryLayout<sockaddr_in>.size)
                _ = unsafe sendto(control, bytes, bytes.count, 0, $0, size)
            }
        }
    }

    private func receive(_ descriptor: Int32) throws -> ([UInt8], Int) {
        var bytes = [UInt8](repeating: 0, count: 2048)
        var address = Self.address(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let count = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { from in
                unsafe bytes.withUnsafeMutableBytes {
                    unsafe recvfrom(descriptor, $0.baseAddress, $0.count, 0, from, &length)
                }
            }
        }
        guard count > 0 else { throw RTSPClient.Failure.silent }
        return (Array(bytes.prefix(count)), Int(UInt16(bigEndian: address.sin_port)))
    }

    private static func address(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
