import CFFmpeg
package import Domain

/// Encodes pictures as JPEG, with what must not be seen painted over before.
///
/// Not to be used from two threads at once.
package final class JPEGEncoder {
    private var opened: Opened?
    private var count: Int64 = 0
    private let packet: PacketHandle
    private static let doing = "encoding a JPEG"

    /// 2 (best) to 31; 4 shows no blocks at about 0.15 bytes a pixel.
    private static let quantizer: Int32 = 4

    package init() throws(MediaError) {
        _ = LibAV.silenced
        packet = try PacketHandle(Self.doing)
    }

    /// Encodes a picture.
    ///
    /// - Parameter painting: outlines that are filled with grey, on a copy; a pixel that an
    ///   outline only touches is filled too.
    /// - Returns: a JFIF file.
    package func encode(
        _ picture: borrowing Picture,
        painting: [Polygon] = []
    ) throws(MediaError) -> [UInt8] {
        let layout = JPEGLayout(picture)
        if opened?.layout != layout { opened = try Opened(layout, Self.doing) }
        let frame = unsafe opened!.frame.pointer
        try check(unsafe av_frame_make_writable(frame))
        let canvas = unsafe JPEGCanvas(frame, layout)
        unsafe canvas.copy(picture)
        for outline in painting { unsafe canvas.fill(outline) }
        unsafe frame.pointee.quality = Self.quantizer * FF_QP2LAMBDA
        // The encoder takes none that is not later than the one before.
        unsafe frame.pointee.pts = count
        count += 1
        let context = unsafe opened!.context.pointer
        try check(unsafe avcodec_send_frame(context, frame))
        try check(unsafe avcodec_receive_packet(context, packet.pointer))
        defer { unsafe av_packet_unref(packet.pointer) }
        return unsafe Array(
            UnsafeBufferPointer(
                start: packet.pointer.pointee.data,
                count: Int(packet.pointer.pointee.size)
            )
        )
    }

    private func check(_ code: Int32) throws(MediaError) {
        if code < 0 {
            // What an encoder that failed still holds must not come out with the next picture.
            opened = nil
            throw MediaError(.invalid, doing: Self.doing, reason: LibAV.words(for: code))
        }
    }

    /// An encoder for one size and kind of picture.
    private final class Opened {
        let layout: JPEGLayout
        let context: CodecHandle
        let frame: FrameHandle

        init(_ layout: JPEGLayout, _ doing: String) throws(MediaError) {
            self.layout = layout
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
