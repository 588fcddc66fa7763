import Desk
import Domain

/// An alert as its entries alone tell of it.
struct AlertModel {
    let id: AlertID
    let original: Alert
    let stages: [Stage]
    let incident: Int
    let raisedAt: WallTime
    /// By the clock of the process that runs.
    var raised: Moment
    /// How old it was at its last entry.
    var lived = 0.0
    var state = AlertState.raised
    var stateBy: String
    var standing = Standing.waiting
    var ordinal = 1
    /// The places in `stages` of those that fired.
    var fired: UInt32 = 0
    var units: [UnitID] = []
    var wasDelivered = false
    var wasOnScene = false
    /// What it told to whom, and what it did not for the sake of another alert that had.
    var told: Set<IncidentModel.Telling> = []
    var grouped: Set<IncidentModel.Telling> = []
    var isEpisodeOpen: Bool
    /// The first motion of its last episode.
    var episodeStart: WallTime?
    /// From when the time to an episode that joins counts.
    var joinFrom: WallTime?
    /// When its next stage is due.
    var due: Moment?

    var isOpen: Bool { state != .closed }
    var isSignal: Bool { original.signal != nil }

    func place(of stage: StageName) -> Int? { stages.firstIndex { $0.name == stage } }

    func hasFired(_ place: Int) -> Bool { fired & (1 << UInt32(place)) != 0 }

    /// Whether a stage is needless because its milestone was reached.
    func isSpared(_ stage: Stage) -> Bool {
        switch stage.unless {
        case .delivered: standing != .waiting
        case .accepted: state >= .accepted
        case .dispatched: state >= .dispatched || !units.isEmpty
        case .onscene: wasOnScene || state >= .contained
        case .contained: state >= .contained
        }
    }

    func moment(of stage: Stage) -> Moment { raised.advanced(bySeconds: stage.after) }

    /// When the next of its stages has to fire; `nil` where none has to.
    var nextDue: Moment? {
        guard isOpen else { return nil }
        for (place, stage) in stages.enumerated() where !hasFired(place) && !isSpared(stage) {
            return moment(of: stage)
        }
        return nil
    }
}

/// An incident as the entries of its alerts tell of it.
struct IncidentModel {
    let id: IncidentID
    let grid: GridID
    let drill: DrillID?
    var first: Moment
    var last: Moment
    var alerts = 0
    /// How many open alerts told it, and how many left it to another one.
    var told: [Telling: Int] = [:]
    var grouped: [Telling: Int] = [:]

    struct Telling: Hashable {
        let stage: StageName
        let queue: QueueID
    }

    /// - Source: the model of response: 30 s after the last alert, 10 minutes at most.
    func takes(at now: Moment) -> Bool {
        now.seconds(since: last) <= 30 && now.seconds(since: first) <= 600
    }
}

/// A queue as its entries and the memos of its unit tell of it.
struct QueueModel {
    var head = 0
    var isOffDuty = false
}

/// A station as its entries, and what its terminals did, tell of it.
struct StationModel {
    var isAttended = false
    var ordinal = 0
    var heard: Moment?
}

/// When something has to happen at the latest.
struct DueModel: Comparable {
    let moment: Moment
    let alert: Int

    static func < (a: Self, b: Self) -> Bool { a.moment < b.moment }
}

/// Where incidents are looked for.
struct IncidentPlace: Hashable {
    let grid: GridID
    let drill: DrillID?
}
