import Dispatch
package import Domain
import Foundation
package import Logging
import Media

/// Every camera of a node: their threads, their lanes, and how they are.
package final class CameraFleet: Sendable {
    private let threads: [CameraThread]
    private let byID: [CameraID: CameraThread]
    private let running = DispatchGroup()
    private let limits: IngestLimits
    private let lanes: Lanes

    /// - Parameters:
    ///   - credentials: of a camera, where it has any.
    ///   - output: gets each camera's events in order, on the camera's lane; it must not block.
    package init(
        cameras: [Camera],
        credentials: (Camera) -> Credentials?,
        limits: IngestLimits = IngestLimits(),
        world: CameraWorld,
        logger: Logger,
        pipeline: @escaping PipelineFactory,
        output: @escaping @Sendable (CameraID, CameraEvent) -> Void
    ) {
        let lanes = Lanes(count: ProcessInfo.processInfo.activeProcessorCount)
        self.lanes = lanes
        self.limits = limits
        threads = cameras.map { camera in
            CameraThread(
                camera: camera,
                credentials: credentials(camera),
                limits: limits,
                world: world,
                lanes: lanes,
                logger: logger,
                pipeline: pipeline,
                output: { output(camera.id, $0) }
            )
        }
        byID = Dictionary(threads.map { ($0.camera.id, $0) }) { first, _ in first }
    }

    /// Starts every camera; returns at once.
    package func start() {
        for thread in threads {
            running.enter()
            thread.start { [running] in running.leave() }
        }
    }

    /// For whoever wants to know whether the lanes move.
    var parts: [NodePulse.Part] { lanes.parts }

    /// Tells every camera to end; returns at once.
    package func beginStop() {
        for thread in threads { thread.stop() }
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

    /// How a camera is; `nil` for one that is not of the fleet.
    package func status(of camera: CameraID) -> CameraStatus? { byID[camera]?.monitor.status }

    /// How all cameras are, in the order in which they were given.
    package var statuses: [(camera: CameraID, status: CameraStatus)] {
        threads.map { ($0.camera.id, $0.monitor.status) }
    }
}
