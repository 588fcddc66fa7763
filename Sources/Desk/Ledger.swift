package import Domain

/// The append-only record of all that happened: what the desk writes and everyone else reads.
///
/// The verbs without `async` block on the disk and belong on a thread of their own.
package protocol Ledger: Sendable {
    /// What a desk must know to go on.
    func restore() throws(LedgerError) -> ResponseDesk.Memory
    /// Puts into words what is to be written, and asks nothing of the disk.
    ///
    /// - Throws: where something cannot be said, such as a number that is none.
    func prepare(
        _ entries: [Entry],
        memos: [Memo],
        answers: [Answer]
    ) throws(LedgerError) -> PreparedBatch
    /// Writes all in one transaction, in its order; on return it is on disk.
    func append(_ batch: PreparedBatch) throws(LedgerError)
    /// Whether the ledger can be written at all.
    func probe() throws(LedgerError)
    func record(of alert: AlertID) throws(LedgerError) -> AlertRecord?
    func alert(of signal: Alert.SignalReference) throws(LedgerError) -> AlertID?
    func answer(to key: String) throws(LedgerError) -> Answer?
    /// Where a terminal began to read its queue; `nil` where it never said.
    func origin(of terminal: String, in queue: QueueID) throws(LedgerError) -> Int?
    func keep(origin: Int, of terminal: String, in queue: QueueID) throws(LedgerError)

    /// Changes only where history was lost, so that no cursor points into another past.
    var epoch: Int { get }
    /// The last number of a queue, 0 where it is empty.
    func head(of queue: QueueID) async throws(LedgerError) -> Int
    /// The last number before a time, 0 where there is none.
    func position(in queue: QueueID, before time: WallTime) async throws(LedgerError) -> Int
    /// The number before the last `count` events that are wanted.
    func position(
        in queue: QueueID,
        beforeLast count: Int,
        of page: EventPage
    ) async throws(LedgerError) -> Int
    /// A page of a queue, in the order of its numbers.
    func events(in queue: QueueID, _ page: EventPage) async throws(LedgerError) -> [StoredEvent]
    /// All that is known of an alert, oldest first.
    func history(of alert: AlertID) async throws(LedgerError) -> [StoredEvent]
    func alert(_ id: AlertID) async throws(LedgerError) -> AlertRecord?
    /// A page of alerts, newest first.
    func alerts(_ page: AlertPage) async throws(LedgerError) -> [AlertRecord]
    /// How many alerts of a queue are not closed, and how many of them nobody has been reached by.
    func openAlerts(in queue: QueueID) async throws(LedgerError) -> (open: Int, waiting: Int)
    /// A page of incidents, newest first.
    func incidents(_ page: IncidentPage) async throws(LedgerError) -> [IncidentRecord]
    /// Every alert that was raised in an incident, in the order in which they were raised.
    func alerts(of incident: IncidentID) async throws(LedgerError) -> [AlertRecord]
    /// What reports count, in pages by the order of the raises.
    func responses(_ page: ResponsePage) async throws(LedgerError) -> [ResponseRow]
    /// When stations were unattended.
    func absences(_ page: ResponsePage) async throws(LedgerError) -> [Absence]
    /// The end of the chain.
    func chainHead() async throws(LedgerError) -> ChainHead
    /// Keeps in the register that someone looked at a picture.
    func record(_ lookUp: LookUp) async throws(LedgerError)
}

extension Ledger {
    /// Writes all in one transaction; on return it is on disk.
    package func append(
        _ entries: [Entry],
        memos: [Memo],
        answers: [Answer]
    ) throws(LedgerError) {
        try append(prepare(entries, memos: memos, answers: answers))
    }
}

/// What goes into one transaction, with the texts that the ledger keeps of it.
package struct PreparedBatch: Sendable {
    package private(set) var entries: [PreparedEntry]
    package private(set) var memos: [PreparedMemo]
    package private(set) var answers: [Answer]

    package init(
        entries: [PreparedEntry] = [],
        memos: [PreparedMemo] = [],
        answers: [Answer] = []
    ) {
        self.entries = entries
        self.memos = memos
        self.answers = answers
    }

    package var isEmpty: Bool { entries.isEmpty && memos.isEmpty && answers.isEmpty }

    /// Takes in what is to be written after it in the same transaction.
    package mutating func append(_ later: PreparedBatch) {
        entries += later.entries
        memos += later.memos
        answers += later.answers
    }
}

/// An entry in words.
package struct PreparedEntry: Sendable {
    package let entry: Entry
    /// What streams show of it.
    package let data: String
    /// What it speaks of, as it is after it.
    package let record: String

    package init(_ entry: Entry, data: String, record: String) {
        self.entry = entry
        self.data = data
        self.record = record
    }
}

/// A memo in words.
package struct PreparedMemo: Sendable {
    package let memo: Memo
    package let record: String

    package init(_ memo: Memo, record: String) {
        self.memo = memo
        self.record = record
    }
}

/// Someone's look at what a camera saw.
///
/// - Source: State Council Order 799, which asks for a register of every look-up.
package struct LookUp: Sendable, Hashable {
    package var at: WallTime
    /// The path in the API.
    package var what: String
    /// Who asked, as far as is known: an address, and what the program calls itself.
    package var caller: String

    package init(at: WallTime, what: String, caller: String) {
        self.at = at
        self.what = what
        self.caller = caller
    }
}

/// Why the ledger could not do as asked.
package enum LedgerError: Error, CustomStringConvertible, Sendable, Hashable {
    /// The disk is full; what was acknowledged before is kept.
    case full
    case failed(String)

    package var description: String {
        switch self {
        case .full: "the disk that holds the data folder is full; free some space"
        case .failed(let reason): reason
        }
    }
}

/// What was answered to a request that bore an idempotency key.
package struct Answer: Sendable, Hashable {
    package var key: String
    /// What was asked, so that a key is not taken for another request's.
    package var request: String
    /// The id of what was acted upon: an alert, an incident or a drill.
    package var subject: String
    /// Whether the request raised the alert.
    package var created: Bool
    package var at: WallTime

    package init(key: String, request: String, subject: String, created: Bool, at: WallTime) {
        self.key = key
        self.request = request
        self.subject = subject
        self.created = created
        self.at = at
    }
}

/// Which events of a queue are wanted.
package struct EventPage: Sendable, Hashable {
    package var after: Int
    package var limit: Int
    package var until: WallTime?
    /// Empty: of every type.
    package var types: Set<EntryType>
    /// Empty: of every priority.
    package var priorities: Set<Priority>

    /// Whether events of the queue may be left out.
    package var isFiltered: Bool { until != nil || !types.isEmpty || !priorities.isEmpty }

    package init(
        after: Int,
        limit: Int,
        until: WallTime? = nil,
        types: Set<EntryType> = [],
        priorities: Set<Priority> = []
    ) {
        self.after = after
        self.limit = limit
        self.until = until
        self.types = types
        self.priorities = priorities
    }
}

/// Which alerts are wanted.
package struct AlertPage: Sendable, Hashable {
    package var queue: QueueID?
    package var state: AlertState?
    package var open: Bool?
    /// Whether they are of drills; `nil`: either.
    package var exercise: Bool?
    /// Only alerts raised before this one.
    package var before: AlertID?
    package var limit: Int

    package init(
        queue: QueueID? = nil,
        state: AlertState? = nil,
        open: Bool? = nil,
        exercise: Bool? = nil,
        before: AlertID? = nil,
        limit: Int
    ) {
        self.queue = queue
        self.state = state
        self.open = open
        self.exercise = exercise
        self.before = before
        self.limit = limit
    }
}

/// The last link of the ledger's chain.
package struct ChainHead: Sendable, Hashable, Codable {
    /// How many entries there are.
    package var count: Int
    /// Of the last entry, in hexadecimal digits.
    package var hash: String
    package var at: WallTime

    package init(count: Int, hash: String, at: WallTime) {
        self.count = count
        self.hash = hash
        self.at = at
    }
}

/// Which incidents are wanted.
package struct IncidentPage: Sendable, Hashable {
    package var station: StationID?
    /// Whether any of its alerts is open.
    package var open: Bool?
    /// Only incidents that began before this one.
    package var before: IncidentID?
    package var limit: Int

    package init(
        station: StationID? = nil,
        open: Bool? = nil,
        before: IncidentID? = nil,
        limit: Int
    ) {
        self.station = station
        self.open = open
        self.before = before
        self.limit = limit
    }
}

/// Alerts of one grid that followed each other closely, as lists show them.
package struct IncidentRecord: Sendable, Hashable, Codable {
    package var incident: IncidentID
    package var station: StationID
    package var grid: GridID
    package var exercise: Bool
    package var openedAt: WallTime
    package var lastAlertAt: WallTime
    package var alerts: Int
    package var open: Int
    /// The highest of its alerts.
    package var priority: Priority
    package var storm: Bool
    package var cameras: [CameraID]
    package var units: [UnitID]

    package init(
        incident: IncidentID,
        station: StationID,
        grid: GridID,
        exercise: Bool,
        openedAt: WallTime,
        lastAlertAt: WallTime,
        alerts: Int,
        open: Int,
        priority: Priority,
        storm: Bool,
        cameras: [CameraID],
        units: [UnitID]
    ) {
        self.incident = incident
        self.station = station
        self.grid = grid
        self.exercise = exercise
        self.openedAt = openedAt
        self.lastAlertAt = lastAlertAt
        self.alerts = alerts
        self.open = open
        self.priority = priority
        self.storm = storm
        self.cameras = cameras
        self.units = units
    }
}

/// Which alerts, or absences of stations, a report counts.
package struct ResponsePage: Sendable, Hashable {
    /// Raised, or begun, at or after.
    package var from: WallTime
    /// Raised, or begun, before.
    package var until: WallTime
    /// The sequence of the last row of the page before; 0 for the first page.
    package var after: Int
    package var limit: Int

    package init(from: WallTime, until: WallTime, after: Int = 0, limit: Int = 10_000) {
        self.from = from
        self.until = until
        self.after = after
        self.limit = limit
    }
}

/// What a report needs to know of an alert.
package struct ResponseRow: Sendable, Hashable {
    /// Of its raise, in the ledger.
    package var sequence: Int
    package var record: AlertRecord

    package init(sequence: Int, record: AlertRecord) {
        self.sequence = sequence
        self.record = record
    }
}

/// A stretch of time in which nobody read a station's queue.
package struct Absence: Sendable, Hashable {
    package var station: StationID
    package var from: WallTime
    /// `nil` where nobody reads it yet.
    package var until: WallTime?

    package init(station: StationID, from: WallTime, until: WallTime?) {
        self.station = station
        self.from = from
        self.until = until
    }
}

/// An entry as one queue shows it.
package struct StoredEvent: Sendable, Hashable {
    package var queue: QueueID
    package var number: Int
    package var type: EntryType
    /// The alert's id, or `cameras/…`.
    package var topic: String
    package var ordinal: Int
    /// RFC 3339.
    package var at: String
    /// What it is about: `cameras/…` or `signals/…`.
    package var subject: String
    /// `EntryData` as JSON; `nil` where retention has deleted it.
    package var data: String?

    package init(
        queue: QueueID,
        number: Int,
        type: EntryType,
        topic: String,
        ordinal: Int,
        at: String,
        subject: String,
        data: String?
    ) {
        self.queue = queue
        self.number = number
        self.type = type
        self.topic = topic
        self.ordinal = ordinal
        self.at = at
        self.subject = subject
        self.data = data
    }
}
