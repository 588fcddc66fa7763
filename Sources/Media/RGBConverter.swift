import CFFmpeg

/// Makes pictures of red, green and blue into such with a plane of brightness.
///
/// - Source: ITU-R BT.601 in full range, as in JFIF.
@safe
final class RGBConverter {
    private let target: FrameHandle
    private let doing: String

    init(_ doing: String) throws(MediaError) {
        target = try FrameHandle(doing)
        self.doing = doing
    }

    /// The picture as 4:4:4 in full range, valid until the next call.
    func planar(
        _ source: UnsafeMutablePointer<AVFrame>
    ) throws(MediaError) -> UnsafeMutablePointer<AVFrame> {
        let pixel = unsafe AVPixelFormat(rawValue: source.pointee.format)
        guard [AV_PIX_FMT_RGB24, AV_PIX_FMT_BGR24, AV_PIX_FMT_PAL8].contains(pixel) else {
            throw MediaError(
                .unsupported,
                doing: doing,
                reason: unsafe "pictures of kind \(PlanarFormat.name(of: source)) are not served; "
                    + "let the camera send 8 bits a sample"
            )
        }
        unsafe try prepare(like: source)
        let (red, green, blue, step) =
            pixel == AV_PIX_FMT_RGB24
            ? (0, 1, 2, 3)
            : pixel == AV_PIX_FMT_BGR24
                ? (2, 1, 0, 3)
                // A palette's entries are 32-bit words in the machine's order: blue comes first.
                : (2, 1, 0, 1)
        let from = unsafe Planes(source)
        let to = unsafe Planes(target.pointer)
        let palette = unsafe step == 1 ? from.start(of: 1) : nil
        for y in unsafe 0..<Int(source.pointee.height) {
            let pixels = unsafe from.row(y, of: 0)
            let (luma, cb, cr) = unsafe (to.row(y, of: 0), to.row(y, of: 1), to.row(y, of: 2))
            for x in unsafe 0..<Int(source.pointee.width) {
                let entry =
                    unsafe palette.map { unsafe $0 + 4 * Int(pixels[x]) }
                    ?? (pixels + x * step)
                let r = unsafe Int(entry[red])
                let g = unsafe Int(entry[green])
                let b = unsafe Int(entry[blue])
                unsafe luma[x] = UInt8((19_595 * r + 38_470 * g + 7_471 * b + 32_768) >> 16)
                unsafe cb[x] = Self.byte((-11_059 * r - 21_709 * g + 32_768 * b) >> 16)
                unsafe cr[x] = Self.byte((32_768 * r - 27_439 * g - 5_329 * b) >> 16)
            }
        }
        return unsafe target.pointer
    }

    private static func byte(_ difference: Int) -> UInt8 {
        UInt8(clamping: 128 + difference)
    }

    private func prepare(like source: UnsafeMutablePointer<AVFrame>) throws(MediaError) {
        let own = unsafe target.pointer
        if unsafe own.pointee.width != source.pointee.width
            || own.pointee.height != source.pointee.height
        {
            unsafe av_frame_unref(own)
            unsafe own.pointee.format = AV_PIX_FMT_YUVJ444P.rawValue
            unsafe own.pointee.width = source.pointee.width
            unsafe own.pointee.height = source.pointee.height
            guard unsafe av_frame_get_buffer(own, 0) >= 0 else { throw LibAV.outOfMemory(doing) }
        }
        unsafe own.pointee.color_range = AVCOL_RANGE_JPEG
        unsafe own.pointee.key_frame = source.pointee.key_frame
        unsafe own.pointee.flags = source.pointee.flags
        unsafe own.pointee.decode_error_flags = source.pointee.decode_error_flags
    }
}
