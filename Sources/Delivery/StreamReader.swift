import Domain
import Synchronization

/// One open stream, as the hub knows it: it waits to be called until it ends.
package final class StreamReader: Sendable {
    /// Why a reader is woken; calls that wait are one.
    package struct Call: OptionSet, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let more = Call(rawValue: 1)
        /// Nothing may have happened: the reader shows that the stream is alive.
        package static let alive = Call(rawValue: 2)
    }

    /// Why a stream is over.
    package enum End: Sendable {
        /// All that was asked for was written, or the node ends.
        case done
        case gone, stalled, gap
    }

    private struct State {
        var call: Call = []
        var waiter: CheckedContinuation<Call?, Never>?
        var ended: End?
    }

    let hub: StreamHub
    let queue: QueueID
    let number: Int
    private let state = Mutex(State())

    init(hub: StreamHub, queue: QueueID, number: Int) {
        self.hub = hub
        self.queue = queue
        self.number = number
    }

    deinit { end(.done) }

    /// Why it is over; `nil` where it is not.
    package var ended: End? { state.withLock(\.ended) }

    /// Waits for the next call.
    ///
    /// - Returns: `nil` where the stream is over.
    package func next() async -> Call? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isHere = state.withLock { state -> Bool in
                    if state.ended != nil || !state.call.isEmpty { return true }
                    state.waiter = continuation
                    return false
                }
                if isHere { continuation.resume(returning: take()) }
            }
        } onCancel: {
            end(.done)
        }
    }

    /// Ends the stream; only the first reason counts.
    package func end(_ reason: End) {
        let (isFirst, waiter) = state.withLock { state in
            defer {
                state.ended = state.ended ?? reason
                state.waiter = nil
            }
            return (state.ended == nil, state.waiter)
        }
        if isFirst { hub.forget(self, reason) }
        waiter?.resume(returning: nil)
    }

    func call(_ call: Call) {
        let waiter = state.withLock { state -> CheckedContinuation<Call?, Never>? in
            guard state.ended == nil else { return nil }
            guard let waiter = state.waiter else {
                state.call.formUnion(call)
                return nil
            }
            state.waiter = nil
            return waiter
        }
        waiter?.resume(returning: call)
    }

    private func take() -> Call? {
        state.withLock { state in
            defer { state.call = [] }
            return state.ended == nil ? state.call : nil
        }
    }
}
