/// What tells the units of H.264 and H.265 apart.
///
/// - Source: ITU-T H.264 7.3, 7.4.1; H.265 7.3, 7.4.2; RFC 6184 5; RFC 7798 4.
package enum UnitCodec {
    case h264
    /// - Note: `ordered`: payloads bear numbers of their units' order.
    case h265(ordered: Bool)

    enum Role: Equatable {
        /// A part of a picture. Where `isFirst`, the picture begins with it.
        case slice(isFirst: Bool, isKey: Bool)
        case parameterSet
        /// What may only stand before a picture's slices.
        case delimiter
        case other
    }

    var headerSize: Int { if case .h264 = self { 1 } else { 2 } }

    func kind(_ first: UInt8) -> UInt8 {
        if case .h264 = self { first & 0x1F } else { first >> 1 & 0x3F }
    }

    /// What a unit is for, by its first bytes.
    func role(_ unit: Span<UInt8>) -> Role {
        guard unit.count > headerSize else { return .other }
        let kind = kind(unit[0])
        switch self {
        case .h264:
            switch kind {
            case 1, 2: return Self.slice(unit, isKey: false)
            case 5: return Self.slice(unit, isKey: true)
            case 7, 8: return .parameterSet
            case 9: return .delimiter
            default: return .other
            }
        case .h265:
            switch kind {
            case 0...31:
                return .slice(isFirst: unit[2] & 0x80 != 0, isKey: (16...23).contains(kind))
            case 32...34: return .parameterSet
            case 35: return .delimiter
            default: return .other
            }
        }
    }

    /// A slice's header begins with the place of its first block, and what kind of slice it is.
    private static func slice(_ unit: Span<UInt8>, isKey: Bool) -> Role {
        .slice(isFirst: unit[1] & 0x80 != 0, isKey: isKey)
    }

    /// Whether an H.264 slice is all of intra blocks; some cameras' keyframes are marked by nothing
    /// else but the parameter sets before them.
    func isIntra(_ unit: Span<UInt8>) -> Bool {
        guard case .h264 = self, unit.count > 2 else { return false }
        // The first number is 0 in one bit; then 2 or 7 in Exp-Golomb: 011, 0001000.
        let bits = UInt16(unit[1]) << 8 | UInt16(unit[2])
        return bits >> 12 == 0b1011 || bits >> 8 == 0b1000_1000
    }
}
