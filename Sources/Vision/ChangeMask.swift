/// Which cells differ from the background, and which have changed since a moment ago.
struct ChangeMask {
    private let shape: GridShape
    /// The picture in the background's light.
    private(set) var normal: [Float]
    /// Cells that differ, with their neighbours that differ a little.
    private(set) var differs: [Bool]
    private(set) var strong: [Bool]
    private(set) var active: [Bool]
    /// Distance from the background.
    private(set) var distance: [Float]
    /// From where on a cell counts as different.
    private(set) var limit: [Float]
    private var stepLimit: [Float]
    private var scratch: [Float]
    /// Shares of the watched cells, 0 to 1.
    private(set) var differingShare = 0.0
    private(set) var activeShare = 0.0

    init(shape: GridShape) {
        self.shape = shape
        normal = Array(repeating: 0, count: shape.count)
        distance = normal
        limit = normal
        stepLimit = normal
        scratch = normal
        differs = Array(repeating: false, count: shape.count)
        strong = differs
        active = differs
    }

    /// Compares a picture with the background, and with the picture of a moment ago.
    mutating func compare(
        _ level: [Float],
        with background: Background,
        light: LightMap,
        before: [Float],
        watched: [Bool],
        settings: DetectorSettings
    ) {
        Self.widen(background.spread, shape, &scratch, into: &limit)
        Self.widen(background.restlessness, shape, &scratch, into: &stepLimit)
        var differing = 0
        var moving = 0
        var seen = 0
        for cell in 0..<shape.count {
            let gain = light.gain[cell]
            let picture = (level[cell] + LightMap.pedestal) / gain - LightMap.pedestal
            // What is brightened to compare is noisier by as much.
            let noise = max(1, 1 / gain)
            let far = abs(picture - background.level[cell])
            let step = abs(picture - before[cell])
            let edge = (settings.level + settings.spreads * limit[cell]) * noise
            normal[cell] = picture
            distance[cell] = far
            limit[cell] = edge
            let watch = watched[cell]
            strong[cell] = watch && far > edge
            differs[cell] = watch && far > edge * settings.weak
            active[cell] =
                differs[cell]
                && step > (settings.step + settings.spreads * stepLimit[cell]) * noise
            if watch {
                seen += 1
                if differs[cell] { differing += 1 }
                if step > (settings.step + settings.spreads * stepLimit[cell]) * noise {
                    moving += 1
                }
            }
        }
        differingShare = Double(differing) / Double(max(seen, 1))
        activeShare = Double(moving) / Double(max(seen, 1))
    }

    /// The largest value of a cell and its neighbours: a branch that swings also reaches next door.
    private static func widen(
        _ values: [Float],
        _ shape: GridShape,
        _ scratch: inout [Float],
        into result: inout [Float]
    ) {
        let columns = shape.columns
        for row in 0..<shape.rows {
            let start = row * columns
            for column in 0..<columns {
                let left = values[start + max(column - 1, 0)]
                let right = values[start + min(column + 1, columns - 1)]
                scratch[start + column] = max(left, max(values[start + column], right))
            }
        }
        for row in 0..<shape.rows {
            let above = max(row - 1, 0) * columns
            let below = min(row + 1, shape.rows - 1) * columns
            for column in 0..<columns {
                result[row * columns + column] = max(
                    scratch[above + column],
                    max(scratch[row * columns + column], scratch[below + column])
                )
            }
        }
    }
}
