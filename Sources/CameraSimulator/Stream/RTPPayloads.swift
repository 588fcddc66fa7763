package import Media

/// Cuts a picture into RTP payloads.
package enum RTPPayloads {
    /// The largest payload, which with all headers fits an Ethernet frame.
    static let limit = 1400

    /// - Parameters:
    ///   - units: NAL units, or the JPEG file alone.
    ///   - parameterSets: What goes in front of a keyframe, together in one payload.
    package static func of(
        _ units: [[UInt8]],
        after parameterSets: [[UInt8]] = [],
        codec: VideoEncoder.Codec = .h264
    ) -> [[UInt8]] {
        switch codec {
        case .h264: H264Payloads.of(units, after: parameterSets)
        case .h265: H265Payloads.of(units, after: parameterSets)
        case .mjpeg: units.flatMap { JPEGPayloads.of($0) }
        }
    }

    /// Units one after the other, each after its size.
    static func sized(_ units: [[UInt8]]) -> [UInt8] {
        units.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 0xFF)] + $0 }
    }

    /// A unit's pieces behind their headers.
    ///
    /// - Parameters:
    ///   - headerSize: Bytes of the unit's own header, which the fragments' stands for.
    ///   - header: Makes a fragment's header; the flags mark the first and the last.
    static func fragments(
        of unit: [UInt8],
        headerSize: Int,
        header: (_ flags: UInt8) -> [UInt8]
    ) -> [[UInt8]] {
        let room = limit - header(0).count
        return stride(from: headerSize, to: unit.count, by: room).map { start in
            let end = min(start + room, unit.count)
            let first: UInt8 = start == headerSize ? 0x80 : 0
            let last: UInt8 = end == unit.count ? 0x40 : 0
            return header(first | last) + unit[start..<end]
        }
    }
}

/// - Source: RFC 6184, packetization mode 1: single NAL units, STAP-A (5.7.1) and FU-A (5.8).
enum H264Payloads {
    private static let aggregate: UInt8 = 24
    private static let fragment: UInt8 = 28

    static func of(_ units: [[UInt8]], after parameterSets: [[UInt8]]) -> [[UInt8]] {
        var payloads: [[UInt8]] = []
        if !parameterSets.isEmpty {
            let importance = parameterSets.map { $0[0] & 0x60 }.max() ?? 0
            payloads.append([importance | aggregate] + RTPPayloads.sized(parameterSets))
        }
        for unit in units where !unit.isEmpty {
            guard unit.count > RTPPayloads.limit else {
                payloads.append(unit)
                continue
            }
            payloads += RTPPayloads.fragments(of: unit, headerSize: 1) { flags in
                [unit[0] & 0xE0 | fragment, flags | unit[0] & 0x1F]
            }
        }
        return payloads
    }
}

/// - Source: RFC 7798 without DONL: single NAL units, aggregation packets (4.4.2) and
///   fragmentation units (4.4.3).
enum H265Payloads {
    private static let aggregate: UInt8 = 48
    private static let fragment: UInt8 = 49

    static func of(_ units: [[UInt8]], after parameterSets: [[UInt8]]) -> [[UInt8]] {
        var payloads: [[UInt8]] = []
        if let first = parameterSets.first {
            payloads.append(
                header(of: aggregate, like: first) + RTPPayloads.sized(parameterSets)
            )
        }
        for unit in units where unit.count > 2 {
            guard unit.count > RTPPayloads.limit else {
                payloads.append(unit)
                continue
            }
            payloads += RTPPayloads.fragments(of: unit, headerSize: 2) { flags in
                header(of: fragment, like: unit) + [flags | unit[0] >> 1 & 0x3F]
            }
        }
        return payloads
    }

    /// A payload's header with the layer and temporal id of the unit.
    private static func header(of type: UInt8, like unit: [UInt8]) -> [UInt8] {
        [unit[0] & 0x81 | type << 1, unit[1]]
    }
}
