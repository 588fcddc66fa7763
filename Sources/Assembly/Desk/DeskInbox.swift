import Desk
import Domain

/// What waits for the desk.
///
/// At its bound a new episode is folded into one of the same track that waits already, so that none is
/// lost and what waits is bounded by the number of tracks.
struct DeskInbox: Sendable {
    private var work: [DeskWork] = []
    /// Where in `work` what waits begins: what was taken out is dropped now and then, all at once.
    private var first = 0
    /// How much was taken out and is not done yet: it is decided, or being written.
    private var underWay = 0
    /// A drain is under way or will come; while the ledger cannot be written, by the clock.
    var isScheduled = false
    var isStopping = false
    /// Episodes that were folded into others.
    private(set) var folded = 0
    /// The number of the first thing in `work`.
    private var base = 0
    /// The numbers of the episodes that wait to be opened, the last of each track.
    private var openings: [TrackKey: Int] = [:]

    /// Whether there is nothing to take out.
    var isEmpty: Bool { first == work.count }

    /// How much is not on disk yet.
    var waiting: Int { work.count - first + underWay }

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

    /// Takes out what came first; it is under way until it is done or put back.
    mutating func next(atMost count: Int) -> [DeskWork] {
        let batch = Array(work[first...].prefix(count))
        first += batch.count
        underWay += batch.count
        for item in batch {
            if let track = Self.opening(item), let number = openings[track], number < base + first {
                openings[track] = nil
            }
        }
        if first * 2 > work.count { forget() }
        return batch
    }

    /// So much of what was under way is on disk, or was answered without.
    mutating func done(_ count: Int) { underWay -= count }

    /// Puts all that could not be written before what has come since; nothing else is under way.
    mutating func putBack(_ batch: [DeskWork]) {
        forget()
        underWay = 0
        work.insert(contentsOf: batch, at: 0)
        base -= batch.count
        for (index, item) in batch.enumerated() {
            if let track = Self.opening(item), openings[track].map({ $0 < base + index }) ?? true {
                openings[track] = base + index
            }
        }
    }

    private mutating func forget() {
        work.removeFirst(first)
        base += first
        first = 0
    }

    private static func opening(_ item: DeskWork) -> TrackKey? {
        guard case .episode(.opened(let report, _, _), _) = item else { return nil }
        return report.track
    }
}
