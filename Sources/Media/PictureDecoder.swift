import CFFmpeg
import Domain

/// Decodes a stream's pictures, on the caller's thread alone.
///
/// Packets and the pictures of them need not come at once: a stream whose pictures are sent in
/// another order than they are shown comes out some pictures later. Not to be used from two
/// threads at once.
package final class PictureDecoder {
    /// Packets that could not be decoded, and pictures that came out with parts guessed or lost.
    package private(set) var damaged = 0
    /// Pictures that came out.
    package private(set) var decoded = 0

    private let context: CodecHandle
    private let frame: FrameHandle
    private var converter: RGBConverter?
    private let doing: String
    private let startsAtFirstPicture: Bool
    private var origin: Int64?
    private var latest = StreamTime(seconds: 0)
    private var step = 0.0

    package init(_ info: StreamInfo) throws(MediaError) {
        doing = "decoding \(info.codec)"
        guard let codec = unsafe avcodec_find_decoder(info.parameters.codec) else {
            throw MediaError(.unsupported, doing: doing, reason: "this libavcodec cannot")
        }
        context = unsafe try CodecHandle(codec, doing)
        frame = try FrameHandle(doing)
        startsAtFirstPicture = info.hasDecodingTimesOnly
        let pointer = unsafe context.pointer
        unsafe avcodec_parameters_to_context(pointer, info.parameters.pointer)
        unsafe pointer.pointee.pkt_timebase = AVRational(num: 1, den: 1_000_000)
        unsafe pointer.pointee.thread_count = 1
        unsafe pointer.pointee.max_pixels = Int64(info.pixelLimit)
        // JPEG holds nothing against which its data are checked, and its decoder would show what it
        // makes of data that were coded with other tables.
        if info.parameters.codec == AV_CODEC_ID_MJPEG {
            unsafe pointer.pointee.err_recognition |= AV_EF_EXPLODE
        }
        if info.isLive { unsafe pointer.pointee.flags |= AV_CODEC_FLAG_LOW_DELAY }
        let code = unsafe avcodec_open2(pointer, codec, nil)
        if code < 0 {
            throw MediaError(.invalid, doing: doing, reason: LibAV.words(for: code))
        }
    }

    /// Decodes a packet and lends each picture that comes out.
    ///
    /// A packet that makes no sense is counted as damaged, and decoding goes on.
    ///
    /// - Throws: what `body` throws, and `MediaError` of kind `unsupported` where the pictures are
    ///   of a kind that cannot be looked at.
    package func decode(_ packet: Packet, _ body: (borrowing Picture) throws -> Void) throws {
        unsafe try send(packet.handle.pointer, body)
    }

    /// Lends the pictures that the decoder still holds, at a recording's end.
    ///
    /// The decoder can be used on from a keyframe.
    package func flush(_ body: (borrowing Picture) throws -> Void) throws {
        unsafe try send(nil, body)
        unsafe avcodec_flush_buffers(context.pointer)
    }

    private func send(
        _ packet: UnsafeMutablePointer<AVPacket>?,
        _ body: (borrowing Picture) throws -> Void
    ) throws {
        let code = unsafe avcodec_send_packet(context.pointer, packet)
        if code < 0 { damaged += 1 }
        while true {
            let code = unsafe avcodec_receive_frame(context.pointer, frame.pointer)
            if code == WP_EAGAIN || code == WP_EOF { return }
            if code < 0 {
                damaged += 1
                return
            }
            defer { unsafe av_frame_unref(frame.pointer) }
            // Decoders leave it to others to remember what was lost on the way.
            if unsafe (packet?.pointee.flags ?? 0) & AV_PKT_FLAG_CORRUPT != 0 {
                unsafe frame.pointer.pointee.flags |= AV_FRAME_FLAG_CORRUPT
            }
            try lend(body)
        }
    }

    private func lend(_ body: (borrowing Picture) throws -> Void) throws {
        decoded += 1
        if unsafe Picture.isDamaged(frame.pointer) { damaged += 1 }
        let time = nextTime()
        if let format = unsafe PlanarFormat(frame.pointer) {
            try body(unsafe Picture(lending: frame.pointer, format, time: time))
        } else {
            let planar = unsafe try converted()
            let format = unsafe PlanarFormat(planar)!
            try body(unsafe Picture(lending: planar, format, time: time))
        }
    }

    private func nextTime() -> StreamTime {
        let stamp = unsafe frame.pointer.pointee.best_effort_timestamp
        guard stamp != WP_NOPTS else {
            // The last pictures of a stream with decoding times alone have none left.
            if decoded > 1 { latest = latest + step }
            return latest
        }
        if origin == nil { origin = startsAtFirstPicture ? stamp : 0 }
        let time = max(latest, StreamTime(seconds: Double(stamp - origin!) / 1e6))
        if decoded > 1, time > latest { step = min(time - latest, 1) }
        latest = time
        return time
    }

    private func converted() throws -> UnsafeMutablePointer<AVFrame> {
        if converter == nil { converter = try RGBConverter(doing) }
        return unsafe try converter!.planar(frame.pointer)
    }
}
