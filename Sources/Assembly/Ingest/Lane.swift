import Dispatch
import Domain
import Synchronization

/// A serial queue on which the cameras that are pinned to it are decoded.
final class Lane: Sendable {
    private let queue: DispatchQueue
    private let cost = Atomic<Int>(0)
    private let clock: any CityClock
    let figures = LaneFigures()

    init(_ number: Int, clock: any CityClock) {
        self.clock = clock
        queue = DispatchQueue(label: "watchpost.lane.\(number)")
    }

    func run(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }

    var moment: Moment { clock.moment }

    var load: Int { cost.load(ordering: .relaxed) }

    func add(_ amount: Int) { cost.add(amount, ordering: .relaxed) }
}

/// The lanes of a node, one a core.
final class Lanes: Sendable {
    private let lanes: [Lane]
    private let choosing = Mutex<Void>(())

    init(count: Int, clock: any CityClock) {
        lanes = (0..<max(count, 1)).map { Lane($0, clock: clock) }
    }

    var figures: [LaneFigures] { lanes.map(\.figures) }

    /// For whoever wants to know whether they move.
    var parts: [NodePulse.Part] {
        lanes.enumerated().map { number, lane in
            NodePulse.Part(name: "lane \(number)") { lane.run($0) }
        }
    }

    /// A place on the lane with the least to decode, which from now on has this too.
    ///
    /// - Parameter cost: pixels a second.
    func berth(cost: Int) -> Berth {
        choosing.withLock { _ in
            let lane = lanes.min { $0.load < $1.load }!
            lane.add(cost)
            return Berth(lane: lane, cost: cost)
        }
    }
}

/// A camera's place on a lane.
struct Berth: Sendable {
    let lane: Lane
    fileprivate let cost: Int

    /// Makes room on the lane; to be called once.
    func leave() { lane.add(-cost) }
}
