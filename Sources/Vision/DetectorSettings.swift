/// The thresholds of the detector, all of which follow from one sensitivity.
///
/// - Units: levels 0…255, seconds, cells and shares as each says.
struct DetectorSettings {
    /// A cell differs from the background by this many levels …
    let level: Float
    /// … and this many times its usual spread.
    let spreads: Float = 3
    /// A neighbour of a cell that differs needs this share of it.
    let weak: Float = 0.6
    /// A cell is moving when it changed by this many levels within `stepSeconds`.
    let step: Float
    let stepSeconds = 0.3
    /// Cells that differ strongly, for a blob to be looked at.
    let strongCells = 2
    /// Seconds of learning before anything is reported.
    let learning = 1.0
    /// A thing that stands wholly still for so many seconds joins the background.
    let joining = 10.0

    /// - Parameter sensitivity: 1 (least) to 5; what lies outside is taken for the nearest.
    init(sensitivity: Int) {
        let factors: [Float] = [1.8, 1.35, 1, 0.8, 0.65]
        let factor = factors[min(max(sensitivity, 1), 5) - 1]
        level = 9 * factor
        step = 6 * factor
    }
}
