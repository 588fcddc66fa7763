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

/// What waits for the desk.
///
/// At its bound a new episode is folded into one of the same track that waits already, so that none is
/// lost and what waits is bounded by the number of tracks.
struct DeskInbox: Sendable {
    private(set) var work: [DeskWork] = []
    /// A drain is under way or will come; while the ledger cannot be written, by the clock.
    var isScheduled = false
    var isStopping = false
    /// Episodes that were folded into others.
    private(set) var folded = 0
    /// The number of the first thing that waits.
    private var base = 0
    /// The numbers of the episodes that wait to be opened, the last of each track.
    private var openings: [TrackKey: Int] = [:]

    mutating func add(_ item: DeskWork) {
        if let track = Self.opening(item) { openings[track] = base + work.count }
        work.append(item)
    }

    /// Lets the episode of the same track that waits stand for this one too.
    ///
    /// - Returns: `false` where none waits.
    mutating func fold(_ report: EpisodeReport) -> Bool {
        guard let number = openings[report.track],
            case .episode(.opened(let first, let picture, let count), let raised) = work[
                number - base]
        else { return false }
        work[number - base] = .episode(
            .opened(first, picture: picture, folded: count + 1), raised: raised
        )
        folded += 1
        return true
    }

    /// Whether the end belongs to an episode that was folded into another.
    func isFolded(_ report: EpisodeReport) -> Bool {
        guard let number = openings[report.track],
            case .episode(.opened(_, _, let count), _) = work[number - base]
        else { return false }
        return count > 0
    }

    mutating func next(atMost count: Int) -> [DeskWork] {
        let batch = Array(work.prefix(count))
        work.removeFirst(batch.count)
        base += batch.count
        for item in batch {
            if let track = Self.opening(item), let number = openings[track], number < base {
                openings[track] = nil
            }
        }
        return batch
    }

    /// Puts what could not be written before what has come since.
    mutating func putBack(_ batch: [DeskWork]) {
        work.insert(contentsOf: batch, at: 0)
        base -= batch.count
        for (index, item) in batch.enumerated() {
            if let track = Self.opening(item), openings[track].map({ $0 < base + index }) ?? true {
                openings[track] = base + index
            }
        }
    }

    private static func opening(_ item: DeskWork) -> TrackKey? {
        guard case .episode(.opened(let report, _, _), _) = item else { return nil }
        return report.track
    }
}
