import Delivery
import Domain
import Logging
import Media

/// Makes the pictures of a camera's episodes, no more often than they are worth.
struct SnapshotMaker {
    private let camera: CameraID
    private let hidden: [Polygon]
    private let interval: Double
    private var last: Moment?

    init(_ camera: Camera, interval: Double) {
        self.camera = camera.id
        self.interval = interval
        hidden = camera.zones.filter { $0.rule == .private }.map(\.outline)
    }

    /// The picture as JPEG, where an episode opens with it or it replaces one that is old enough.
    mutating func snapshot(
        of picture: borrowing Picture,
        for events: [EpisodeEvent],
        at now: Moment,
        _ logger: Logger
    ) -> [UInt8]? {
        let isWanted = events.contains { event in
            switch event {
            case .opened: true
            case .peaked: last.map { now.seconds(since: $0) >= interval } ?? true
            case .ended: false
            }
        }
        guard isWanted else { return nil }
        last = now
        return jpeg(of: picture, for: "an alert goes without its picture", logger)
    }

    /// The picture as JPEG.
    ///
    /// - Parameter use: what comes of it where it cannot be made, for the log.
    func jpeg(
        of picture: borrowing Picture,
        for use: String,
        _ logger: Logger
    ) -> [UInt8]? {
        do {
            return try JPEGEncoder.encode(picture, painting: hidden)
        } catch {
            logger.event(
                .snapshotLost,
                .error,
                "camera \(camera): \(use): \(error)",
                [.camera: "\(camera)", .reason: "\(error)"]
            )
            return nil
        }
    }
}
