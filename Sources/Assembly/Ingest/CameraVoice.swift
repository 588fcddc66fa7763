import Delivery
import Domain
import Logging
import Media

/// What a camera says to people, in the log.
struct CameraVoice: Sendable {
    private let camera: CameraID
    private let logger: Logger

    init(_ camera: CameraID, _ logger: Logger) {
        self.camera = camera
        self.logger = logger
    }

    /// The camera sends: it is well, or it is not.
    func say(_ change: CameraHealth.Change, _ info: StreamInfo?) {
        let level = { (level: Logger.Level) in change.isNews ? level : .debug }
        switch (change.to, change.from) {
        case (.online, .offline), (.online, .degraded):
            let lasted = change.lasted.map { Ailment.short($0) } ?? "?"
            logger.event(
                .cameraRestored,
                level(.info),
                """
                camera \(camera) is well again after \(lasted) s (\(change.from.rawValue): \
                \(change.reason ?? "?"))
                """,
                [
                    .camera: "\(camera)", .reason: "\(change.reason ?? "")",
                    .seconds: .stringConvertible(change.lasted ?? 0),
                ]
            )
        case (.online, _):
            logger.event(
                .cameraOnline,
                level(.info),
                "camera \(camera) online\(info.map { ": \($0)" } ?? "")",
                [.camera: "\(camera)"]
            )
        default:
            logger.event(
                .cameraDegraded,
                level(.warning),
                "camera \(camera) degraded: \(change.reason ?? "")",
                [
                    .camera: "\(camera)", .reason: "\(change.reason ?? "")",
                    .cause: "\(change.cause ?? "")",
                ]
            )
        }
    }

    /// The camera is lost, or still is; said once for each reason.
    func sayLost(_ reason: String, isNews: Bool, retryIn wait: Double) {
        logger.event(
            .cameraOffline,
            isNews ? .warning : .debug,
            "camera \(camera) offline: \(reason); next try in \(Ailment.short(wait)) s",
            fields(reason, wait)
        )
    }

    /// Nothing that it sends can be decoded; another decoder is tried.
    func sayUseless(_ reason: String, retryIn wait: Double) {
        logger.event(
            .cameraUndecodable,
            .warning,
            "camera \(camera): \(reason); its stream is opened anew in \(Ailment.short(wait)) s",
            fields(reason, wait)
        )
    }

    func sayEnded(_ reason: String, playedIn wait: Double) {
        logger.event(
            .cameraEnded,
            .info,
            "camera \(camera): \(reason); played again in \(Ailment.short(wait)) s",
            fields(reason, wait)
        )
    }

    func sayResized(from: PictureSize, to: PictureSize) {
        logger.event(
            .cameraResized,
            .info,
            "camera \(camera): its pictures are \(to) now, and were \(from); the scene is learned anew",
            [.camera: "\(camera)"]
        )
    }

    private func fields(_ reason: String, _ wait: Double) -> [LogKey: Logger.MetadataValue] {
        [
            .camera: "\(camera)", .reason: "\(reason)",
            .retryIn: .stringConvertible((wait * 10).rounded() / 10),
        ]
    }
}
