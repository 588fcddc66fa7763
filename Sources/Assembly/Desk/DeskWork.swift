package import Desk
import Domain

/// One thing to be decided.
enum DeskWork: Sendable {
    case started
    /// Something that a camera saw, and whoever wants to know when its alert is on disk.
    case episode(EpisodeWork, raised: (@Sendable (Result<AlertID, DeskError>) -> Void)?)
    /// How a camera is, and what to do when it is on disk.
    case camera(CameraNews, written: @Sendable () -> Void)
    case policy(ResponsePolicy)
    case request(
        DeskRequest,
        RequestKey?,
        @Sendable (Result<DeskReply, DeskError>) -> Void
    )
    /// A stage may be due.
    case wake
}

/// What a camera saw.
package enum EpisodeWork: Sendable {
    /// `folded` counts later episodes of the same track that it stands for.
    case opened(EpisodeReport, picture: [UInt8]?, folded: Int = 0)
    case peaked(EpisodeReport, picture: [UInt8])
    case ended(EpisodeReport)
    /// The detector takes it back.
    case withdrawn(EpisodeReport)

    var report: EpisodeReport {
        switch self {
        case .opened(let report, _, _), .peaked(let report, _), .ended(let report),
            .withdrawn(let report):
            report
        }
    }
}
