/// How a picture is divided into cells.
///
/// - Shape: at most 240×135 cells for any picture; what is left over at the right and the bottom,
///   less than a cell, is not looked at.
package struct GridShape: Hashable, Sendable {
    package let columns: Int
    package let rows: Int
    package let cellWidth: Int
    package let cellHeight: Int

    /// The division of a picture of at least 1×1 pixels.
    package init(width: Int, height: Int) {
        let side = max((width + 239) / 240, (height + 134) / 135, 1)
        cellWidth = min(side, width)
        cellHeight = min(side, height)
        columns = width / cellWidth
        rows = height / cellHeight
    }

    package var count: Int { columns * rows }

    /// The centre of a cell, in fractions of the picture.
    func center(column: Int, row: Int) -> (x: Double, y: Double) {
        ((Double(column) + 0.5) / Double(columns), (Double(row) + 0.5) / Double(rows))
    }
}
