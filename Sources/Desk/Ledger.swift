package import Domain

/// The append-only record of all that happened: what the desk writes and everyone else reads.
///
/// The verbs without `async` block on the disk and belong on a thread of their own.
package protocol Ledger: Sendable {
    /// What a desk must know to go on.
    func restore() throws(LedgerError) -> ResponseDesk.Memory
    /// Writes entries and answers in one transaction; on return they are on disk.
    func append(_ entries: [Entry], answers: [Answer]) throws(LedgerError)
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
    /// Keeps in the register that someone looked at a picture.
    func record(_ lookUp: LookUp) async throws(LedgerError)
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
    package var alert: AlertID
    /// Whether the request raised the alert.
    package var created: Bool
    package var at: WallTime

    package init(key: String, request: String, alert: AlertID, created: Bool, at: WallTime) {
        self.key = key
        self.request = request
        self.alert = alert
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
    /// Only alerts raised before this one.
    package var before: AlertID?
    package var limit: Int

    package init(
        queue: QueueID? = nil,
        state: AlertState? = nil,
        open: Bool? = nil,
        before: AlertID? = nil,
        limit: Int
    ) {
        self.queue = queue
        self.state = state
        self.open = open
        self.before = before
        self.limit = limit
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
