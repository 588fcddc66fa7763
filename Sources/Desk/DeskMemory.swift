import DequeModule
package import Domain

extension ResponseDesk {
    /// What the ledger remembers when a node starts.
    package struct Memory: Sendable {
        /// Every alert that is open or whose episode is, every one raised within `recall` of the last
        /// entry, the last `recalledAlerts`, and all others of the incidents of these, in the order in
        /// which they were raised.
        package var records: [AlertRecord]
        package var heads: [QueueID: Int]
        /// Every camera that was ever spoken of.
        package var cameras: [CameraRecord]
        /// Every station that was ever spoken of.
        package var stations: [StationRecord]
        /// How many alerts were raised at each station since nobody attends it.
        package var missed: [StationID: Int]
        package var units: [UnitRecord]
        package var drills: [Drill]
        package var policies: [ResponsePolicy]
        package var balance: Balance
        package var lastEntryAt: WallTime?

        package init(
            records: [AlertRecord] = [],
            heads: [QueueID: Int] = [:],
            cameras: [CameraRecord] = [],
            stations: [StationRecord] = [],
            missed: [StationID: Int] = [:],
            units: [UnitRecord] = [],
            drills: [Drill] = [],
            policies: [ResponsePolicy] = [],
            balance: Balance = Balance(),
            lastEntryAt: WallTime? = nil
        ) {
            self.records = records
            self.heads = heads
            self.cameras = cameras
            self.stations = stations
            self.missed = missed
            self.units = units
            self.drills = drills
            self.policies = policies
            self.balance = balance
            self.lastEntryAt = lastEntryAt
        }
    }

    /// How far back closed alerts are remembered: to the first alert of every incident that may grow.
    ///
    /// - Units: seconds.
    package static let recall = LiveIncident.longest + LiveIncident.pause

    /// How many alerts are remembered whatever the wall clock says of their times.
    package static let recalledAlerts = 1000

    /// What runs by the monotonic clock and is in no ledger.
    package struct Clocks: Sendable {
        /// Of every open alert, and of those that were closed a short while ago: the ledger may not
        /// know that.
        var raised: [AlertID: Moment]
        var closed: Deque<ClosedAlert>
        /// Of every incident that may grow or has an open alert.
        var opened: [IncidentID: Moment]
        var stations: [StationID: StationWatch]
        var units: [UnitID: UnitWatch]

        /// When an alert was raised; of one that was closed long ago, when its incident began.
        func raise(of alert: Alert) -> Moment? {
            raised[alert.id] ?? alert.incident.flatMap { opened[$0] }
        }
    }

    /// A defect to put in, for proof that the simulated city finds it.
    package enum Defect: String, Sendable, Hashable, CaseIterable {
        /// A release forgets that the neighbours were told.
        case stageTwice = "stage-twice"
        /// A release starts the clock anew.
        case deadlineReset = "deadline-reset"
        /// A released alert is not put back into the queue.
        case lostHandback = "lost-handback"
    }
}

/// An open alert's clock.
struct ResponseClock: Sendable {
    var raised: Moment
    let stages: [Stage]
    /// When its next stage is due.
    var due: Moment?
}

/// An alert that was closed, with the moment of its raise.
struct ClosedAlert: Sendable {
    /// How long it is kept: until no incident takes another alert for its sake.
    ///
    /// - Units: seconds.
    static let kept = 2 * LiveIncident.pause

    let id: AlertID
    let raised: Moment
    let closed: Moment
}

/// Something that is due at a moment.
struct DeskTimer: Comparable, Sendable {
    enum Subject: Hashable, Sendable {
        case alert(AlertID)
        case station(StationID)
        case unit(UnitID)
    }

    var moment: Moment
    var subject: Subject

    static func < (a: Self, b: Self) -> Bool {
        a.moment != b.moment ? a.moment < b.moment : a.subject.name < b.subject.name
    }
}

extension DeskTimer.Subject {
    /// What puts timers of the same moment in order.
    fileprivate var name: String {
        switch self {
        case .alert(let id): id.rawValue
        case .station(let id): id.rawValue
        case .unit(let id): id.rawValue
        }
    }
}

/// What the stages of an alert depend on.
struct Plan: Hashable, Sendable {
    let version: String
    let place: PlaceClass
    let priority: Priority
}
