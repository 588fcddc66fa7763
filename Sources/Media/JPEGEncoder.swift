import CFFmpeg
package import Domain

/// Encodes pictures as JPEG, with what must not be seen painted over before.
///
/// Each picture has an encoder of its own, which goes with it: one that waits for a camera's next
/// alert would hold 3.5 MB at 640x360.
package enum JPEGEncoder {
    private static let doing = "encoding a JPEG"

    /// 2 (best) to 31; 4 shows no blocks at about 0.15 bytes a pixel.
    private static let quantizer: Int32 = 4

    /// Encodes a picture.
    ///
    /// - Parameter painting: outlines that are filled with grey, on a copy; a pixel that an
    ///   outline only touches is filled too.
    /// - Returns: a JFIF file.
    package static func encode(
        _ picture: borrowing Picture,
        painting: [Polygon] = []
    ) throws(MediaError) -> [UInt8] {
        let opened = try Opened(JPEGLayout(picture))
        let packet = try PacketHandle(doing)
        // Below only their pointers are used.
        defer {
            withExtendedLifetime(opened) {}
            withExtendedLifetime(packet) {}
        }
        let frame = unsafe opened.frame.pointer
        let canvas = unsafe JPEGCanvas(frame, opened.layout)
        unsafe canvas.copy(picture)
        for outline in painting { unsafe canvas.fill(outline) }
        unsafe frame.pointee.quality = quantizer * FF_QP2LAMBDA
        unsafe frame.pointee.pts = 0
        let context = unsafe opened.context.pointer
        try check(unsafe avcodec_send_frame(context, frame))
        try check(unsafe avcodec_receive_packet(context, packet.pointer))
        return unsafe Array(
            UnsafeBufferPointer(
                start: packet.pointer.pointee.data,
                count: Int(packet.pointer.pointee.size)
            )
        )
    }

    private static func check(_ code: Int32) throws(MediaError) {
        if code < 0 { throw MediaError(.invalid, doing: doing, reason: LibAV.words(for: code)) }
    }

    /// An encoder for one size and kind of picture.
    private final class Opened {
        let layout: JPEGLayout
        let context: CodecHandle
        let frame: FrameHandle

        init(_ layout: JPEGLayout) throws(MediaError) {
            _ = LibAV.silenced
            self.layout = layout
            let doing = JPEGEncoder.doing
            guard let codec = unsafe avcodec_find_encoder(AV_CODEC_ID_MJPEG) else {
                throw MediaError(.unsupported, doing: doing, reason: "this libavcodec cannot")
            }
            context = unsafe try CodecHandle(codec, doing)
            frame = try FrameHandle(doing)
            let (own, picture) = unsafe (context.pointer, frame.pointer)
            unsafe own.pointee.width = Int32(layout.width)
            unsafe own.pointee.height = Int32(layout.height)
            unsafe own.pointee.pix_fmt = layout.pixelFormat
            unsafe own.pointee.color_range = AVCOL_RANGE_JPEG
            unsafe own.pointee.time_base = AVRational(num: 1, den: 25)
            unsafe own.pointee.thread_count = 1
            unsafe own.pointee.flags |= AV_CODEC_FLAG_QSCALE
            unsafe own.pointee.global_quality = JPEGEncoder.quantizer * FF_QP2LAMBDA
            unsafe picture.pointee.width = Int32(layout.width)
            unsafe picture.pointee.height = Int32(layout.height)
            unsafe picture.pointee.format = layout.pixelFormat.rawValue
            unsafe picture.pointee.color_range = AVCOL_RANGE_JPEG
            guard unsafe avcodec_open2(own, codec, nil) >= 0,
                unsafe av_frame_get_buffer(picture, 0) >= 0
            else {
                throw MediaError(
                    .invalid,
                    doing: doing,
                    reason: "a picture of \(layout.width)x\(layout.height) cannot be one"
                )
            }
        }
    }
}
