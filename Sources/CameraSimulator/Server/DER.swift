/// The few shapes of ASN.1 that a certificate is made of.
///
/// - Source: ITU-T X.690 8 and 10 (distinguished encoding).
enum DER {
    static func sequence(_ parts: [UInt8]...) -> [UInt8] { value(0x30, parts.flatMap { $0 }) }
    static func set(_ parts: [UInt8]...) -> [UInt8] { value(0x31, parts.flatMap { $0 }) }
    static func bits(_ bytes: some Sequence<UInt8>) -> [UInt8] { value(0x03, [0] + bytes) }
    static func octets(_ bytes: [UInt8]) -> [UInt8] { value(0x04, bytes) }
    static func text(_ text: String) -> [UInt8] { value(0x0C, Array(text.utf8)) }
    static let yes = value(0x01, [0xFF])

    /// - Parameter year: 1950 to 2049.
    static func time(_ text: String) -> [UInt8] { value(0x17, Array(text.utf8)) }

    /// A number above 0, from its bytes.
    static func number(_ bytes: [UInt8]) -> [UInt8] {
        let significant = bytes.drop { $0 == 0 }
        let sign: [UInt8] = (significant.first ?? 0x80) < 0x80 ? [] : [0]
        return value(0x02, sign + significant)
    }

    /// Tagged by its place in a choice or sequence; whole where it holds others.
    static func tagged(_ place: UInt8, holds: Bool = true, _ bytes: [UInt8]) -> [UInt8] {
        value((holds ? 0xA0 : 0x80) | place, bytes)
    }

    static func name(_ numbers: Int...) -> [UInt8] {
        var bytes = [UInt8(numbers[0] * 40 + numbers[1])]
        for number in numbers.dropFirst(2) {
            var group = [UInt8(number & 0x7F)]
            var rest = number >> 7
            while rest > 0 {
                group.insert(UInt8(rest & 0x7F) | 0x80, at: 0)
                rest >>= 7
            }
            bytes += group
        }
        return value(0x06, bytes)
    }

    private static func value(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let count = content.count
        let size: [UInt8] =
            switch count {
            case ..<0x80: [UInt8(count)]
            case ..<0x100: [0x81, UInt8(count)]
            default: [0x82, UInt8(count >> 8), UInt8(count & 0xFF)]
            }
        return [tag] + size + content
    }
}
