import Dispatch
package import Domain
import Foundation
package import Logging
import Media
import Synchronization

/// Every camera of a node: their threads, their lanes, and how they are.
package final class CameraFleet: Sendable {
    /// A camera that is watched.
    private struct Member {
        let thread: CameraThread
        /// Left when the last of its events is told.
        let ended: DispatchGroup
    }

    private struct State {
        var members: [CameraID: Member] = [:]
        /// Those that were told to end and have not yet, oldest first.
        var leaving: [Member] = []
        /// What cameras counted that have ended.
        var departed = CameraCounts()
        var phase = Phase.waiting
    }

    private enum Phase { case waiting, running, stopping }

    private let state = Mutex(State())
    private let running = DispatchGroup()
    private let limits: IngestLimits
    private let lanes: Lanes
    private let make: @Sendable (WatchedCamera) -> CameraThread

    /// - Parameter output: gets each camera's events in order, on the camera's lane; it must not block.
    package init(
        limits: IngestLimits = IngestLimits(),
        world: CameraWorld,
        logger: Logger,
        pipeline: @escaping PipelineFactory,
        output: @escaping @Sendable (Camera, CameraEvent) -> Void
    ) {
        let lanes = Lanes(
            count: ProcessInfo.processInfo.activeProcessorCount,
            clock: world.clock
        )
        self.lanes = lanes
        self.limits = limits
        make = { watched in
            let camera = watched.camera
            return CameraThread(
                camera: camera,
                credentials: watched.credentials,
                limits: limits,
                world: world,
                lanes: lanes,
                logger: logger,
                pipeline: pipeline,
                output: { output(camera, $0) }
            )
        }
    }

    /// Ends some cameras and begins others; those that the plan keeps are not touched.
    ///
    /// A camera that changes begins anew when all that it had told before is told.
    package func apply(_ plan: CameraPlan) {
        state.withLock { state in
            for id in plan.stop { remove(id, &state) }
            for watched in plan.start { add(watched, &state) }
        }
    }

    private func remove(_ id: CameraID, _ state: inout State) {
        guard let member = state.members.removeValue(forKey: id) else { return }
        if state.phase == .waiting { return }
        member.thread.stop()
        state.leaving.append(member)
        member.ended.notify(queue: .global()) { [self] in
            self.state.withLock { state in
                state.leaving.removeAll { $0.thread === member.thread }
                state.departed.add(member.thread.monitor.status)
            }
        }
    }

    private func add(_ watched: WatchedCamera, _ state: inout State) {
        let member = Member(thread: make(watched), ended: DispatchGroup())
        state.members[watched.camera.id] = member
        switch state.phase {
        case .waiting: break
        case .running:
            start(
                member,
                after: state.leaving.last { $0.thread.camera.id == watched.camera.id }?.ended
            )
        case .stopping: member.thread.stop()
        }
    }

    private func start(_ member: Member, after predecessor: DispatchGroup?) {
        running.enter()
        member.ended.enter()
        let begin: @Sendable () -> Void = { [running] in
            member.thread.start {
                member.ended.leave()
                running.leave()
            }
        }
        if let predecessor {
            predecessor.notify(queue: .global(), execute: begin)
        } else {
            begin()
        }
    }

    /// Starts every camera; returns at once.
    package func start() {
        state.withLock { state in
            guard state.phase == .waiting else { return }
            state.phase = .running
            for (_, member) in state.members.sorted(by: { $0.key < $1.key }) {
                start(member, after: nil)
            }
        }
    }

    /// For whoever wants to know whether the lanes move.
    var parts: [NodePulse.Part] { lanes.parts }

    var laneFigures: [LaneFigures] { lanes.figures }

    /// The most packets that may wait for the lanes.
    var waitingLimit: Int { state.withLock { $0.members.count } * limits.packetsWaiting }

    /// Tells every camera to end; returns at once.
    package func beginStop() {
        state.withLock { state in
            state.phase = .stopping
            for member in state.members.values { member.thread.stop() }
        }
    }

    /// Ends every camera; what is open in them is reported as ended.
    ///
    /// A look-up of a name that hangs is left behind; nothing waits for it.
    ///
    /// - Returns: whether every camera ended within `IngestLimits.stop`.
    @discardableResult
    package func stop() async -> Bool {
        beginStop()
        let (running, limit) = (self.running, limits.stop)
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let result = running.wait(timeout: .now() + limit)
                continuation.resume(returning: result == .success)
            }
        }
    }

    // MARK: How they are

    /// A camera and how it is; `nil` for one that is not of the fleet.
    package func camera(_ id: CameraID) -> (camera: Camera, status: CameraStatus)? {
        state.withLock { $0.members[id]?.thread }.map { ($0.camera, $0.monitor.status) }
    }

    /// All cameras and how they are, by id.
    package var statuses: [(camera: Camera, status: CameraStatus)] {
        state.withLock { $0.members.values.map(\.thread) }
            .sorted { $0.camera.id < $1.camera.id }
            .map { ($0.camera, $0.monitor.status) }
    }

    /// What all cameras counted, also those that are not watched any more.
    package var counts: CameraCounts {
        state.withLock { state in
            var counts = state.departed
            for member in state.leaving { counts.add(member.thread.monitor.status) }
            for member in state.members.values { counts.add(member.thread.monitor.status) }
            return counts
        }
    }

    /// A camera's picture at this moment, as JPEG with private zones painted; `nil` where none came.
    package func picture(of camera: CameraID) async -> [UInt8]? {
        guard let thread = state.withLock({ $0.members[camera]?.thread }) else { return nil }
        return await thread.pictures.next(at: thread.now)
    }
}

/// What cameras have counted.
package struct CameraCounts: Sendable, Hashable {
    package private(set) var packets = 0
    package private(set) var bytes = 0
    package private(set) var lost = 0
    package private(set) var dropped = 0
    package private(set) var pictures = 0
    package private(set) var damaged = 0
    package private(set) var reconnects = 0

    mutating func add(_ status: CameraStatus) {
        packets += status.packets
        bytes += status.bytes
        lost += status.lost
        dropped += status.dropped
        pictures += status.pictures
        damaged += status.damaged
        reconnects += status.reconnects
    }
}
