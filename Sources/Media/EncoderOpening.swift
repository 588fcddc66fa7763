import CFFmpeg

/// How an encoder is opened for each codec.
extension VideoEncoder {
    static func check(_ code: Int32, _ doing: String) throws(MediaError) {
        if code < 0 {
            throw MediaError(.invalid, doing: doing, reason: LibAV.words(for: code))
        }
    }

    static func check(_ settings: Settings, _ doing: String) throws(MediaError) {
        guard settings.width >= 32, settings.height >= 32, settings.width <= 8192,
            settings.height <= 8192, settings.width % 2 == 0, settings.height % 2 == 0
        else {
            throw MediaError(
                .invalid,
                doing: doing,
                reason: "width and height must be even and between 32 and 8192"
            )
        }
        if settings.codec == .mjpeg {
            guard settings.width <= 2040, settings.height <= 2040, settings.width % 8 == 0,
                settings.height % 8 == 0
            else {
                throw MediaError(
                    .invalid,
                    doing: doing,
                    reason: "width and height must be multiples of 8 up to 2040, as RTP bears them"
                )
            }
        }
        guard (1...240).contains(settings.rate), settings.gopPictures > 0, settings.bitRate > 0
        else {
            throw MediaError(
                .invalid,
                doing: doing,
                reason: "rate must be 1 to 240, keyframe interval and bit rate above 0"
            )
        }
    }

    static func open(
        _ context: borrowing CodecHandle,
        _ codec: UnsafePointer<AVCodec>,
        _ settings: Settings,
        _ doing: String
    ) throws(MediaError) {
        let pointer = unsafe context.pointer
        unsafe pointer.pointee.width = Int32(settings.width)
        unsafe pointer.pointee.height = Int32(settings.height)
        unsafe pointer.pointee.pix_fmt = settings.codec.pixelFormat
        unsafe pointer.pointee.color_range = settings.codec.range
        unsafe pointer.pointee.time_base = AVRational(num: 1, den: Int32(settings.rate))
        unsafe pointer.pointee.framerate = AVRational(num: Int32(settings.rate), den: 1)
        unsafe pointer.pointee.gop_size = Int32(settings.gopPictures)
        unsafe pointer.pointee.keyint_min = Int32(settings.gopPictures)
        unsafe pointer.pointee.max_b_frames = 0
        unsafe pointer.pointee.bit_rate = Int64(settings.bitRate)
        // One thread, so that the same pictures give the same bytes.
        unsafe pointer.pointee.thread_count = 1
        // Parameter sets go apart, into `extradata`.
        unsafe pointer.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
        var options = Options(settings.codec.options)
        try check(unsafe avcodec_open2(pointer, codec, &options.pointer), doing)
    }

    static func allocate(
        _ frame: borrowing FrameHandle,
        _ settings: Settings,
        _ doing: String
    ) throws(MediaError) {
        unsafe frame.pointer.pointee.format = settings.codec.pixelFormat.rawValue
        unsafe frame.pointer.pointee.width = Int32(settings.width)
        unsafe frame.pointer.pointee.height = Int32(settings.height)
        unsafe frame.pointer.pointee.color_range = settings.codec.range
        try check(unsafe av_frame_get_buffer(frame.pointer, 0), doing)
    }

    static func parameterSets(
        of context: borrowing CodecHandle,
        _ codec: Codec
    ) -> [[UInt8]] {
        let bytes = unsafe UnsafeBufferPointer(
            start: context.pointer.pointee.extradata,
            count: Int(context.pointer.pointee.extradata_size)
        )
        // The encoders also put their settings there, as a message to people.
        return unsafe AnnexB.units(of: bytes.span).filter { codec.isParameterSet($0[0]) }
    }
}

extension VideoEncoder.Codec {
    /// As libavcodec names it.
    var encoder: String {
        switch self {
        case .h264: "libx264"
        case .h265: "libx265"
        case .mjpeg: "mjpeg"
        }
    }

    fileprivate var pixelFormat: AVPixelFormat {
        self == .mjpeg ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P
    }

    fileprivate var range: AVColorRange {
        self == .mjpeg ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG
    }

    /// One thread in each, and for JPEG the tables that its transport over RTP presumes.
    fileprivate var options: KeyValuePairs<String, String> {
        switch self {
        case .h264:
            [
                "preset": "veryfast", "tune": "zerolatency", "forced-idr": "1",
                "x264-params": "scenecut=0:threads=1:sliced-threads=0",
            ]
        case .h265:
            [
                "preset": "ultrafast", "tune": "zerolatency", "forced-idr": "1",
                "x265-params": "scenecut=0:open-gop=0:pools=none:frame-threads=1:log-level=none",
            ]
        case .mjpeg: ["huffman": "default", "force_duplicated_matrix": "1"]
        }
    }

    /// Whether a unit that begins with this byte is one; H.264 7 and 8, H.265 32 to 34.
    fileprivate func isParameterSet(_ first: UInt8) -> Bool {
        switch self {
        case .h264: [7, 8].contains(first & 0x1F)
        case .h265: [32, 33, 34].contains(first >> 1 & 0x3F)
        case .mjpeg: false
        }
    }

    /// JPEG knows full range only.
    func luma(_ plane: [UInt8]) -> [UInt8] {
        self == .mjpeg ? plane.map { Self.fullLuma[Int($0)] } : plane
    }

    func chroma(_ plane: [UInt8]) -> [UInt8] {
        self == .mjpeg ? plane.map { Self.fullChroma[Int($0)] } : plane
    }

    private static let fullLuma = expanded { (Double($0) - 16) * 255 / 219 }
    private static let fullChroma = expanded { (Double($0) - 128) * 255 / 224 + 128 }

    private static func expanded(_ formula: (Int) -> Double) -> [UInt8] {
        (0...255).map { UInt8(clamping: Int(formula($0).rounded())) }
    }
}
