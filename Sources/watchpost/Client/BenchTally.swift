import Assembly
import Synchronization

/// What the readers of many queues have found together.
final class BenchTally: Sendable {
    private struct State {
        var following = 0
        var raises = 0
        var entries: [String: Int] = [:]
        var mistakes: [String: [String]] = [:]
        var delays: [Double] = []
        var follow: CheckedContinuation<Void, Never>?
        var come: CheckedContinuation<Void, Never>?
        var isOver = false
    }

    private let queues: Int
    private let expected: Int
    private let state = Mutex(State())

    init(queues: Int, expected: Int) {
        self.queues = queues
        self.expected = expected
    }

    /// One more queue is followed.
    func follows() {
        let waiter = state.withLock { state in
            state.following += 1
            guard state.following == queues else { return nil as CheckedContinuation<Void, Never>? }
            defer { state.follow = nil }
            return state.follow
        }
        waiter?.resume()
    }

    func add(_ delays: [Double], _ scanner: BenchScanner, of queue: String) {
        let waiter = state.withLock { state in
            state.delays += delays
            state.raises += delays.count
            state.entries[queue] = scanner.entries
            state.mistakes[queue] = scanner.mistakes
            guard state.raises >= expected else { return nil as CheckedContinuation<Void, Never>? }
            state.isOver = true
            defer { state.come = nil }
            return state.come
        }
        waiter?.resume()
    }

    /// What has not come by now is missing.
    func giveUp() {
        let waiters = state.withLock { state in
            state.isOver = true
            defer { (state.follow, state.come) = (nil, nil) }
            return [state.follow, state.come]
        }
        for waiter in waiters { waiter?.resume() }
    }

    func allFollow() async {
        await withCheckedContinuation { continuation in
            let isSo = state.withLock { state in
                let isSo = state.following >= queues || state.isOver
                if !isSo { state.follow = continuation }
                return isSo
            }
            if isSo { continuation.resume() }
        }
    }

    func allCame() async {
        await withCheckedContinuation { continuation in
            let isSo = state.withLock { state in
                if !state.isOver { state.come = continuation }
                return state.isOver
            }
            if isSo { continuation.resume() }
        }
    }

    func findings(seconds: Double) -> BenchFindings {
        state.withLock { state in
            let sorted = state.delays.sorted()
            func percentile(_ share: Double) -> Double? {
                sorted.isEmpty
                    ? nil : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
            }
            return BenchFindings(
                count: state.entries.values.reduce(0, +),
                raises: state.raises,
                seconds: seconds,
                p50: percentile(0.5),
                p99: percentile(0.99),
                mistakes: state.mistakes.values.flatMap { $0 }
            )
        }
    }
}
