import Media

/// RTP packets of made pictures.
struct MadePackets {
    var payloadType: UInt8 = 96
    var sequence: UInt16 = 65_530
    var timestamp: UInt32 = 4_294_960_000
    var source: UInt32 = 0x0102_0304
    /// Payload bytes in a packet at most.
    var size = 200

    /// A packet with the next number.
    mutating func packet(_ payload: some Sequence<UInt8>, marker: Bool = false) -> [UInt8] {
        defer { sequence &+= 1 }
        var bytes: [UInt8] = [0x80, payloadType | (marker ? 0x80 : 0)]
        bytes += [UInt8(sequence >> 8), UInt8(sequence & 0xFF)]
        for word in [timestamp, source] {
            bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
        }
        return bytes + payload
    }

    /// A picture of H.264 units, in fragments where they are long.
    mutating func picture(_ units: [[UInt8]], marker: Bool = true) -> [[UInt8]] {
        var packets: [[UInt8]] = []
        for (index, unit) in units.enumerated() {
            let isLast = index == units.count - 1
            if unit.count <= size {
                packets.append(packet(unit, marker: marker && isLast))
                continue
            }
            var rest = unit.dropFirst()
            var start: UInt8 = 0x80
            while !rest.isEmpty {
                let part = rest.prefix(size)
                rest = rest.dropFirst(size)
                let end: UInt8 = rest.isEmpty ? 0x40 : 0
                let head = [unit[0] & 0xE0 | 28, start | end | unit[0] & 0x1F]
                packets.append(packet(head + part, marker: marker && isLast && rest.isEmpty))
                start = 0
            }
        }
        return packets
    }

    /// Packets as they stand within a connection.
    static func interleaved(_ packets: [[UInt8]], channel: UInt8 = 0) -> [UInt8] {
        packets.flatMap {
            [0x24, channel, UInt8($0.count >> 8), UInt8($0.count & 0xFF)] + $0
        }
    }
}

extension PictureAssembler {
    /// Takes packets and hands out the pictures that they make.
    mutating func pictures(of packets: [[UInt8]]) -> [AssembledPicture] {
        var order = PacketOrder()
        var result: [AssembledPicture] = []
        for bytes in packets {
            guard let packet = RTPPacket(bytes.span),
                case .next(let lost) = order.take(packet.sequence)
            else { continue }
            take(packet, bytes.span.extracting(packet.payload), isAfterLoss: lost > 0)
            while let picture = next() { result.append(picture) }
        }
        return result
    }
}
