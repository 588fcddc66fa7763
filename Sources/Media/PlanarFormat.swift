import CFFmpeg

/// How an 8-bit picture with its brightness in a plane of its own is laid out.
struct PlanarFormat: Hashable {
    /// How much coarser colour is than brightness, as powers of two; `nil` where there is none.
    let chroma: Chroma?
    let isFullRange: Bool

    struct Chroma: Hashable {
        let shiftX: Int
        let shiftY: Int

        /// Chroma samples that cover so many pixels.
        func columns(_ width: Int) -> Int { (width + (1 << shiftX) - 1) >> shiftX }
        func rows(_ height: Int) -> Int { (height + (1 << shiftY) - 1) >> shiftY }
    }

    /// - Returns: `nil` where the frame is of another kind.
    init?(_ frame: UnsafeMutablePointer<AVFrame>) {
        let pixel = unsafe AVPixelFormat(rawValue: frame.pointee.format)
        let isMarkedFull = unsafe frame.pointee.color_range == AVCOL_RANGE_JPEG
        switch pixel {
        case AV_PIX_FMT_GRAY8: chroma = nil
        case AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUVJ420P: chroma = Chroma(shiftX: 1, shiftY: 1)
        case AV_PIX_FMT_YUV422P, AV_PIX_FMT_YUVJ422P: chroma = Chroma(shiftX: 1, shiftY: 0)
        case AV_PIX_FMT_YUV444P, AV_PIX_FMT_YUVJ444P: chroma = Chroma(shiftX: 0, shiftY: 0)
        case AV_PIX_FMT_YUV440P, AV_PIX_FMT_YUVJ440P: chroma = Chroma(shiftX: 0, shiftY: 1)
        case AV_PIX_FMT_YUV411P, AV_PIX_FMT_YUVJ411P: chroma = Chroma(shiftX: 2, shiftY: 0)
        case AV_PIX_FMT_YUV410P: chroma = Chroma(shiftX: 2, shiftY: 2)
        default: return nil
        }
        switch pixel {
        case AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ444P, AV_PIX_FMT_YUVJ440P,
            AV_PIX_FMT_YUVJ411P:
            isFullRange = true
        default: isFullRange = isMarkedFull
        }
        guard unsafe Planes(frame).stride(of: 0) > 0 else { return nil }
    }

    static func name(of frame: UnsafeMutablePointer<AVFrame>) -> String {
        let pixel = unsafe AVPixelFormat(rawValue: frame.pointee.format)
        guard let name = unsafe av_get_pix_fmt_name(pixel) else { return "an unknown format" }
        return unsafe String(cString: name)
    }
}
