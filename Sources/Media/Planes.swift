import CFFmpeg

/// A frame's planes, row by row; valid as long as the frame.
@unsafe
struct Planes {
    private let frame: UnsafeMutablePointer<AVFrame>

    init(_ frame: UnsafeMutablePointer<AVFrame>) { unsafe self.frame = frame }

    func stride(of plane: Int) -> Int {
        unsafe withUnsafePointer(to: &frame.pointee.linesize) { sizes in
            unsafe sizes.withMemoryRebound(to: Int32.self, capacity: 8) {
                unsafe Int($0[plane])
            }
        }
    }

    func start(of plane: Int) -> UnsafeMutablePointer<UInt8> {
        unsafe withUnsafePointer(to: &frame.pointee.data) { starts in
            unsafe starts.withMemoryRebound(
                to: UnsafeMutablePointer<UInt8>?.self,
                capacity: 8
            ) { unsafe $0[plane]! }
        }
    }

    /// - Precondition: `row` lies within the plane; a frame's rows may run upwards in memory.
    func row(_ row: Int, of plane: Int) -> UnsafeMutablePointer<UInt8> {
        unsafe start(of: plane) + row * stride(of: plane)
    }
}
