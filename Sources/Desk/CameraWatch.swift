package import Domain

/// Decides which changes of cameras are told: those that last.
///
/// A camera that is seen is told of at once when nothing is known of it. Every other change is told
/// when it has lasted `patience`: a camera that was not well for so long, whatever from, or is well
/// again for so long. What was not written is told again after the same time.
package struct CameraWatch: Sendable {
    /// - Units: seconds.
    package static let patience = 10.0

    package enum Input: Sendable {
        case changed(Camera, CameraCondition.State, reason: String?)
        /// The ledger has what was told.
        case written(CameraID, CameraCondition.State)
        case removed(CameraID)
        case wake
    }

    package enum Effect: Sendable, Hashable {
        case tell(CameraNews)
        /// In place of what was asked for before.
        case wake(at: Moment)
    }

    private struct View {
        var camera: Camera
        var state: CameraCondition.State
        var reason: String?
        var since: Stamp
        /// Since when it is not well, whatever from.
        var unwellSince: Moment?
        var written: CameraCondition.State?
        /// When what was told is to be told again.
        var again: Moment?

        var news: CameraNews {
            CameraNews(camera: camera, state: state, reason: reason, since: since.wall)
        }

        /// When its state is to be told; `nil` where it is written.
        var due: Moment? {
            guard state != written else { return nil }
            if let again { return again }
            if state == .online, written == nil { return since.moment }
            let isWorse = state != .online && (written ?? .online) == .online
            let from = isWorse ? unwellSince ?? since.moment : since.moment
            return from.advanced(bySeconds: CameraWatch.patience)
        }
    }

    private var views: [CameraID: View] = [:]
    private var nextWake: Moment?

    package init() {}

    package mutating func step(_ input: Input, at now: Stamp) -> [Effect] {
        if case .wake = input { nextWake = nil }
        let before = nextWake
        let effects = news(of: input, at: now)
        guard let nextWake, nextWake != before else { return effects }
        return effects + [.wake(at: nextWake)]
    }

    private mutating func news(of input: Input, at now: Stamp) -> [Effect] {
        switch input {
        case .changed(let camera, let state, let reason):
            change(camera, to: state, reason, at: now)
            return tell([camera.id], at: now.moment)
        case .written(let camera, let state):
            views[camera]?.written = state
            views[camera]?.again = nil
            return tell([camera], at: now.moment)
        case .removed(let camera):
            views[camera] = nil
            return []
        case .wake:
            return tell(views.keys.sorted(), at: now.moment)
        }
    }

    private mutating func change(
        _ camera: Camera,
        to state: CameraCondition.State,
        _ reason: String?,
        at now: Stamp
    ) {
        var view = views[camera.id] ?? View(camera: camera, state: state, since: now)
        view.camera = camera
        view.reason = reason
        if view.state != state {
            view.state = state
            view.since = now
            view.again = nil
        }
        view.unwellSince = state == .online ? nil : view.unwellSince ?? now.moment
        views[camera.id] = view
    }

    /// Tells how cameras are if it is time, and notes when it will be for the next.
    private mutating func tell(_ ids: [CameraID], at now: Moment) -> [Effect] {
        var effects: [Effect] = []
        for id in ids {
            guard let view = views[id], var due = view.due else { continue }
            if due <= now {
                due = now.advanced(bySeconds: Self.patience)
                views[id]!.again = due
                effects.append(.tell(view.news))
            }
            nextWake = min(nextWake ?? due, due)
        }
        return effects
    }
}
