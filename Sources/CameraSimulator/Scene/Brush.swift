/// One painted part of a figure.
struct Part {
    var shape: Shape
    var colour: Colour
    /// Strength of the cloth's or paint's texture, in luma steps.
    var texture = 0.0
    /// Darkens what lies beneath, softly, in place of covering it.
    var isShadow = false
}

/// A person or a car, ready to be painted.
struct Figure {
    /// Farthest part first.
    var parts: [Part]
    /// Where it touches the ground.
    var feet: Pixel
    /// - Units: pixels.
    var height: Double
    /// Which piece of the texture it wears.
    var grain: Int
}

/// Paints figures and knows what stands before them.
struct Brush: Sendable {
    /// The row where what is seen at a pixel touches the ground; 0 for the ground itself.
    private(set) var depth: [Int16]
    private let width: Int
    private let height: Int
    private let cloth: [Int8]

    private static let clothSide = 64

    init(width: Int, height: Int, seed: UInt64) {
        self.width = width
        self.height = height
        depth = Array(repeating: 0, count: width * height)
        let noise = ValueNoise(seed: seed ^ 0x636C_6F74)
        cloth = (0..<Self.clothSide * Self.clothSide).map { index in
            let x = Double(index % Self.clothSide) / 3
            let y = Double(index / Self.clothSide) / 4
            return Int8(127 * noise.fractal(x, y, octaves: 2))
        }
    }

    mutating func stand(_ index: Int, at row: Int16) { depth[index] = row }

    /// Paints the figure where nothing nearer hides it.
    func paint(_ figure: Figure, on planes: inout PicturePlanes) {
        for part in figure.parts {
            visit(part, of: figure) { index, column, row, cover in
                guard depth[index] <= Int16(figure.feet.y) else { return }
                blend(part, figure, &planes, index, column, row, cover)
            }
        }
    }

    /// Paints the figure as a part of the background, which hides what passes behind it.
    mutating func build(_ figure: Figure, on planes: inout PicturePlanes) {
        var hidden: [Int] = []
        for part in figure.parts {
            visit(part, of: figure) { index, column, row, cover in
                blend(part, figure, &planes, index, column, row, cover)
                if !part.isShadow, cover > 0.5 { hidden.append(index) }
            }
        }
        for index in hidden { depth[index] = Int16(figure.feet.y) }
    }

    /// What can be seen of the figure.
    ///
    /// - Returns: The smallest rectangle of whole pixels around it (right and bottom excluded), and
    ///   the share of it that is in the picture and not hidden.
    func sight(of figure: Figure) -> (left: Int, top: Int, right: Int, bottom: Int, share: Double) {
        var box = (left: width, top: height, right: 0, bottom: 0)
        var seen = 0
        var whole = 0
        for part in figure.parts where !part.isShadow {
            visit(part, of: figure, beyondEdges: true) { index, column, row, cover in
                guard cover > 0.5 else { return }
                whole += 1
                guard index >= 0, depth[index] <= Int16(figure.feet.y) else { return }
                seen += 1
                box.left = min(box.left, column)
                box.top = min(box.top, row)
                box.right = max(box.right, column + 1)
                box.bottom = max(box.bottom, row + 1)
            }
        }
        let share = whole == 0 ? 0 : Double(seen) / Double(whole)
        return (box.left, box.top, box.right, box.bottom, share)
    }

    /// Calls for each pixel that the part touches; outside the picture the index is -1.
    private func visit(
        _ part: Part,
        of figure: Figure,
        beyondEdges: Bool = false,
        _ body: (_ index: Int, _ column: Int, _ row: Int, _ cover: Double) -> Void
    ) {
        let (low, high) = part.shape.bounds
        let reach = beyondEdges ? Int.max / 2 : 0
        let columns = (max(Int(low.x.rounded(.down)), -reach), min(Int(high.x), width - 1 + reach))
        let rows = (max(Int(low.y.rounded(.down)), -reach), min(Int(high.y), height - 1 + reach))
        guard columns.0 <= columns.1, rows.0 <= rows.1 else { return }
        for row in rows.0...rows.1 {
            for column in columns.0...columns.1 {
                let place = Pixel(Double(column) + 0.5, Double(row) + 0.5)
                let cover =
                    part.isShadow ? part.shape.softness(place) : part.shape.coverage(place)
                guard cover > 0 else { continue }
                let inside = column >= 0 && column < width && row >= 0 && row < height
                body(inside ? row * width + column : -1, column, row, cover)
            }
        }
    }

    private func blend(
        _ part: Part,
        _ figure: Figure,
        _ planes: inout PicturePlanes,
        _ index: Int,
        _ column: Int,
        _ row: Int,
        _ cover: Double
    ) {
        let below = Double(planes.luma[index])
        if part.isShadow {
            planes.luma[index] = Colour.byte(luma: below * (1 - 0.45 * cover))
            return
        }
        var luma = part.colour.luma
        if part.texture > 0 {
            luma += part.texture * weave(column, row, figure)
        }
        planes.luma[index] = Colour.byte(luma: mix(below, luma, cover))
        guard column % 2 == 0, row % 2 == 0 else { return }
        let half = row / 2 * (width / 2) + column / 2
        planes.cb[half] = Colour.byte(chroma: mix(Double(planes.cb[half]), part.colour.cb, cover))
        planes.cr[half] = Colour.byte(chroma: mix(Double(planes.cr[half]), part.colour.cr, cover))
    }

    /// The texture at a pixel, which moves along with the figure, -1 to 1.
    private func weave(_ column: Int, _ row: Int, _ figure: Figure) -> Double {
        let side = Self.clothSide
        let scale = Double(side) / figure.height
        let x = Int(((Double(column) - figure.feet.x) * scale).rounded(.down)) + figure.grain
        let y = Int(((Double(row) - figure.feet.y) * scale).rounded(.down)) + figure.grain * 7
        return Double(cloth[(y & (side - 1)) * side + (x & (side - 1))]) / 127
    }
}
