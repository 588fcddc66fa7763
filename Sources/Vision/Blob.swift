/// Connected cells that differ from the background, in one picture.
struct Blob {
    var left: Int
    var top: Int
    var right: Int
    var bottom: Int
    /// Cells that differ, and of those, cells that changed since the picture before.
    var cells = 0
    var strong = 0
    var active = 0
    var sumX = 0
    var sumY = 0
    /// Sum of the cells' distances from the background.
    var distance: Float = 0
    /// Sum of the distances from where its cells count as different.
    var limit: Float = 0
    /// Steps over the blob's border, against the distance inside: sharp for a thing, soft for light.
    var borderStep: Float = 0
    var borderCells = 0
    var structure = StructureMatch()
    /// The picture's borders that it touches.
    var borders: Borders = []

    struct Borders: OptionSet {
        let rawValue: UInt8
        static let left = Borders(rawValue: 1)
        static let right = Borders(rawValue: 2)
        static let top = Borders(rawValue: 4)
        static let bottom = Borders(rawValue: 8)
    }

    init(column: Int, row: Int) {
        left = column
        right = column
        top = row
        bottom = row
    }

    var width: Int { right - left + 1 }
    var height: Int { bottom - top + 1 }
    var x: Double { Double(sumX) / Double(max(cells, 1)) }
    var y: Double { Double(sumY) / Double(max(cells, 1)) }
    /// Share of its box that its cells fill.
    var fill: Double { Double(cells) / Double(width * height) }
    var meanLimit: Float { cells > 0 ? limit / Float(cells) : 0 }
    var meanDistance: Float { cells > 0 ? distance / Float(cells) : 0 }

    /// How abruptly the blob ends, 0 (melts away) to about 1 (cut out).
    var sharpness: Float {
        guard borderCells > 0, meanDistance > 0 else { return 0 }
        return borderStep / Float(borderCells) / meanDistance
    }

    /// How far the background's structure shows unchanged, 0 to 1; 0 where there is too little of it
    /// to tell.
    var sameness: Double {
        guard cells >= 12, structure.backgroundEnergy > 2 else { return 0 }
        return Double(max(0, structure.correlation))
    }

    /// Takes in a cell of a picture of so many columns and rows.
    mutating func reach(column: Int, row: Int, of shape: GridShape) {
        if column == 0 { borders.insert(.left) }
        if row == 0 { borders.insert(.top) }
        if column == shape.columns - 1 { borders.insert(.right) }
        if row == shape.rows - 1 { borders.insert(.bottom) }
        left = min(left, column)
        right = max(right, column)
        top = min(top, row)
        bottom = max(bottom, row)
    }

    /// How far the foremost edge of a thing went that is coming in over the picture's border.
    func entry(to next: Blob) -> (x: Double, y: Double)? {
        guard next.cells * 20 > cells * 21, next.cells < cells * 4 else { return nil }
        let both = borders.intersection(next.borders)
        var step = (x: 0.0, y: 0.0)
        if both.contains(.left) != both.contains(.right) {
            step.x = Double(both.contains(.left) ? next.right - right : next.left - left)
        }
        if both.contains(.top) != both.contains(.bottom) {
            step.y = Double(both.contains(.top) ? next.bottom - bottom : next.top - top)
        }
        return step.x == 0 && step.y == 0 ? nil : step
    }

    /// Takes another blob's cells in.
    mutating func add(_ other: Blob) {
        left = min(left, other.left)
        right = max(right, other.right)
        top = min(top, other.top)
        bottom = max(bottom, other.bottom)
        cells += other.cells
        strong += other.strong
        active += other.active
        sumX += other.sumX
        sumY += other.sumY
        distance += other.distance
        limit += other.limit
        borderStep += other.borderStep
        borderCells += other.borderCells
        structure.add(other.structure)
        borders.formUnion(other.borders)
    }
}
