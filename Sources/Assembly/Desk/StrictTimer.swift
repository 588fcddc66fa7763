import Dispatch

/// One timer that is set again and again, without the leeway that `asyncAfter` takes for itself.
///
/// - Source: https://man7.org/linux/man-pages/man2/timerfd_create.2.html, beneath Dispatch's `strict`
final class StrictTimer: @unchecked Sendable {
    // A dispatch source may be set from any thread; Swift's overlay does not say so.
    private let source: any DispatchSourceTimer

    /// - Parameter handler: called on the queue each time the timer has run out.
    init(on queue: DispatchQueue, handler: @escaping @Sendable () -> Void) {
        source = DispatchSource.makeTimerSource(flags: .strict, queue: queue)
        source.setEventHandler(handler: handler)
        source.schedule(deadline: .distantFuture)
        source.activate()
    }

    deinit { source.cancel() }

    /// Runs out after so many seconds, in place of what was asked for before.
    func set(to seconds: Double) {
        source.schedule(deadline: .now() + max(0, seconds), leeway: .milliseconds(1))
    }
}
