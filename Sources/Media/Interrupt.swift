import Synchronization

/// Ends blocking calls of this room from another thread, within about 100 ms and for good.
package final class Interrupt: Sendable {
    private let fired = Atomic<Bool>(false)

    package init() {}

    package func fire() { fired.store(true, ordering: .releasing) }

    package var isFired: Bool { fired.load(ordering: .acquiring) }
}
