/// A picture's three planes, 4:2:0, tight, limited range.
///
/// - Shape: `luma` of width x height bytes, `cb` and `cr` of a quarter each; row by row.
package struct PicturePlanes: Sendable, Equatable {
    package let width: Int
    package let height: Int
    package var luma: [UInt8]
    package var cb: [UInt8]
    package var cr: [UInt8]

    /// A grey picture.
    ///
    /// - Units: pixels, even.
    package init(width: Int, height: Int) {
        precondition(width % 2 == 0 && height % 2 == 0, "4:2:0 needs an even size")
        self.width = width
        self.height = height
        luma = Array(repeating: 126, count: width * height)
        cb = Array(repeating: 128, count: width * height / 4)
        cr = cb
    }
}

/// A colour as the encoder takes it.
struct Colour {
    var luma: Double
    var cb: Double
    var cr: Double

    init(_ luma: Double, _ cb: Double = 128, _ cr: Double = 128) {
        self.luma = luma
        self.cb = cb
        self.cr = cr
    }

    func lighter(by amount: Double) -> Colour { Colour(luma + amount, cb, cr) }

    /// The luma as a byte that the strongest noise can neither raise nor lower beyond a byte.
    static func byte(luma: Double) -> UInt8 { UInt8(min(max(luma, 24), 228) + 0.5) }

    static func byte(chroma: Double) -> UInt8 { UInt8(min(max(chroma, 32), 224) + 0.5) }
}
