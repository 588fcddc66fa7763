import Dispatch
package import Media

/// Tells threads to end, and wakes those that wait.
package final class Shutdown: Sendable {
    package let interrupt = Interrupt()
    private let fired = DispatchSemaphore(value: 0)

    package init() {}

    package var isFired: Bool { interrupt.isFired }

    package func fire() {
        interrupt.fire()
        fired.signal()
    }

    /// Blocks the thread for so long, or until the end.
    package func wait(seconds: Double) {
        // The monotonic clock, so that a stepped wall clock neither cuts nor stretches the wait;
        // and whoever is woken wakes the next.
        if fired.wait(timeout: .now() + seconds) == .success { fired.signal() }
    }
}
