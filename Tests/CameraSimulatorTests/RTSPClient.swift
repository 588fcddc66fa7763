import Glibc

/// A plain RTSP client over a blocking socket, for tests; each wait ends after five seconds.
final class RTSPClient {
    struct Reply {
        var status: Int
        /// The last of each name.
        var headers: [String: String]
        /// All, as they came.
        var lines: [String] = []
        var body: String
        /// Head and body as they came.
        var text = ""

        func all(_ name: String) -> [String] {
            lines.filter { $0.lowercased().hasPrefix(name + ":") }
                .map { String($0.dropFirst(name.count + 1).drop { $0 == " " }) }
        }
    }

    struct RTPPacket {
        var channel: UInt8
        var marker: Bool
        var type: UInt8
        var sequence: UInt16
        var timestamp: UInt32
        var source: UInt32
        var payload: [UInt8]
        let bytes: [UInt8]

        init(channel: UInt8, _ bytes: [UInt8]) {
            func number(_ at: Int, _ count: Int) -> UInt32 {
                bytes[at..<at + count].reduce(0) { $0 << 8 | UInt32($1) }
            }
            self.channel = channel
            self.bytes = bytes
            marker = bytes[1] & 0x80 != 0
            type = bytes[1] & 0x7F
            sequence = UInt16(number(2, 2))
            timestamp = number(4, 4)
            source = number(8, 4)
            payload = Array(bytes[12...])
        }
    }

    enum Failure: Error { case cannotConnect, closed, silent, notRTSP(String) }

    private let descriptor: Int32
    private var pending: [UInt8] = []
    private var count = 0

    /// - Parameter receiveBuffer: Bytes that the kernel is asked to take in while nobody reads.
    init(port: Int, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var bytes = receiveBuffer {
            unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, 4)
        }
        var wait = timeval(tv_sec: 5, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw Failure.cannotConnect }
    }

    deinit { close(descriptor) }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        _ = unsafe bytes.withUnsafeBytes {
            unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// Sends a request and waits for its answer; packets that come meanwhile are passed over.
    func ask(_ method: String, _ uri: String, _ headers: [String: String] = [:]) throws -> Reply {
        count += 1
        let lines = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
        send("\(method) \(uri) RTSP/1.0\r\nCSeq: \(count)\r\n\(lines)\r\n")
        return try reply()
    }

    func reply() throws -> Reply {
        while try peek() == 0x24 { _ = try packet() }
        var head: [UInt8] = []
        while !head.hasSuffix([13, 10, 13, 10]) { head.append(try take(1)[0]) }
        let text = String(decoding: head, as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline)
        guard let first = lines.first, first.hasPrefix("RTSP/1.0 "),
            let status = Int(first.dropFirst(9).prefix(3))
        else { throw Failure.notRTSP(text) }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { throw Failure.notRTSP(text) }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            headers[line[..<colon].lowercased()] = String(value)
        }
        let body = try take(Int(headers["content-length"] ?? "0") ?? 0)
        return Reply(
            status: status,
            headers: headers,
            lines: lines.dropFirst().map(String.init),
            body: String(decoding: body, as: UTF8.self),
            text: text + String(decoding: body, as: UTF8.self)
        )
    }

    /// The next packet of the media channel 0 or of the control channel 1.
    func packet() throws -> RTPPacket {
        let header = try take(4)
        guard header[0] == 0x24 else { throw Failure.notRTSP("\(header)") }
        let bytes = try take(Int(header[2]) << 8 | Int(header[3]))
        return RTPPacket(channel: header[1], bytes)
    }

    /// The packets of the next whole picture.
    func picture() throws -> [RTPPacket] {
        var packets: [RTPPacket] = []
        while packets.last?.marker != true {
            let packet = try packet()
            if packet.channel == 0 { packets.append(packet) }
        }
        return packets
    }

    /// All bytes that the server owes by now, without its answers to what asks for them.
    ///
    /// It serves what is due after each answer, so that the second comes behind all of it.
    func owed() throws -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<2 {
            count += 1
            send("OPTIONS * RTSP/1.0\r\nCSeq: \(count)\r\n\r\n")
            let start = Array("RTSP/1.0 200 OK\r\nCSeq: \(count)\r\n".utf8)
            while true {
                if let answer = pending.firstRange(of: start),
                    let end = pending[answer.upperBound...].firstRange(of: [13, 10, 13, 10])
                {
                    bytes += pending[..<answer.lowerBound]
                    pending.removeFirst(end.upperBound)
                    break
                }
                try receive()
            }
        }
        return bytes
    }

    /// Sets the camera up and plays it.
    ///
    /// - Parameter track: The track's address, where it is not the simulator's own.
    func play(_ uri: String, track: String? = nil) throws {
        let setUp = try ask(
            "SETUP",
            track ?? uri + "/trackID=0",
            ["Transport": "RTP/AVP/TCP;unicast;interleaved=0-1"]
        )
        let session = setUp.headers["session"]?.prefix { $0 != ";" } ?? ""
        let playing = try ask("PLAY", uri, ["Session": String(session)])
        guard playing.status == 200 else { throw Failure.notRTSP("PLAY: \(playing.status)") }
    }

    /// Whether the server closes the connection, whatever it sends before.
    func isClosedByServer() -> Bool {
        while true {
            do { _ = try take(1) } catch Failure.closed { return true } catch { return false }
        }
    }

    private func peek() throws -> UInt8 {
        if pending.isEmpty { try receive() }
        return pending[0]
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while pending.count < count { try receive() }
        let bytes = Array(pending.prefix(count))
        pending.removeFirst(count)
        return bytes
    }

    private func receive() throws {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe bytes.withUnsafeMutableBytes {
            unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
        }
        if count == 0 || count < 0 && errno == ECONNRESET { throw Failure.closed }
        guard count > 0 else { throw Failure.silent }
        pending += bytes.prefix(count)
    }
}

extension [UInt8] {
    fileprivate func hasSuffix(_ tail: [UInt8]) -> Bool {
        count >= tail.count && Array(suffix(tail.count)) == tail
    }
}

/// Undoes RTP packetization: STAP-A, FU-A and single NAL units.
func reassembled(_ payloads: [[UInt8]]) -> [[UInt8]] {
    var units: [[UInt8]] = []
    for payload in payloads {
        switch payload[0] & 0x1F {
        case 24:
            var at = 1
            while at < payload.count {
                let size = Int(payload[at]) << 8 | Int(payload[at + 1])
                units.append(Array(payload[(at + 2)..<(at + 2 + size)]))
                at += 2 + size
            }
        case 28:
            if payload[1] & 0x80 != 0 {
                units.append([payload[0] & 0xE0 | payload[1] & 0x1F])
            }
            units[units.count - 1] += payload[2...]
        default:
            units.append(payload)
        }
    }
    return units
}

/// Undoes H.265's packetization: aggregates, fragments and single NAL units.
func reassembledH265(_ payloads: [[UInt8]]) -> [[UInt8]] {
    var units: [[UInt8]] = []
    for payload in payloads {
        switch payload[0] >> 1 & 0x3F {
        case 48:
            var at = 2
            while at < payload.count {
                let size = Int(payload[at]) << 8 | Int(payload[at + 1])
                units.append(Array(payload[(at + 2)..<(at + 2 + size)]))
                at += 2 + size
            }
        case 49:
            if payload[2] & 0x80 != 0 {
                units.append([payload[0] & 0x81 | (payload[2] & 0x3F) << 1, payload[1]])
            }
            units[units.count - 1] += payload[3...]
        default:
            units.append(payload)
        }
    }
    return units
}
