import Domain
import Vision

/// A made-up camera: a textured scene, seeded noise, and what is drawn into it.
struct RenderedView {
    let width: Int
    let height: Int
    private let scene: [Double]
    private var random: SeededNoise

    init(width: Int = 320, height: Int = 180, seed: UInt64 = 1) {
        self.width = width
        self.height = height
        random = SeededNoise(seed: seed)
        var coarse: [Double] = []
        for _ in 0..<40 * 40 { coarse.append(60 + 100 * random.unit()) }
        scene = (0..<width * height).map { pixel in
            let x = pixel % width
            let y = pixel / width
            return coarse[(y * 40 / height) * 40 + x * 40 / width] + Double((x * 7 + y * 13) % 11)
        }
    }

    /// Draws the scene, lets `draw` change it, and adds the sensor's noise.
    mutating func picture(noise: Double = 3, _ draw: (inout Canvas) -> Void = { _ in }) -> [UInt8] {
        var canvas = Canvas(width: width, height: height, pixels: scene)
        draw(&canvas)
        return canvas.pixels.map { level in
            let noisy = level + noise * (random.unit() + random.unit() + random.unit() - 1.5) * 2
            return UInt8(min(max(noisy, 0), 255))
        }
    }
}

/// Levels that can be drawn on, before noise.
///
/// - Units: lengths as if the picture were 640 wide, whatever its size.
struct Canvas {
    let width: Int
    let height: Int
    var pixels: [Double]

    private var unit: Double { Double(width) / 640 }

    /// Fills an upright rectangle, as far as it lies in the picture.
    mutating func fill(x: Double, y: Double, width: Double, height: Double, level: Double) {
        let columns = Self.part(from: x * unit, to: (x + width) * unit, of: self.width)
        let rows = Self.part(from: y * unit, to: (y + height) * unit, of: self.height)
        for row in rows {
            for column in columns { pixels[row * self.width + column] = level }
        }
    }

    private static func part(from start: Double, to end: Double, of length: Int) -> Range<Int> {
        let first = min(max(0, Int(start)), length)
        return first..<min(max(first, Int(end)), length)
    }

    /// Changes every pixel by its place and level.
    mutating func shade(_ change: (_ x: Double, _ y: Double, _ level: Double) -> Double) {
        for pixel in pixels.indices {
            let x = Double(pixel % width) / unit
            let y = Double(pixel / width) / unit
            pixels[pixel] = change(x, y, pixels[pixel])
        }
    }
}

/// Numbers that only depend on a seed.
struct SeededNoise {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// The next number of 0 ..< 1.
    mutating func unit() -> Double {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Double(state >> 11) / Double(1 << 53)
    }
}

/// A detector before a rendered view, six pictures a second.
struct WatchedView {
    static let step = 1.0 / 6

    var view: RenderedView
    var detector: MotionDetector
    private(set) var time = 0.0

    init(_ view: RenderedView = RenderedView(), _ detector: MotionDetector = MotionDetector()) {
        self.view = view
        self.detector = detector
    }

    /// Lets time pass; `draw` is told the seconds since this stretch began.
    ///
    /// - Returns: what was read, picture by picture.
    @discardableResult
    mutating func pass(
        _ seconds: Double,
        noise: Double = 3,
        _ draw: (Double, inout Canvas) -> Void = { _, _ in }
    ) -> [MotionReading] {
        var readings: [MotionReading] = []
        let start = time
        while time - start < seconds {
            let elapsed = time - start
            let pixels = view.picture(noise: noise) { draw(elapsed, &$0) }
            let plane = LumaPlane(
                pixels: pixels.span, width: view.width, height: view.height, stride: view.width
            )
            readings.append(detector.observe(plane, at: StreamTime(seconds: time)))
            time += Self.step
        }
        return readings
    }
}

extension [MotionReading] {
    /// The tracks that were taken for things and moved in the picture read.
    var motion: [Track] {
        flatMap { reading in
            reading.tracks.filter { $0.score >= 0.5 && $0.lastMoved == reading.time }
        }
    }
}
