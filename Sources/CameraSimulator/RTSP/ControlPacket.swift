import NIOCore

/// RTCP that is the same for every track.
///
/// - Source: RFC 3550 6.1, 6.4.2, 6.6.
enum ControlPacket {
    /// An empty report and BYE, framed for a channel.
    static func farewell(of source: UInt32, channel: UInt8) -> ByteBuffer {
        var buffer = ByteBuffer(bytes: [0x24, channel, 0, 16, 0x80, 201, 0, 1])
        buffer.writeInteger(source)
        buffer.writeBytes([0x81, 203, 0, 1])
        buffer.writeInteger(source)
        return buffer
    }
}

/// Packets framed for interleaving, one after the other.
///
/// - Source: RFC 2326 10.12.
struct InterleavedFrames: Sequence, IteratorProtocol {
    private var buffer: ByteBuffer

    init(_ buffer: ByteBuffer) { self.buffer = buffer }

    mutating func next() -> (channel: UInt8, packet: ByteBuffer)? {
        guard buffer.readInteger(as: UInt8.self) == 0x24,
            let channel = buffer.readInteger(as: UInt8.self),
            let length = buffer.readInteger(as: UInt16.self),
            let packet = buffer.readSlice(length: Int(length))
        else { return nil }
        return (channel, packet)
    }
}
