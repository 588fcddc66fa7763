/// How much brighter the picture is than the background, place by place.
///
/// Clouds, lamps and automatic exposure multiply what a surface sends. The whole picture has one
/// gain, the median of all cells; a tile whose structure is still the background's may have its
/// own. A tile whose structure has gone is behind an object and takes its neighbours' gain.
struct LightMap {
    static let tileColumns = 8
    static let tileRows = 6
    /// Added to levels before they are divided, so that black does not make gains of noise.
    static let pedestal: Float = 16

    private let shape: GridShape
    /// The gain of the whole picture.
    private(set) var global: Float = 1
    /// A cell's gain, blended between tiles.
    private(set) var gain: [Float]
    /// A tile's gain.
    private(set) var tiles: [Float]
    private var ratio: [Float]
    private var trust: [Float]
    private let acrosses: [Between]
    private let downs: [Between]

    init(shape: GridShape) {
        self.shape = shape
        gain = Array(repeating: 1, count: shape.count)
        ratio = gain
        tiles = Array(repeating: 1, count: Self.tileColumns * Self.tileRows)
        trust = Array(repeating: 0, count: tiles.count)
        acrosses = (0..<shape.columns).map {
            Between(cell: $0, of: shape.columns, tiles: Self.tileColumns)
        }
        downs = (0..<shape.rows).map {
            Between(cell: $0, of: shape.rows, tiles: Self.tileRows)
        }
    }

    mutating func measure(level: [Float], background: [Float]) {
        for cell in 0..<shape.count {
            ratio[cell] = (level[cell] + Self.pedestal) / (background[cell] + Self.pedestal)
        }
        var whole = RatioHistogram()
        for tileRow in 0..<Self.tileRows {
            for tileColumn in 0..<Self.tileColumns {
                whole.add(
                    measureTile(tileColumn, tileRow, level: level, background: background)
                )
            }
        }
        global = whole.median ?? 1
        borrowFromNeighbours()
        blend()
    }

    private func cells(_ tile: Int, of tiles: Int, in length: Int) -> Range<Int> {
        tile * length / tiles..<(tile + 1) * length / tiles
    }

    /// Takes a tile's own median where at least its structure says that only light has changed.
    private mutating func measureTile(
        _ tileColumn: Int,
        _ tileRow: Int,
        level: [Float],
        background: [Float]
    ) -> RatioHistogram {
        let tile = tileRow * Self.tileColumns + tileColumn
        let columns = cells(tileColumn, of: Self.tileColumns, in: shape.columns)
        let rows = cells(tileRow, of: Self.tileRows, in: shape.rows)
        var histogram = RatioHistogram()
        var structure = StructureMatch()
        for row in rows {
            for column in columns {
                let cell = row * shape.columns + column
                histogram.add(ratio[cell])
                guard column + 1 < columns.upperBound, row + 1 < rows.upperBound else { continue }
                structure.add(
                    level[cell + 1] - level[cell],
                    background[cell + 1] - background[cell]
                )
                let below = cell + shape.columns
                structure.add(level[below] - level[cell], background[below] - background[cell])
            }
        }
        tiles[tile] = histogram.median ?? 1
        trust[tile] =
            structure.backgroundEnergy > 4 && structure.correlation > 0.75
            ? structure.correlation : 0
        return histogram
    }

    private mutating func borrowFromNeighbours() {
        let own = tiles
        for row in 0..<Self.tileRows {
            for column in 0..<Self.tileColumns {
                let tile = row * Self.tileColumns + column
                guard trust[tile] == 0 else { continue }
                // The whole picture's gain counts as half a trusted neighbour.
                var sum = global * 0.5
                var weight: Float = 0.5
                for nearRow in max(0, row - 1)...min(Self.tileRows - 1, row + 1) {
                    for nearColumn in max(0, column - 1)...min(Self.tileColumns - 1, column + 1) {
                        let near = nearRow * Self.tileColumns + nearColumn
                        sum += own[near] * trust[near]
                        weight += trust[near]
                    }
                }
                tiles[tile] = sum / weight
            }
        }
    }

    /// Spreads the tiles' gains to cells, straight from centre to centre.
    private mutating func blend() {
        var mixed = [Float](repeating: 1, count: Self.tileColumns)
        for row in 0..<shape.rows {
            let place = downs[row]
            for column in 0..<Self.tileColumns {
                let above = tiles[place.first * Self.tileColumns + column]
                let below = tiles[place.second * Self.tileColumns + column]
                mixed[column] = above + (below - above) * place.share
            }
            let start = row * shape.columns
            for column in 0..<shape.columns {
                let place = acrosses[column]
                let left = mixed[place.first]
                gain[start + column] = left + (mixed[place.second] - left) * place.share
            }
        }
    }

    /// Between which two tiles a cell lies, and how near to the second.
    private struct Between {
        let first: Int
        let second: Int
        let share: Float

        init(cell: Int, of cells: Int, tiles: Int) {
            let place = (Float(cell) + 0.5) / Float(cells) * Float(tiles) - 0.5
            first = min(max(Int(place.rounded(.down)), 0), tiles - 1)
            second = min(first + 1, tiles - 1)
            share = min(max(place - Float(first), 0), 1)
        }
    }
}

/// A robust middle of ratios around 1.
private struct RatioHistogram {
    private static let perUnit: Float = 128
    private var bins = [UInt32](repeating: 0, count: 512)
    private var count: UInt32 = 0

    mutating func add(_ ratio: Float) {
        let bin = Int(ratio * Self.perUnit + 0.5)
        bins[min(max(bin, 0), bins.count - 1)] += 1
        count += 1
    }

    mutating func add(_ other: RatioHistogram) {
        for bin in bins.indices { bins[bin] += other.bins[bin] }
        count += other.count
    }

    /// The median, finer than a bin by weighing it with its neighbours; `nil` where nothing is.
    var median: Float? {
        guard count > 0 else { return nil }
        var seen: UInt32 = 0
        let middle = bins.firstIndex { bin in
            seen += bin
            return seen * 2 >= count
        }
        guard let middle else { return nil }
        var sum: Float = 0
        var weight: Float = 0
        for bin in max(0, middle - 2)...min(bins.count - 1, middle + 2) {
            sum += Float(bins[bin]) * Float(bin)
            weight += Float(bins[bin])
        }
        return sum / weight / Self.perUnit
    }
}

/// Whether steps from cell to cell are the same ones in picture and background.
struct StructureMatch {
    private var product: Float = 0
    private var picture: Float = 0
    private var background: Float = 0
    private var count: Float = 0

    mutating func add(_ step: Float, _ backgroundStep: Float) {
        product += step * backgroundStep
        picture += step * step
        background += backgroundStep * backgroundStep
        count += 1
    }

    mutating func add(_ other: StructureMatch) {
        product += other.product
        picture += other.picture
        background += other.background
        count += other.count
    }

    /// Mean square of the background's steps: how much structure there is to compare.
    var backgroundEnergy: Float { count > 0 ? background / count : 0 }

    /// 1 for the same structure under any light, about 0 for another.
    var correlation: Float {
        picture > 0 && background > 0 ? product / (picture * background).squareRoot() : 0
    }
}
