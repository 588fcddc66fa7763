/// Puts pictures of MPEG-4 Visual together.
///
/// - Source: RFC 6416 5.
package struct MPEG4Assembler: PictureAssembler {
    private var ready: [AssembledPicture] = []
    private var picture = AssembledPicture(bytes: [], timestamp: 0)

    package init() {}

    package mutating func next() -> AssembledPicture? {
        ready.isEmpty ? nil : ready.removeFirst()
    }

    package mutating func take(_ packet: RTPPacket, _ payload: Span<UInt8>, isAfterLoss: Bool) {
        if packet.timestamp != picture.timestamp {
            if isAfterLoss, !picture.bytes.isEmpty { picture.isDamaged = true }
            finish()
            picture.timestamp = packet.timestamp
        }
        picture.isDamaged = picture.isDamaged || isAfterLoss
        if picture.bytes.count < largestPicture {
            picture.bytes.append(payload)
        } else {
            picture.isDamaged = true
        }
        if packet.hasMarker { finish() }
    }

    private mutating func finish() {
        guard !picture.bytes.isEmpty else { return }
        picture.isKeyframe = Self.isKeyframe(picture.bytes)
        ready.append(picture)
        picture = AssembledPicture(bytes: [], timestamp: picture.timestamp)
    }

    /// Behind the start code of a picture stands its kind in two bits, 0 where it is intra.
    private static func isKeyframe(_ bytes: [UInt8]) -> Bool {
        var index = 0
        while index + 4 < bytes.count {
            if bytes[index] == 0, bytes[index + 1] == 0, bytes[index + 2] == 1,
                bytes[index + 3] == 0xB6
            {
                return bytes[index + 4] >> 6 == 0
            }
            index += 1
        }
        return false
    }
}
