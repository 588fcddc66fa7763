import CFFmpeg

/// Encodes pictures as an ordinary camera does: no B pictures, a fixed keyframe interval.
///
/// The same pictures and settings give the same bytes. Not to be used from two threads at once.
package final class VideoEncoder {
    package struct Settings: Hashable, Sendable {
        package var codec: Codec
        /// - Units: pixels, even.
        package var width: Int
        package var height: Int
        /// - Units: pictures a second.
        package var rate: Int
        /// Pictures from one keyframe to the next.
        package var gopPictures: Int
        /// - Units: bits a second.
        package var bitRate: Int

        package init(
            width: Int,
            height: Int,
            rate: Int,
            gopPictures: Int,
            bitRate: Int,
            codec: Codec = .h264
        ) {
            self.codec = codec
            self.width = width
            self.height = height
            self.rate = rate
            self.gopPictures = gopPictures
            self.bitRate = bitRate
        }
    }

    package enum Codec: String, Hashable, Sendable, CaseIterable {
        case h264, h265
        /// Every picture is a keyframe, a JPEG file of baseline tables.
        case mjpeg
    }

    package let settings: Settings
    /// Video, sequence and picture parameter sets, which the pictures themselves do not repeat.
    package let parameterSets: [[UInt8]]

    private let context: CodecHandle
    private let frame: FrameHandle
    private let packet: PacketHandle
    private let doing: String
    private var given = 0

    package init(_ settings: Settings) throws(MediaError) {
        _ = LibAV.silenced
        let doing = "encoding \(settings.codec) \(settings.width)x\(settings.height)"
        try Self.check(settings, doing)
        let name = settings.codec.encoder
        guard let codec = unsafe avcodec_find_encoder_by_name(name) else {
            throw MediaError(
                .unsupported,
                doing: doing,
                reason: "this libavcodec has no \(name); Debian's packages have it"
            )
        }
        self.settings = settings
        self.doing = doing
        context = unsafe try CodecHandle(codec, doing)
        frame = try FrameHandle(doing)
        packet = try PacketHandle(doing)
        unsafe try Self.open(context, codec, settings, doing)
        try Self.allocate(frame, settings, doing)
        parameterSets = Self.parameterSets(of: context, settings.codec)
    }

    /// Encodes the next picture.
    ///
    /// - Shape: tight 4:2:0 planes, limited range: `luma` of width x height bytes, `cb` and `cr` of
    ///   a quarter each.
    package func encode(
        luma: [UInt8],
        cb: [UInt8],
        cr: [UInt8],
        keyframe: Bool = false
    ) throws(MediaError) -> [EncodedPicture] {
        let size = settings.width * settings.height
        guard luma.count == size, cb.count == size / 4, cr.count == size / 4 else {
            throw MediaError(
                .invalid,
                doing: doing,
                reason: "planes of \(luma.count), \(cb.count) and \(cr.count) bytes given"
            )
        }
        // The encoder may still hold the last picture's buffers.
        try check(unsafe av_frame_make_writable(frame.pointer))
        fill(plane: 0, with: settings.codec.luma(luma), width: settings.width)
        fill(plane: 1, with: settings.codec.chroma(cb), width: settings.width / 2)
        fill(plane: 2, with: settings.codec.chroma(cr), width: settings.width / 2)
        unsafe frame.pointer.pointee.pts = Int64(given)
        unsafe frame.pointer.pointee.pict_type =
            keyframe ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE
        given += 1
        try check(unsafe avcodec_send_frame(context.pointer, frame.pointer))
        return try received()
    }

    /// Ends the stream and gives what was still to come; nothing can be encoded afterwards.
    package func finish() throws(MediaError) -> [EncodedPicture] {
        try check(unsafe avcodec_send_frame(context.pointer, nil))
        return try received()
    }

    private func received() throws(MediaError) -> [EncodedPicture] {
        var pictures: [EncodedPicture] = []
        while true {
            let code = unsafe avcodec_receive_packet(context.pointer, packet.pointer)
            if code == WP_EAGAIN || code == WP_EOF { return pictures }
            try check(code)
            let bytes = unsafe UnsafeBufferPointer(
                start: packet.pointer.pointee.data,
                count: Int(packet.pointer.pointee.size)
            )
            pictures.append(
                EncodedPicture(
                    index: unsafe Int(packet.pointer.pointee.pts),
                    isKeyframe: unsafe packet.pointer.pointee.flags & AV_PKT_FLAG_KEY != 0,
                    units: settings.codec == .mjpeg
                        ? [unsafe Array(bytes)] : unsafe AnnexB.units(of: bytes.span)
                )
            )
            unsafe av_packet_unref(packet.pointer)
        }
    }

    private func fill(plane: Int, with bytes: [UInt8], width: Int) {
        let target = unsafe Planes(frame.pointer)
        unsafe bytes.withUnsafeBufferPointer { source in
            for row in 0..<(bytes.count / width) {
                unsafe target.row(row, of: plane).update(
                    from: source.baseAddress! + row * width,
                    count: width
                )
            }
        }
    }

    private func check(_ code: Int32) throws(MediaError) {
        try Self.check(code, doing)
    }
}
