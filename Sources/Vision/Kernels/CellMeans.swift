package import Domain

/// Brings a luma plane down to its cells' mean level and texture.
///
/// - Units: level 0…255; texture is the mean step between neighbours in a row, 0…255.
package struct CellMeans: Sendable {
    package private(set) var level: [Float]
    package private(set) var texture: [Float]
    private let shape: GridShape
    private var columnSums: [UInt16]
    private var columnSteps: [UInt16]

    package init(shape: GridShape) {
        self.shape = shape
        level = Array(repeating: 0, count: shape.count)
        texture = Array(repeating: 0, count: shape.count)
        columnSums = Array(repeating: 0, count: shape.columns * shape.cellWidth)
        columnSteps = Array(repeating: 0, count: shape.columns * shape.cellWidth)
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
            for x in 0..<width {
                columnSums[x] = 0
                columnSteps[x] = 0
            }
            var y = gridRow * shape.cellHeight
            let end = y + shape.cellHeight
            while y < end {
                let start = y * picture.stride
                let row = picture.pixels.extracting(start..<start + width)
                Self.add(row, to: &columnSums, and: &columnSteps)
                y += rowStep
            }
            var x = 0
            for cell in gridRow * shape.columns..<(gridRow + 1) * shape.columns {
                var sum: UInt32 = 0
                var step: UInt32 = 0
                for _ in 0..<shape.cellWidth {
                    sum &+= UInt32(columnSums[x])
                    step &+= UInt32(columnSteps[x])
                    x += 1
                }
                level[cell] = Float(sum) * scale
                texture[cell] = Float(step) * scale
            }
        }
    }

    private static func add(
        _ row: Span<UInt8>,
        to columnSums: inout [UInt16],
        and columnSteps: inout [UInt16]
    ) {
        var sums = columnSums.mutableSpan
        var steps = columnSteps.mutableSpan
        let last = row.count - 1
        for x in 0..<last {
            let here = unsafe row[unchecked: x]
            let next = unsafe row[unchecked: x + 1]
            unsafe sums[unchecked: x] &+= UInt16(here)
            unsafe steps[unchecked: x] &+= UInt16(max(here, next) &- min(here, next))
        }
        unsafe sums[unchecked: last] &+= UInt16(row[unchecked: last])
    }

    /// The same as `measure`, cell by cell and pixel by pixel: what it is held to.
    package mutating func measurePlainly(_ picture: borrowing LumaPlane) {
        let width = columnSums.count
        for cell in 0..<shape.count {
            let left = cell % shape.columns * shape.cellWidth
            let top = cell / shape.columns * shape.cellHeight
            var sum = 0
            var step = 0
            var pixels = 0
            for y in stride(from: top, to: top + shape.cellHeight, by: rowStep) {
                for x in left..<left + shape.cellWidth {
                    let here = Int(picture.pixels[y * picture.stride + x])
                    sum += here
                    if x + 1 < width {
                        step += abs(Int(picture.pixels[y * picture.stride + x + 1]) - here)
                    }
                    pixels += 1
                }
            }
            level[cell] = Float(sum) * (1 / Float(pixels))
            texture[cell] = Float(step) * (1 / Float(pixels))
        }
    }
}
