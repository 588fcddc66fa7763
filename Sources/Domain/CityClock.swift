/// Tells the monotonic moment and the city's wall time: the real ones are made at the door.
package protocol CityClock: Sendable {
    func now() -> Stamp
    /// The moment alone, which costs less.
    var moment: Moment { get }
}

extension CityClock {
    package var moment: Moment { now().moment }
}
