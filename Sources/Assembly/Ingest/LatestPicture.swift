import Dispatch
import Domain
import Synchronization

/// Hands a camera's picture to those who ask for it; while nobody does, nothing is encoded.
final class LatestPicture: Sendable {
    /// Seconds for which a picture that was made for one serves others too.
    static let freshness = 1.0
    /// Seconds that whoever asks waits for a picture.
    static let patience = 5.0

    private typealias Waiter = CheckedContinuation<[UInt8]?, Never>

    private struct State {
        var waiters: [Int: Waiter] = [:]
        var count = 0
        var last: (picture: [UInt8], at: Moment)?
    }

    private let state = Mutex(State())
    private let asked = Atomic<Bool>(false)

    /// Whether the next picture is to be handed in.
    var isWanted: Bool { asked.load(ordering: .relaxed) }

    /// A picture that is fresh at `now`, or the next one; `nil` where none came in time.
    func next(at now: Moment) async -> [UInt8]? {
        if let last = state.withLock({ $0.last }), now.seconds(since: last.at) <= Self.freshness {
            return last.picture
        }
        return await withCheckedContinuation { waiter in
            let number = state.withLock { state in
                state.count += 1
                state.waiters[state.count] = waiter
                return state.count
            }
            asked.store(true, ordering: .relaxed)
            DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience) {
                self.state.withLock { $0.waiters.removeValue(forKey: number) }?
                    .resume(returning: nil)
            }
        }
    }

    /// Takes a picture as JPEG, `nil` where it could not be made; called on the camera's lane.
    func hand(_ picture: [UInt8]?, at now: Moment) {
        asked.store(false, ordering: .relaxed)
        let waiters = state.withLock { state in
            state.last = picture.map { ($0, now) }
            defer { state.waiters = [:] }
            return state.waiters
        }
        for waiter in waiters.values { waiter.resume(returning: picture) }
    }

    /// Lets those go who wait; no picture comes any more.
    func close() {
        let waiters = state.withLock { state in
            defer { state.waiters = [:] }
            return state.waiters
        }
        for waiter in waiters.values { waiter.resume(returning: nil) }
    }
}
