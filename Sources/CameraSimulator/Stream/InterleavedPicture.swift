import Media
import NIOCore

/// A picture as it goes over the wire, but for what differs from client to client.
///
/// - Source: RFC 2326 10.12 (interleaving), RFC 3550 5.1 (RTP header).
struct InterleavedPicture: Sendable {
    /// How pictures become packets.
    struct Packing: Sendable {
        let codec: VideoEncoder.Codec
        let payloadType: UInt8
        /// Whether parameter sets go in front of each keyframe.
        let repeatsParameterSets: Bool
    }

    static let frameHeader = 4
    static let rtpHeader = 12

    let isKeyframe: Bool
    /// Bytes of all packets with their RTP headers.
    let rtpBytes: Int
    /// Where each packet's interleaving header begins.
    private let starts: [Int]
    private let bytes: ByteBuffer

    var packetCount: Int { starts.count }

    init(_ picture: EncodedPicture, _ packing: Packing, parameterSets: [[UInt8]]) {
        let payloads = RTPPayloads.of(
            picture.units,
            after: picture.isKeyframe && packing.repeatsParameterSets ? parameterSets : [],
            codec: packing.codec
        )
        var starts: [Int] = []
        var bytes = ByteBuffer()
        for (number, payload) in payloads.enumerated() {
            starts.append(bytes.writerIndex)
            let marker: UInt8 = number == payloads.count - 1 ? 0x80 : 0
            bytes.writeBytes([0x24, 0])
            bytes.writeInteger(UInt16(Self.rtpHeader + payload.count))
            bytes.writeBytes([0x80, marker | packing.payloadType])
            bytes.writeRepeatingByte(0, count: 10)
            bytes.writeBytes(payload)
        }
        isKeyframe = picture.isKeyframe
        rtpBytes = bytes.readableBytes - Self.frameHeader * payloads.count
        self.starts = starts
        self.bytes = bytes
    }

    /// The frames of a copy for one client, one by one.
    func frames(of copy: ByteBuffer) -> [ByteBuffer] {
        zip(starts, starts.dropFirst() + [bytes.writerIndex]).map { start, end in
            copy.getSlice(at: start, length: end - start) ?? ByteBuffer()
        }
    }

    /// A copy for one client.
    ///
    /// - Parameter sequence: The first packet's sequence number; the others follow.
    func addressed(
        channel: UInt8,
        sequence: UInt16,
        timestamp: UInt32,
        source: UInt32
    ) -> ByteBuffer {
        var copy = bytes
        for (number, start) in starts.enumerated() {
            let header = start + Self.frameHeader
            copy.setInteger(channel, at: start + 1)
            copy.setInteger(sequence &+ UInt16(truncatingIfNeeded: number), at: header + 2)
            copy.setInteger(timestamp, at: header + 4)
            copy.setInteger(source, at: header + 8)
        }
        return copy
    }
}
