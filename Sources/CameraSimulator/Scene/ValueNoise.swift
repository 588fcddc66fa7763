/// Smooth random texture over the plane: random heights at whole coordinates, blended between.
struct ValueNoise {
    private let seed: UInt64

    init(seed: UInt64) { self.seed = seed }

    /// One octave, -1 to 1.
    func at(_ x: Double, _ y: Double) -> Double {
        let left = x.rounded(.down)
        let top = y.rounded(.down)
        let column = Int64(left)
        let row = Int64(top)
        let across = Self.eased(x - left)
        let down = Self.eased(y - top)
        let upper = mix(height(column, row), height(column + 1, row), across)
        let lower = mix(height(column, row + 1), height(column + 1, row + 1), across)
        return mix(upper, lower, down)
    }

    /// Several octaves, each twice as fine and half as strong, -1 to 1.
    func fractal(_ x: Double, _ y: Double, octaves: Int) -> Double {
        var sum = 0.0
        var strength = 1.0
        var total = 0.0
        var scale = 1.0
        for octave in 0..<octaves {
            let shift = Double(octave) * 17.3
            sum += strength * at(x * scale + shift, y * scale - shift)
            total += strength
            strength /= 2
            scale *= 2
        }
        return sum / total
    }

    /// A random height for a whole coordinate, -1 to 1.
    func height(_ column: Int64, _ row: Int64) -> Double {
        let key =
            UInt64(bitPattern: column) &* 0x9E37_79B9_7F4A_7C15
            ^ UInt64(bitPattern: row) &* 0xC2B2_AE3D_27D4_EB4F ^ seed
        return Double(Int64(bitPattern: SeededGenerator.mixed(key)) >> 11) / Double(1 << 52)
    }

    private static func eased(_ share: Double) -> Double { share * share * (3 - 2 * share) }
}

/// From `a` (share 0) to `b` (share 1).
func mix(_ a: Double, _ b: Double, _ share: Double) -> Double { a + (b - a) * share }
