/// Cuts a picture's NAL units into RTP payloads.
///
/// - Source: RFC 6184, packetization mode 1: single NAL units, STAP-A (5.7.1) and FU-A (5.8).
package enum RTPPayloads {
    /// The largest payload, which with all headers fits an Ethernet frame.
    static let limit = 1400

    private static let aggregate: UInt8 = 24
    private static let fragment: UInt8 = 28

    /// - Parameter parameterSets: What goes in front of a keyframe, together in one payload.
    package static func of(_ units: [[UInt8]], after parameterSets: [[UInt8]]) -> [[UInt8]] {
        var payloads: [[UInt8]] = []
        if !parameterSets.isEmpty { payloads.append(aggregate(parameterSets)) }
        for unit in units where !unit.isEmpty {
            if unit.count <= limit {
                payloads.append(unit)
            } else {
                payloads += fragments(of: unit)
            }
        }
        return payloads
    }

    private static func aggregate(_ units: [[UInt8]]) -> [UInt8] {
        let importance = units.map { $0[0] & 0x60 }.max() ?? 0
        var payload = [importance | aggregate]
        for unit in units {
            payload += [UInt8(unit.count >> 8), UInt8(unit.count & 0xFF)]
            payload += unit
        }
        return payload
    }

    private static func fragments(of unit: [UInt8]) -> [[UInt8]] {
        let indicator = unit[0] & 0xE0 | fragment
        let type = unit[0] & 0x1F
        let room = limit - 2
        return stride(from: 1, to: unit.count, by: room).map { start in
            let end = min(start + room, unit.count)
            let first: UInt8 = start == 1 ? 0x80 : 0
            let last: UInt8 = end == unit.count ? 0x40 : 0
            return [indicator, first | last | type] + unit[start..<end]
        }
    }
}
