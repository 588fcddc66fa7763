/// Gathers the cells that differ into blobs.
struct BlobFinder {
    /// More than a street ever shows at once; the largest are kept.
    static let most = 64

    private let shape: GridShape
    private var labels: CellLabels

    init(shape: GridShape) {
        self.shape = shape
        labels = CellLabels(shape: shape)
    }

    mutating func blobs(
        in mask: ChangeMask,
        background: Background,
        settings: DetectorSettings
    ) -> [(label: Int32, blob: Blob)] {
        labels.mark(mask.differs)
        guard labels.count > 0 else { return [] }
        var found = [Blob?](repeating: nil, count: labels.count)
        for row in 0..<shape.rows {
            for column in 0..<shape.columns {
                let cell = row * shape.columns + column
                let label = Int(labels.label[cell])
                guard label > 0 else { continue }
                var blob = found[label - 1] ?? Blob(column: column, row: row)
                blob.reach(column: column, row: row, of: shape)
                blob.cells += 1
                if mask.strong[cell] { blob.strong += 1 }
                if mask.active[cell] { blob.active += 1 }
                blob.sumX += column
                blob.sumY += row
                blob.distance += mask.distance[cell]
                blob.limit += mask.limit[cell]
                addSteps(of: cell, column, row, to: &blob, mask, background)
                found[label - 1] = blob
            }
        }
        var kept: [(label: Int32, blob: Blob)] = []
        for (index, blob) in found.enumerated() {
            guard let blob, blob.strong >= settings.strongCells else { continue }
            kept.append((Int32(index + 1), blob))
        }
        if kept.count > Self.most {
            kept.sort { $0.blob.cells > $1.blob.cells }
            kept.removeLast(kept.count - Self.most)
        }
        return kept
    }

    /// The component that a cell belongs to; 0 for none.
    func label(of cell: Int) -> Int32 { labels.label[cell] }

    /// Compares the cell with its right and lower neighbour: the blob's structure, and how sharply
    /// it ends there.
    private func addSteps(
        of cell: Int,
        _ column: Int,
        _ row: Int,
        to blob: inout Blob,
        _ mask: ChangeMask,
        _ background: Background
    ) {
        func step(to other: Int, forward: Bool) {
            if !mask.differs[other] {
                blob.borderStep += abs(
                    (mask.normal[cell] - background.level[cell])
                        - (mask.normal[other] - background.level[other])
                )
                blob.borderCells += 1
            }
            guard forward else { return }
            blob.structure.add(
                mask.normal[other] - mask.normal[cell],
                background.level[other] - background.level[cell]
            )
        }
        if column + 1 < shape.columns { step(to: cell + 1, forward: true) }
        if row + 1 < shape.rows { step(to: cell + shape.columns, forward: true) }
        if column > 0 { step(to: cell - 1, forward: false) }
        if row > 0 { step(to: cell - shape.columns, forward: false) }
    }
}
