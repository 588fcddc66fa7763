import CitySimulation
import Desk
import Domain
import Foundation
import Synchronization

/// What the seeds that were run came to.
struct CityTally: Sendable {
    var seeds = 0
    var steps = 0
    var entries = 0
    var alerts = 0
    var restarts = 0
    var storms = 0
    /// In the order of the seeds.
    var broken: [BrokenInvariant] = []

    mutating func count(_ result: SeedResult) {
        seeds += 1
        steps += result.steps
        entries += result.entries
        alerts += result.alerts
        restarts += result.restarts
        storms += result.isStorm ? 1 : 0
        broken += result.broken
        broken.sort { ($0.seed, $0.step) < ($1.seed, $1.step) }
    }
}

/// Seeds that are run on threads of their own, each seed on one.
final class CityWork: Sendable {
    /// So many that a machine of two cores is used; a planted defect is looked for seed by seed.
    private static let threads = 2

    private struct State {
        var next: UInt64
        var isStopped = false
        var tally = CityTally()
    }

    private let city = MadeUpCity()
    private let seeds: ClosedRange<UInt64>
    private let defect: ResponseDesk.Defect?
    private let state: Mutex<State>
    private let isWatched = isatty(STDERR_FILENO) == 1

    init(_ seeds: ClosedRange<UInt64>, defect: ResponseDesk.Defect?) {
        self.seeds = seeds
        self.defect = defect
        state = Mutex(State(next: seeds.lowerBound))
    }

    /// No further seed is begun.
    func stop() { state.withLock { $0.isStopped = true } }

    var tally: CityTally { state.withLock(\.tally) }

    /// Returns when all seeds were run, or those that had begun when it was stopped.
    func finish() async {
        await withTaskGroup { group in
            for number in 0..<(defect == nil ? Self.threads : 1) {
                let lane = BlockingLane("watchpost.city.\(number)")
                group.addTask { try? await lane.run { self.work() } }
            }
        }
    }

    private func work() {
        while let seed = take() {
            let result = CityRun.result(of: seed, in: city, defect: defect)
            let done = state.withLock { state in
                state.tally.count(result)
                if defect != nil, !result.broken.isEmpty { state.isStopped = true }
                return state.tally
            }
            if isWatched, done.seeds.isMultiple(of: 100) {
                Output.note(
                    "\(done.seeds) of \(seeds.count) seeds, "
                        + done.broken.count.counted("broken invariant")
                )
            }
        }
    }

    private func take() -> UInt64? {
        state.withLock { state in
            guard !state.isStopped, seeds.contains(state.next) else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }
}
