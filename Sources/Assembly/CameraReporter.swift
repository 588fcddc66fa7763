import Desk
import Dispatch
package import Domain
import Synchronization

/// Tells the desk how cameras are, when they have been so for long enough.
package final class CameraReporter: Sendable {
    private let state = Mutex(State())
    private let clock: any CityClock
    private let driver: DeskDriver
    private let queue = DispatchQueue(label: "watchpost.cameras", qos: .utility)

    private struct State {
        var watch = CameraWatch()
        /// How often it was asked to be woken; only the latest time counts.
        var wakes = 0
    }

    package init(clock: any CityClock, driver: DeskDriver) {
        self.clock = clock
        self.driver = driver
    }

    /// Takes what a camera tells; returns at once.
    package func note(_ camera: Camera, _ event: CameraEvent) {
        switch event {
        case .online: step(.changed(camera, .online, reason: nil))
        case .degraded(let reason): step(.changed(camera, .degraded, reason: reason))
        case .offline(let reason, _): step(.changed(camera, .offline, reason: reason))
        case .left: step(.removed(camera.id))
        case .episode: break
        }
    }

    private func step(_ input: CameraWatch.Input) {
        let now = clock.now()
        let (effects, wakes) = state.withLock { state in
            let effects = state.watch.step(input, at: now)
            state.wakes += effects.count { if case .wake = $0 { true } else { false } }
            return (effects, state.wakes)
        }
        for effect in effects {
            switch effect {
            case .tell(let news):
                driver.report(news) { [weak self] in
                    self?.step(.written(news.camera.id, news.state))
                }
            case .wake(let moment):
                queue.asyncAfter(deadline: .now() + moment.seconds(since: now.moment)) {
                    [weak self] in self?.wake(wakes)
                }
            }
        }
    }

    private func wake(_ number: Int) {
        if state.withLock({ $0.wakes == number }) { step(.wake) }
    }
}
