import CFFmpeg
package import Domain

/// A decoded picture, lent by its decoder for the length of a call.
@safe
package struct Picture: ~Copyable {
    /// Never before the picture before it.
    package let time: StreamTime
    package let isKeyframe: Bool
    /// Whether parts of it are guessed because data was missing or wrong.
    package let isDamaged: Bool
    /// - Units: pixels.
    package let width: Int
    package let height: Int
    let frame: UnsafeMutablePointer<AVFrame>
    let format: PlanarFormat

    /// - Precondition: the frame is whole and outlives this value.
    init(lending frame: UnsafeMutablePointer<AVFrame>, _ format: PlanarFormat, time: StreamTime) {
        unsafe self.frame = frame
        self.format = format
        self.time = time
        isKeyframe = unsafe frame.pointee.key_frame != 0
        isDamaged = unsafe Self.isDamaged(frame)
        width = unsafe Int(frame.pointee.width)
        height = unsafe Int(frame.pointee.height)
    }

    static func isDamaged(_ frame: UnsafeMutablePointer<AVFrame>) -> Bool {
        unsafe frame.pointee.decode_error_flags != 0
            || frame.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0
    }

    /// Lends the picture's brightness.
    package func withLuma<R>(_ body: (borrowing LumaPlane) throws -> R) rethrows -> R {
        let stride = unsafe Planes(frame).stride(of: 0)
        let pixels = unsafe UnsafeBufferPointer(
            start: Planes(frame).start(of: 0),
            count: stride * height
        )
        return unsafe try body(
            LumaPlane(pixels: pixels.span, width: width, height: height, stride: stride)
        )
    }
}
