/// What is known of a fixed camera's empty scene, cell by cell.
///
/// - Units: levels 0…255.
struct Background {
    let shape: GridShape
    private(set) var level: [Float]
    /// Mean distance of the picture from the level.
    private(set) var spread: [Float]
    /// Mean distance of a picture from the one before.
    private(set) var restlessness: [Float]
    /// What stood here before something came to stay; below 0 where nothing is remembered.
    private var remembered: [Float]
    /// Seconds that have been learned.
    private(set) var learned = 0.0

    init(shape: GridShape) {
        self.shape = shape
        level = Array(repeating: 0, count: shape.count)
        spread = Array(repeating: 2, count: shape.count)
        restlessness = Array(repeating: 1, count: shape.count)
        remembered = Array(repeating: -1, count: shape.count)
    }

    /// Takes the first picture for the scene.
    mutating func begin(with cells: CellMeans) {
        level = cells.level
        for cell in 0..<shape.count {
            spread[cell] = 2
            restlessness[cell] = 1
            remembered[cell] = -1
        }
        learned = 0
    }

    /// A bound on what is learned of one picture, in levels.
    private static let most: Float = 80

    /// What holds one cell's learning back.
    enum Cover: UInt8 {
        case clear
        /// Something is in front that is not known to be a moving thing.
        case covered
        /// A thing that moved is in front, and has not got on for a while.
        case lingering
        /// A moving thing is in front.
        case held
    }

    /// Learns from a picture.
    ///
    /// - Parameters:
    ///   - normal: the picture in the background's light.
    ///   - previous: the one before, likewise.
    ///   - seconds: since the one before.
    mutating func learn(
        _ cells: CellMeans,
        normal: [Float],
        previous: [Float],
        light: LightMap,
        cover: [Cover],
        seconds: Double
    ) {
        let quick = Float(min(1, seconds / max(learned, seconds)))
        learned += seconds
        let clear = max(Float(seconds / Pace.clear), quick)
        let held = Float(seconds / Pace.held)
        let covered = max(Float(seconds / Pace.covered), min(quick, 0.25))
        let spreading = max(Float(seconds / Pace.spread), quick * 0.5)
        for cell in 0..<shape.count {
            let picture = cells.level[cell]
            let old = level[cell]
            let distance = abs(normal[cell] - old)
            let step = abs(normal[cell] - previous[cell])
            switch cover[cell] {
            case .clear:
                level[cell] = old + (picture - old) * clear
                spread[cell] += (min(distance, Self.most) - spread[cell]) * spreading
                restlessness[cell] += (min(step, Self.most) - restlessness[cell]) * spreading
            case .covered, .lingering, .held:
                let rate = cover[cell] == .covered ? covered : held
                let lit = light.gain[cell] * (old + LightMap.pedestal) - LightMap.pedestal
                level[cell] = old + (lit - old) * clear + (picture - lit) * rate
                guard cover[cell] != .held else { continue }
                // What flickers is learned as restless; what just stands there is not.
                spread[cell] +=
                    max(0, min(distance, 2 * step, Self.most) - spread[cell]) * 2 * spreading
                restlessness[cell] +=
                    max(0, min(step, Self.most) - restlessness[cell]) * 2 * spreading
            }
        }
    }

    /// Makes what stands in front of a cell the scene, and remembers what was there.
    mutating func join(_ cell: Int, normal: Float) {
        remembered[cell] = level[cell]
        level[cell] = normal
    }

    /// Puts back what is remembered where the picture shows it again: what had joined has left.
    ///
    /// - Returns: whether it did.
    mutating func recall(_ cell: Int, normal: Float, within limit: Float) -> Bool {
        guard remembered[cell] >= 0, abs(normal - remembered[cell]) < limit else { return false }
        swap(&level[cell], &remembered[cell])
        return true
    }

    /// Time constants, in seconds.
    enum Pace {
        static let clear = 8.0
        static let covered = 30.0
        static let held = 300.0
        static let spread = 12.0
    }
}
