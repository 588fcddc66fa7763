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
    private var spread: [Float]
    private var unrest: [Float]
    private var pictures = 0
    /// How many cells are watched.
    private var seen = 0
    private var scratch: [Float]
    /// Shares of the watched cells, 0 to 1.
    private(set) var differingShare = 0.0
    private(set) var activeShare = 0.0

    init(shape: GridShape) {
        self.shape = shape
        normal = Array(repeating: 0, count: shape.count)
        distance = normal
        limit = normal
        spread = normal
        unrest = normal
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
        // What is usual somewhere changes slowly: not every picture has to spread it anew.
        if pictures % 4 == 0 || background.learned < 3 {
            Self.widen(background.spread, shape, &scratch, into: &spread)
            Self.widen(background.restlessness, shape, &scratch, into: &unrest)
        }
        pictures &+= 1
        var differing = 0
        var moving = 0
        for cell in 0..<shape.count {
            let gain = light.gain[cell]
            let picture = (level[cell] + LightMap.pedestal) / gain - LightMap.pedestal
            // What is brightened to compare is noisier by as much.
            let noise = max(1, 1 / gain)
            let far = abs(picture - background.level[cell])
            let step = abs(picture - before[cell])
            let edge = (settings.level + settings.spreads * spread[cell]) * noise
            let stepEdge = (settings.step + settings.spreads * unrest[cell]) * noise
            let watch = watched[cell]
            let differ = watch && far > edge * settings.weak
            let move = watch && step > stepEdge
            normal[cell] = picture
            distance[cell] = far
            limit[cell] = edge
            strong[cell] = watch && far > edge
            differs[cell] = differ
            active[cell] = differ && move
            differing += differ ? 1 : 0
            moving += move ? 1 : 0
        }
        if pictures == 1 { seen = watched.count { $0 } }
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
