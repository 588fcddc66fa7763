import Desk
import Dispatch
import Domain
import Storage
import Synchronization

/// A real ledger on a disk that may be full.
final class NarrowLedger: Ledger {
    private let ledger: SQLiteLedger
    private let full = Mutex(false)
    private let poison = Mutex<CameraID?>(nil)
    private let gate = Mutex<LedgerGate?>(nil)
    private let asked = Mutex<(@Sendable (String) -> Void)?>(nil)
    private let probed = Mutex<(@Sendable () -> Void)?>(nil)

    init(_ ledger: SQLiteLedger) { self.ledger = ledger }

    /// Entries of this camera cannot be written.
    func setPoison(_ camera: CameraID?) { poison.withLock { $0 = camera } }

    /// Does something whenever the driver tries whether there is room again.
    func onProbe(_ work: @escaping @Sendable () -> Void) { probed.withLock { $0 = work } }

    func setFull(_ isFull: Bool) { full.withLock { $0 = isFull } }

    /// Each transaction waits at the gate until it is let through.
    func setGate(_ new: LedgerGate?) { gate.withLock { $0 = new } }

    /// Does something whenever the driver looks up a key.
    func onAnswer(_ work: @escaping @Sendable (String) -> Void) { asked.withLock { $0 = work } }

    func prepare(
        _ entries: [Entry],
        memos: [Memo],
        answers: [Answer]
    ) throws(LedgerError) -> PreparedBatch {
        try ledger.prepare(entries, memos: memos, answers: answers)
    }

    func append(_ batch: PreparedBatch) throws(LedgerError) {
        try gate.withLock { $0 }?.pass()
        if full.withLock({ $0 }) { throw .full }
        if let bad = poison.withLock({ $0 }),
            batch.entries.contains(where: { $0.entry.record?.alert.camera?.id == bad })
        {
            throw .failed("poison")
        }
        try ledger.append(batch)
    }

    func probe() throws(LedgerError) {
        probed.withLock { $0 }?()
        if full.withLock({ $0 }) { throw .full }
        try ledger.probe()
    }

    func restore() throws(LedgerError) -> ResponseDesk.Memory { try ledger.restore() }
    func record(of alert: AlertID) throws(LedgerError) -> AlertRecord? {
        try ledger.record(of: alert)
    }
    func alert(of signal: Alert.SignalReference) throws(LedgerError) -> AlertID? {
        try ledger.alert(of: signal)
    }
    func answer(to key: String) throws(LedgerError) -> Answer? {
        asked.withLock { $0 }?(key)
        return try ledger.answer(to: key)
    }
    func origin(of terminal: String, in queue: QueueID) throws(LedgerError) -> Int? {
        try ledger.origin(of: terminal, in: queue)
    }
    func keep(origin: Int, of terminal: String, in queue: QueueID) throws(LedgerError) {
        try ledger.keep(origin: origin, of: terminal, in: queue)
    }
    var epoch: Int { ledger.epoch }
    func head(of queue: QueueID) async throws(LedgerError) -> Int {
        try await ledger.head(of: queue)
    }
    func position(in queue: QueueID, before time: WallTime) async throws(LedgerError) -> Int {
        try await ledger.position(in: queue, before: time)
    }
    func position(
        in queue: QueueID,
        beforeLast count: Int,
        of page: EventPage
    ) async throws(LedgerError) -> Int {
        try await ledger.position(in: queue, beforeLast: count, of: page)
    }
    func events(in queue: QueueID, _ page: EventPage) async throws(LedgerError) -> [StoredEvent] {
        try await ledger.events(in: queue, page)
    }
    func history(of alert: AlertID) async throws(LedgerError) -> [StoredEvent] {
        try await ledger.history(of: alert)
    }
    func alert(_ id: AlertID) async throws(LedgerError) -> AlertRecord? {
        try await ledger.alert(id)
    }
    func alerts(_ page: AlertPage) async throws(LedgerError) -> [AlertRecord] {
        try await ledger.alerts(page)
    }
    func openAlerts(in queue: QueueID) async throws(LedgerError) -> (open: Int, waiting: Int) {
        try await ledger.openAlerts(in: queue)
    }
    func incidents(_ page: IncidentPage) async throws(LedgerError) -> [IncidentRecord] {
        try await ledger.incidents(page)
    }
    func alerts(of incident: IncidentID) async throws(LedgerError) -> [AlertRecord] {
        try await ledger.alerts(of: incident)
    }
    func responses(_ page: ResponsePage) async throws(LedgerError) -> [ResponseRow] {
        try await ledger.responses(page)
    }
    func absences(_ page: ResponsePage) async throws(LedgerError) -> [Absence] {
        try await ledger.absences(page)
    }
    func chainHead() async throws(LedgerError) -> ChainHead { try await ledger.chainHead() }
    func record(_ lookUp: LookUp) async throws(LedgerError) { try await ledger.record(lookUp) }
}

/// Where a transaction waits before it is written.
final class LedgerGate: Sendable {
    /// Has one element for each transaction that has come.
    let arrivals: AsyncStream<Void>
    private let arrived: AsyncStream<Void>.Continuation
    private let next = DispatchSemaphore(value: 0)
    private let failure = Mutex<LedgerError?>(nil)

    init() { (arrivals, arrived) = AsyncStream.makeStream() }

    /// Returns when a transaction waits here.
    func arrival() async {
        for await _ in arrivals { return }
    }

    /// Lets one transaction through, or fails it.
    func open(_ failure: LedgerError? = nil) {
        self.failure.withLock { $0 = failure }
        next.signal()
    }

    fileprivate func pass() throws(LedgerError) {
        arrived.yield()
        next.wait()
        if let failure = failure.withLock({ $0 }) { throw failure }
    }
}
