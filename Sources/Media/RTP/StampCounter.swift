/// Counts a stream's timestamps on past 2^32.
package struct StampCounter {
    private var last: (stamp: UInt32, ticks: Int64)?

    package init() {}

    /// The same instant in ticks that do not wrap; steps back stay steps back.
    package mutating func ticks(of stamp: UInt32) -> Int64 {
        let ticks = last.map { $0.ticks + Int64(Int32(bitPattern: stamp &- $0.stamp)) } ?? 0
        last = (stamp, ticks)
        return ticks
    }
}
