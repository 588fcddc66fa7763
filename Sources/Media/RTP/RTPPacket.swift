/// An RTP packet's header, and where its payload lies.
///
/// - Source: RFC 3550 5.1.
package struct RTPPacket: Equatable {
    package let payloadType: UInt8
    package let hasMarker: Bool
    package let sequence: UInt16
    package let timestamp: UInt32
    package let source: UInt32
    /// Within the packet.
    package let payload: Range<Int>

    /// - Returns: `nil` where the bytes are no RTP packet.
    package init?(_ bytes: Span<UInt8>) {
        guard bytes.count >= 12, bytes[0] >> 6 == 2 else { return nil }
        var start = 12 + Int(bytes[0] & 0x0F) * 4
        if bytes[0] & 0x10 != 0 {
            guard bytes.count >= start + 4 else { return nil }
            start += 4 + (Int(bytes[start + 2]) << 8 | Int(bytes[start + 3])) * 4
        }
        var end = bytes.count
        if bytes[0] & 0x20 != 0 { end -= Int(bytes[end - 1]) }
        guard start <= end else { return nil }
        payloadType = bytes[1] & 0x7F
        hasMarker = bytes[1] & 0x80 != 0
        sequence = UInt16(bytes[2]) << 8 | UInt16(bytes[3])
        timestamp = bytes.word(at: 4)
        source = bytes.word(at: 8)
        payload = start..<end
    }
}

extension Span<UInt8> {
    /// The 32-bit number that begins here.
    func word(at index: Int) -> UInt32 {
        (index..<index + 4).reduce(0) { $0 << 8 | UInt32(self[$1]) }
    }
}

extension [UInt8] {
    mutating func append(_ span: Span<UInt8>) {
        unsafe span.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }

    mutating func append(word: UInt32) {
        for shift: UInt32 in [24, 16, 8, 0] { append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
}
