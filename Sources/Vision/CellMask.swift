import Domain

/// Zones brought down to cells.
enum CellMask {
    /// Which cells are looked at: those whose middle lies in none of the outlines.
    static func watched(_ shape: GridShape, outside outlines: [Polygon]) -> [Bool] {
        var watched = [Bool](repeating: true, count: shape.count)
        for row in 0..<shape.rows {
            for column in 0..<shape.columns {
                let (x, y) = shape.center(column: column, row: row)
                let place = Point(x: x, y: y)
                if outlines.contains(where: { $0.contains(place) }) {
                    watched[row * shape.columns + column] = false
                }
            }
        }
        return watched
    }
}
