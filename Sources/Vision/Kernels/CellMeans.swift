package import Domain

/// Brings a luma plane down to its cells' mean levels.
///
/// - Units: 0…255.
package struct CellMeans: Sendable {
    package private(set) var level: [Float]
    private let shape: GridShape
    private var columnSums: [UInt16]

    package init(shape: GridShape) {
        self.shape = shape
        level = Array(repeating: 0, count: shape.count)
        columnSums = Array(repeating: 0, count: shape.columns * shape.cellWidth)
    }

    /// Rows of a cell that are read: all up to 256, so that 16 bits hold every column's sum.
    private var rowStep: Int { (shape.cellHeight + 255) / 256 }

    /// Sums whole rows into columns first, which the compiler turns into vectors whatever a cell's
    /// width, and columns into cells after that.
    package mutating func measure(_ picture: borrowing LumaPlane) {
        let width = columnSums.count
        let readRows = (shape.cellHeight + rowStep - 1) / rowStep
        let scale = 1 / Float(shape.cellWidth * readRows)
        for gridRow in 0..<shape.rows {
            var y = gridRow * shape.cellHeight
            let end = y + shape.cellHeight
            var isFirst = true
            while y < end {
                let start = y * picture.stride
                let row = picture.pixels.extracting(start..<start + width)
                Self.add(row, to: &columnSums, anew: isFirst)
                isFirst = false
                y += rowStep
            }
            Self.gather(columnSums, shape, gridRow, scale, into: &level)
        }
    }

    private static func add(_ row: Span<UInt8>, to columnSums: inout [UInt16], anew: Bool) {
        var sums = columnSums.mutableSpan
        let count = min(row.count, sums.count)
        if anew {
            for x in 0..<count { unsafe sums[unchecked: x] = UInt16(row[unchecked: x]) }
        } else {
            for x in 0..<count { unsafe sums[unchecked: x] &+= UInt16(row[unchecked: x]) }
        }
    }

    private static func gather(
        _ columnSums: [UInt16],
        _ shape: GridShape,
        _ gridRow: Int,
        _ scale: Float,
        into level: inout [Float]
    ) {
        let sums = columnSums.span
        var x = 0
        for cell in gridRow * shape.columns..<(gridRow + 1) * shape.columns {
            var sum: UInt32 = 0
            for column in x..<x + shape.cellWidth {
                unsafe sum &+= UInt32(sums[unchecked: column])
            }
            x += shape.cellWidth
            level[cell] = Float(sum) * scale
        }
    }

    /// The same as `measure`, cell by cell and pixel by pixel: what it is held to.
    package mutating func measurePlainly(_ picture: borrowing LumaPlane) {
        for cell in 0..<shape.count {
            let left = cell % shape.columns * shape.cellWidth
            let top = cell / shape.columns * shape.cellHeight
            var sum = 0
            var pixels = 0
            for y in stride(from: top, to: top + shape.cellHeight, by: rowStep) {
                for x in left..<left + shape.cellWidth {
                    sum += Int(picture.pixels[y * picture.stride + x])
                    pixels += 1
                }
            }
            level[cell] = Float(sum) * (1 / Float(pixels))
        }
    }
}
