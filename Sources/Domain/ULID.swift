extension AlertID {
    /// A ULID: sortable by time, unique by chance.
    ///
    /// - Parameter chance: 80 random bits, of which the first word gives the lower 16.
    /// - Source: https://github.com/ulid/spec
    package static func ulid(at time: WallTime, chance: (UInt64, UInt64)) -> AlertID {
        let milliseconds = UInt64(max(0, time.milliseconds)) & 0xFFFF_FFFF_FFFF
        let high = milliseconds << 16 | chance.0 & 0xFFFF
        let bits = UInt128(high) << 64 | UInt128(chance.1)
        let digits = (0..<26).map { alphabet[Int(bits >> (125 - 5 * UInt128($0)) & 31)] }
        return AlertID(String(decoding: digits, as: UTF8.self))
    }
}

/// Crockford's base 32.
private let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
