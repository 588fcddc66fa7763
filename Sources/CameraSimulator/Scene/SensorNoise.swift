/// The camera sensor's noise: independent from pixel to pixel and picture to picture.
///
/// Bell-shaped values are drawn once; each picture's rows read them from a place of their own.
struct SensorNoise: Sendable {
    /// The strongest noise that cannot carry a pixel of the scene beyond a byte.
    static let strongest = 5.0

    private static let count = 1 << 20

    private let seed: UInt64
    private let luma: [UInt8]
    private let chroma: [UInt8]

    /// - Parameter sigma: Standard deviation in luma steps; chroma has half of it.
    init(sigma: Double, seed: UInt64) {
        self.seed = seed
        luma = Self.tile(sigma: sigma, seed: seed, purpose: 1)
        chroma = Self.tile(sigma: sigma / 2, seed: seed, purpose: 2)
    }

    func add(to planes: inout PicturePlanes, picture: Int) {
        let key = SeededGenerator.mixed(seed ^ UInt64(picture) &* 0xD6E8_FEB8_6659_FD93)
        Self.add(luma, to: &planes.luma, width: planes.width, key: key)
        Self.add(chroma, to: &planes.cb, width: planes.width / 2, key: key ^ 0x5555)
        Self.add(chroma, to: &planes.cr, width: planes.width / 2, key: key ^ 0xAAAA)
    }

    /// Four uniform numbers make a bell that ends at 3.5 sigma.
    private static func tile(sigma: Double, seed: UInt64, purpose: UInt64) -> [UInt8] {
        var generator = SeededGenerator(seed: seed, purpose: 0x6E6F_6973 &+ purpose)
        let scale = sigma * 3.0.squareRoot() / 65_536
        return (0..<count).map { _ in
            let bits = generator.next()
            var sum = -131_070.0
            for part in 0..<4 { sum += Double(bits >> UInt64(16 * part) & 0xFFFF) }
            return UInt8(bitPattern: Int8((sum * scale).rounded()))
        }
    }

    /// Adds modulo 256, which is exact because `Colour` keeps its distance from the ends.
    private static func add(_ tile: [UInt8], to plane: inout [UInt8], width: Int, key: UInt64) {
        let rows = plane.count / width
        unsafe tile.withUnsafeBufferPointer { tile in
            unsafe plane.withUnsafeMutableBufferPointer { plane in
                for row in 0..<rows {
                    let key = SeededGenerator.mixed(key &+ UInt64(row))
                    let start = Int(key % UInt64(tile.count - width))
                    let target = unsafe plane.baseAddress! + row * width
                    let source = unsafe tile.baseAddress! + start
                    for column in 0..<width { unsafe target[column] &+= source[column] }
                }
            }
        }
    }
}
