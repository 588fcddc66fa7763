/// A picture as it came out of RTP packets.
package struct AssembledPicture: Equatable {
    /// As decoders take it.
    package var bytes: [UInt8]
    package var timestamp: UInt32
    package var isKeyframe = false
    /// Whether packets of it, or just before it, never came.
    package var isDamaged = false
    /// What the stream says of its pictures' size, where it has changed.
    package var news: News?

    package enum News: Equatable {
        /// The parameter sets within the picture are others than before.
        case parameterSets
        /// - Units: pixels.
        case size(width: Int, height: Int)
    }
}

/// Puts a codec's pictures together from the payloads of RTP packets that come in order.
///
/// A picture is handed out with its last packet, which bears a marker; where a camera sets none,
/// when the next one begins.
package protocol PictureAssembler {
    /// - Parameter isAfterLoss: whether packets just before it never came.
    mutating func take(_ packet: RTPPacket, _ payload: Span<UInt8>, isAfterLoss: Bool)

    /// The next picture that is whole.
    mutating func next() -> AssembledPicture?
}

/// The largest picture that is put together; what grows beyond is given up as damaged.
///
/// - Units: bytes.
let largestPicture = 16_000_000
