/// Something that will happen in a simulated city.
struct Happening: Comparable {
    /// - Units: nanoseconds of simulated time.
    let at: Int64
    /// Puts what happens at once into the order in which it was planned.
    let order: UInt32
    let what: What

    /// What happens; the numbers are places in the lists of the run.
    enum What {
        case unitSends(Int)
        case unitTurns(Int, on: Bool)
        case unitStarts(Int)
        case unitArrives(Int)
        case terminalBeats(Int)
        case terminalReads(Int)
        case terminalDies(Int)
        case terminalReturns(Int)
        case opens(Int)
        case seenAgain(Int)
        case ends(Int)
        case rings(Int)
        case acts(Int)
        case cameraChanges(Int)
        case policyChanges
        case clockSteps(milliseconds: Int64)
        case drillStarts
        case drillStops(Int)
        case restarts
        /// - Units: nanoseconds of the process's clock.
        case wakes(asked: Int64)
        case storm
    }

    static func < (a: Self, b: Self) -> Bool { (a.at, a.order) < (b.at, b.order) }

    static func == (a: Self, b: Self) -> Bool { (a.at, a.order) == (b.at, b.order) }
}
