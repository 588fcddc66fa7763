import CFFmpeg
package import Domain

/// A stretch of a stream's bytes, which as a rule is one picture.
package final class Packet: @unchecked Sendable {
    // Unchecked because of the handle: nothing changes in it after `init`.
    let handle: PacketHandle
    /// The latest time that the stream had come to with it; `nil` where it bears no timestamp.
    ///
    /// It never runs back, also where pictures are sent in another order than they are shown.
    package let time: StreamTime?
    /// When it is shown, which may be before the one sent before it; `nil` where it does not say.
    ///
    /// - Units: seconds of stream time.
    package var presented: Double? {
        let stamp = unsafe handle.pointer.pointee.pts
        return stamp == WP_NOPTS ? nil : Double(stamp) / 1e6
    }
    /// By how much the camera's clock had been set between it and the one before it.
    ///
    /// - Units: seconds; below zero where it was set back.
    package let jump: Double?
    /// RTP packets that came for it, and that never came since the packet before.
    package let received: Int
    package let lost: Int

    /// Takes over a packet's bytes, and sets its times to stream time.
    ///
    /// - Units: of its times from then on: microseconds.
    init(
        taking packet: borrowing PacketHandle,
        time: Double?,
        presented: Double?,
        decoded: Double?,
        jump: Double?,
        received: Int = 0,
        lost: Int = 0,
        _ doing: String
    ) throws(MediaError) {
        handle = try PacketHandle(doing)
        let own = unsafe handle.pointer
        unsafe av_packet_move_ref(own, packet.pointer)
        unsafe own.pointee.pts = presented.map { Int64(($0 * 1e6).rounded()) } ?? WP_NOPTS
        unsafe own.pointee.dts = decoded.map { Int64(($0 * 1e6).rounded()) } ?? WP_NOPTS
        unsafe own.pointee.duration = 0
        self.jump = jump
        self.received = received
        self.lost = lost
        self.time = time.map { StreamTime(seconds: $0) }
    }

    package var isKeyframe: Bool { unsafe handle.pointer.pointee.flags & AV_PKT_FLAG_KEY != 0 }
    package var byteCount: Int { unsafe Int(handle.pointer.pointee.size) }
}
