import Foundation
package import Media

/// Tells threads to end, and wakes those that wait.
package final class Shutdown: Sendable {
    package let interrupt = Interrupt()
    private let condition = NSCondition()

    package init() {}

    package var isFired: Bool { interrupt.isFired }

    package func fire() {
        condition.lock()
        interrupt.fire()
        condition.broadcast()
        condition.unlock()
    }

    /// Blocks the thread for so long, or until the end.
    package func wait(seconds: Double) {
        let end = Date(timeIntervalSinceNow: seconds)
        condition.lock()
        while !interrupt.isFired, condition.wait(until: end) {}
        condition.unlock()
    }
}
