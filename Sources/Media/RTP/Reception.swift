/// What the node tells a camera about how its packets arrive.
///
/// - Source: RFC 3550 6.4.2, A.3.
package struct Reception {
    /// Seconds between two reports.
    static let interval = 5.0
    /// What the node calls itself: of no meaning to cameras, but they want a number.
    private static let own: UInt32 = 0x5750_0001

    private(set) var source: UInt32?
    private var first: UInt16 = 0
    private var highest: UInt32 = 0
    private var received = 0
    private var before = (expected: 0, received: 0)
    private var sender: (middle: UInt32, at: Int64)?

    package init() {}

    /// Counts a packet.
    package mutating func took(_ packet: RTPPacket) {
        if source != packet.source {
            source = packet.source
            first = packet.sequence
            highest = UInt32(packet.sequence)
            (received, before, sender) = (0, (0, 0), nil)
        }
        received += 1
        let ahead = Int16(bitPattern: packet.sequence &- UInt16(truncatingIfNeeded: highest))
        if ahead > 0 { highest &+= UInt32(ahead) }
    }

    /// Reads the camera's own reports; whether it says that the stream has ended.
    package mutating func isEnd(_ bytes: Span<UInt8>, at now: Int64) -> Bool {
        var index = 0
        while index + 8 <= bytes.count, bytes[index] >> 6 == 2 {
            let length = (Int(bytes[index + 2]) << 8 | Int(bytes[index + 3])) * 4 + 4
            guard index + length <= bytes.count else { return false }
            switch bytes[index + 1] {
            case 200 where length >= 28:
                sender = (bytes.word(at: index + 8) << 16 | bytes.word(at: index + 12) >> 16, now)
            case 203 where source == nil || bytes.word(at: index + 4) == source: return true
            default: break
            }
            index += length
        }
        return false
    }

    /// - Parameter now: in microseconds, by the clock of `isEnd`.
    package mutating func report(at now: Int64) -> [UInt8] {
        var bytes: [UInt8] = [source == nil ? 0x80 : 0x81, 201, 0, source == nil ? 1 : 7]
        bytes.append(word: Self.own)
        if let source {
            let expected = Int(highest) - Int(first) + 1
            let lost = max(0, min(expected - received, 0x7F_FFFF))
            let span = (expected - before.expected, received - before.received)
            before = (expected, received)
            let share = span.0 > span.1 && span.0 > 0 ? (span.0 - span.1) * 256 / span.0 : 0
            bytes.append(word: source)
            bytes.append(word: UInt32(min(share, 255)) << 24 | UInt32(lost))
            bytes.append(word: highest)
            bytes.append(word: 0)
            bytes.append(word: sender?.middle ?? 0)
            bytes.append(
                word: sender.map { UInt32(clamping: (now - $0.at) * 65_536 / 1_000_000) } ?? 0)
        }
        // Its name has to go with every report.
        let name = Array("watchpost".utf8)
        bytes += [0x81, 202, 0, 5]
        bytes.append(word: Self.own)
        bytes += [1, UInt8(name.count)] + name + [UInt8](repeating: 0, count: 14 - name.count)
        return bytes
    }
}
