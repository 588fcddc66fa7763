import Assembly
import Delivery
import Desk
import Domain
import Foundation
import Logging
import Storage
import Synchronization
import Testing

/// A driver on a real ledger, in a folder that goes with it.
private final class Counter: Sendable {
    let clock = HandClock()
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path()
    let ledger: NarrowLedger
    let driver: DeskDriver
    let hub = StreamHub()

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        ledger = NarrowLedger(try SQLiteLedger(path: "\(folder)/ledger.sqlite"))
        driver = try Self.driver(on: ledger, hub, clock, folder: folder)
        driver.start()
    }

    /// - Parameter city: whose stations stand behind one another.
    static func driver(
        on ledger: NarrowLedger,
        _ hub: StreamHub,
        _ clock: HandClock,
        city: City? = nil,
        folder: String
    ) throws -> DeskDriver {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let random = Numbers()
        return DeskDriver(
            policy: .standard,
            chart: city.map { Chart($0) } ?? .empty,
            ledger: ledger,
            hub: hub,
            snapshots: try SnapshotStore(folder: "\(folder)/snapshots", bound: 4, logger: logger),
            clock: clock,
            random: { random.next() },
            bound: 100,
            logger: logger
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func raise(_ id: String, key: RequestKey? = nil) async throws(DeskError) -> (AlertID, Bool) {
        let signal = Signal(
            reference: Alert.SignalReference(source: "test", id: id),
            kind: AlertKind("door"),
            priority: nil,
            station: "jn-017",
            grid: "jn-017",
            text: nil
        )
        guard
            case .alert(let record, let created) = try await driver.submit(
                .signal(signal), key: key)
        else { return ("", false) }
        return (record.alert.id, created)
    }

    func events() async throws -> [StoredEvent] {
        try await ledger.events(in: "jn-017", EventPage(after: 0, limit: 1000))
    }
}

private final class Numbers: Sendable {
    private let last = Mutex<UInt64>(0)

    func next() -> UInt64 {
        last.withLock { last in
            last += 1
            return last
        }
    }
}

/// A clock that stands still until it is moved.
private final class HandClock: CityClock {
    private let passed = Mutex(0.0)

    func now() -> Stamp {
        let start = WallTime(milliseconds: 1_000_000, offset: 0)
        return Stamp(moment: Moment(nanoseconds: 0), wall: start)
            .advanced(bySeconds: passed.withLock { $0 })
    }

    func advance(bySeconds seconds: Double) { passed.withLock { $0 += seconds } }
}

/// A real ledger on a disk that may be full.
private final class NarrowLedger: Ledger {
    private let ledger: SQLiteLedger
    private let full = Mutex(false)
    private let poison = Mutex<CameraID?>(nil)
    private let probed = Mutex<(@Sendable () -> Void)?>(nil)

    init(_ ledger: SQLiteLedger) { self.ledger = ledger }

    /// Entries of this camera cannot be written.
    func setPoison(_ camera: CameraID?) { poison.withLock { $0 = camera } }

    /// Does something whenever the driver tries whether there is room again.
    func onProbe(_ work: @escaping @Sendable () -> Void) { probed.withLock { $0 = work } }

    func setFull(_ isFull: Bool) { full.withLock { $0 = isFull } }

    func append(
        _ entries: [Entry],
        memos: [Memo],
        answers: [Answer]
    ) throws(LedgerError) {
        if full.withLock({ $0 }) { throw .full }
        if let bad = poison.withLock({ $0 }),
            entries.contains(where: { $0.record?.alert.camera?.id == bad })
        {
            throw .failed("poison")
        }
        try ledger.append(entries, memos: memos, answers: answers)
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
    func answer(to key: String) throws(LedgerError) -> Answer? { try ledger.answer(to: key) }
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

struct `The desk's driver` {
    private let counter: Counter

    init() throws { counter = try Counter() }

    @Test func `raises one alert for a signal that comes fifty times at once`() async throws {
        let counter = counter
        let answers = try await withThrowingTaskGroup(of: (AlertID, Bool).self) { group in
            for _ in 0..<50 { group.addTask { try await counter.raise("1") } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(answers.map(\.0)).count == 1)
        #expect(answers.count(where: \.1) == 1)
        #expect(try await counter.events().map(\.type) == [.raised])
    }

    @Test func `lets one of fifty officers accept, and tells the others who`() async throws {
        let counter = counter
        let (alert, _) = try await counter.raise("1")
        let refusals = await withTaskGroup(of: DeskError?.self) { group in
            for number in 0..<50 {
                group.addTask {
                    do throws(DeskError) {
                        let action = AlertAction(verb: .accept, actor: "officer-\(number)")
                        _ = try await counter.driver.submit(.act(action, on: alert), key: nil)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(refusals.count { $0 == nil } == 1)
        let winner = try #require(try await counter.ledger.alert(alert)?.alert.acceptedBy)
        for case .refused(.state(_, _, let by, _))? in refusals { #expect(by == winner) }
        #expect(try await counter.events().map(\.type) == [.raised, .accepted])
    }

    @Test func `takes the same request with the same key for one`() async throws {
        let (alert, _) = try await counter.raise("1")
        let action = DeskRequest.act(AlertAction(verb: .accept, actor: "li"), on: alert)
        let key = RequestKey(key: "k", request: "accept")
        for _ in 0..<2 {
            let reply = try await counter.driver.submit(action, key: key)
            guard case .alert(let record, _) = reply else { throw DeskError.stopping }
            #expect(record.alert.state == .accepted)
        }
        await #expect(throws: DeskError.keyReused) {
            try await counter.driver.submit(action, key: RequestKey(key: "k", request: "close"))
        }
        #expect(try await counter.events().count == 2)
    }

    @Test func `refuses what a full disk cannot keep, and goes on where there is room`()
        async throws
    {
        let (first, _) = try await counter.raise("1")
        counter.ledger.setFull(true)
        await #expect(throws: DeskError.ledger(.full)) { try await counter.raise("2") }
        counter.ledger.setFull(false)
        let (third, created) = try await counter.raise("2")
        #expect(created && third != first)
        #expect(!counter.driver.currentFigures.isFailing)
        #expect(try await counter.events().map(\.number) == [1, 2])
    }

    @Test func `writes what a camera saw while the disk was full`() async throws {
        _ = try await counter.raise("1")
        let reader = try #require(counter.hub.open("jn-017"))
        counter.ledger.setFull(true)
        counter.driver.report(.opened(Self.report, picture: nil))
        await #expect(throws: DeskError.ledger(.full)) { try await counter.raise("2") }
        counter.ledger.setFull(false)
        while await reader.next() != nil {
            let types = try await counter.events().map(\.type)
            if types == [.raised, .raised] { break }
        }
        let newest = try await counter.ledger.alerts(AlertPage(limit: 1))
        #expect(newest.first?.alert.camera?.id == "gate")
    }

    @Test func `judges by the policy that it was told of last, also after the disk was full`()
        async throws
    {
        var policy = ResponsePolicy.standard
        policy.version = "2"
        counter.driver.apply(policy)
        _ = try await counter.raise("1")
        counter.ledger.setFull(true)
        await #expect(throws: DeskError.ledger(.full)) { try await counter.raise("2") }
        counter.ledger.setFull(false)
        let (after, _) = try await counter.raise("3")
        #expect(try await counter.ledger.alert(after)?.alert.policy == "2")
    }

    @Test func `folds what comes again into what waits, with a count, where too much waits`()
        async throws
    {
        _ = try await counter.raise("1")
        let reader = try #require(counter.hub.open("jn-017"))
        counter.ledger.setFull(true)
        for number in 0..<130 {
            let camera = CameraID("camera-\(number % 110)")
            counter.driver.report(.opened(Self.report(after: 0, camera: camera), picture: nil))
        }
        #expect(counter.driver.currentFigures.waiting >= 110)
        await #expect(throws: DeskError.busy) { try await counter.raise("2") }
        #expect(counter.driver.currentFigures.folded == 20)
        counter.ledger.setFull(false)
        while try await counter.events().count < 111 { _ = await reader.next() }
        let folded = try await counter.events().filter {
            $0.data?.contains("\"folded\":1") == true
        }
        #expect(folded.count == 20)
    }

    @Test func `fires each stage that came due while the node was down, once, and says how late`()
        async throws
    {
        let (alert, _) = try await counter.raise("1")
        await counter.driver.stop()
        counter.clock.advance(bySeconds: 100)
        let next = try Counter.driver(
            on: counter.ledger, counter.hub, counter.clock, city: twoStations,
            folder: counter.folder
        )
        next.start()
        guard case .units = try await next.submit(.units, key: nil) else {
            throw DeskError.stopping
        }
        let record = try #require(try await counter.ledger.alert(alert))
        #expect(
            record.fired.names == [
                .neighbours, .deliveredMissed, .acceptedMissed, .dispatchedMissed,
            ])
        let late = try await counter.events().compactMap(\.data).filter {
            $0.contains("\"late\":98")
        }
        #expect(late.count == 1)
    }

    @Test func `hears terminals while nothing can be written`() async throws {
        let driver = try Counter.driver(
            on: counter.ledger, counter.hub, counter.clock, city: twoStations,
            folder: counter.folder
        )
        driver.start()
        let beat = DeskRequest.heartbeat(queue: "jn-017", terminal: "wall-1")
        _ = try await driver.submit(beat, key: nil)
        counter.ledger.setFull(true)
        counter.clock.advance(bySeconds: 14)
        driver.report(.opened(Self.report, picture: nil))
        guard case .heard = try await driver.submit(beat, key: nil) else {
            throw DeskError.stopping
        }
        counter.clock.advance(bySeconds: 14)
        counter.ledger.setFull(false)
        let reader = try #require(counter.hub.open("jn-017"))
        while try await counter.events().isEmpty { _ = await reader.next() }
        #expect(try await counter.events().map(\.type).contains(.raised))
        #expect(try await !counter.events().map(\.type).contains(.stationUnattended))
    }

    /// Two stations of one district, side by side.
    private let twoStations = City(
        code: "370100",
        name: "济南市",
        districts: [District(code: "370102", name: "历下区")],
        stations: [
            "jn-017": Station(
                id: "jn-017", name: "泉城广场", district: "370102",
                position: GeoPoint(longitude: 117.02, latitude: 36.66)
            ),
            "jn-018": Station(
                id: "jn-018", name: "大明湖", district: "370102",
                position: GeoPoint(longitude: 117.02, latitude: 36.68)
            ),
        ],
        grids: []
    )

    @Test func `tries a full disk once a second, however much comes meanwhile`() async throws {
        let (tries, tried) = AsyncStream<ContinuousClock.Instant>.makeStream()
        counter.ledger.onProbe { [weak driver = counter.driver] in
            driver?.report(.opened(Self.report, picture: nil))
            tried.yield(.now)
        }
        counter.ledger.setFull(true)
        counter.driver.report(.opened(Self.report, picture: nil))
        var times: [ContinuousClock.Instant] = []
        for await time in tries.prefix(2) { times.append(time) }
        // A timer is late under load, and never early.
        #expect(times[1] - times[0] >= .milliseconds(900))
        counter.ledger.onProbe {}
        counter.ledger.setFull(false)
        await counter.driver.stop()
    }

    @Test func `keeps the order of what a camera saw while the disk was full`() async throws {
        _ = try await counter.raise("1")
        let reader = try #require(counter.hub.open("jn-017"))
        counter.ledger.setFull(true)
        for offset in [0.0, 100] {
            let seen = Self.report(after: offset)
            counter.driver.report(.opened(seen, picture: nil))
            counter.driver.report(.ended(seen))
        }
        await #expect(throws: DeskError.ledger(.full)) { try await counter.raise("2") }
        counter.ledger.setFull(false)
        while try await counter.events().count < 5 { _ = await reader.next() }
        let types = try await counter.events().map(\.type)
        #expect(types == [.raised, .raised, .ended, .raised, .ended])
        #expect(!counter.driver.currentFigures.isFailing)
    }

    @Test func `holds back nothing but the track of what cannot be written`() async throws {
        _ = try await counter.raise("1")
        let reader = try #require(counter.hub.open("jn-017"))
        counter.ledger.setPoison("gate")
        counter.driver.report(.opened(Self.report(after: 0), picture: nil))
        counter.driver.report(.ended(Self.report(after: 0)))
        counter.driver.report(.opened(Self.report(after: 0, camera: "hall"), picture: nil))
        while try await counter.events().count < 2 { _ = await reader.next() }
        #expect(try await counter.ledger.alerts(AlertPage(limit: 1))[0].alert.camera?.id == "hall")
        counter.ledger.setPoison(nil)
        while try await counter.events().count < 4 { _ = await reader.next() }
        let types = try await counter.events().map(\.type)
        #expect(types == [.raised, .raised, .raised, .ended])
    }

    @Test func `takes nothing more once it has stopped, and has written all before`() async throws {
        counter.driver.report(.opened(Self.report, picture: nil))
        await counter.driver.stop()
        #expect(try await counter.events().map(\.type) == [.raised])
        await #expect(throws: DeskError.stopping) { try await counter.raise("1") }
    }

    private static let report = report(after: 0)

    /// An episode of one second that began `seconds` after the first.
    private static func report(after seconds: Double, camera: CameraID = "gate") -> EpisodeReport {
        let start = WallTime(milliseconds: 998_000, offset: 0).advanced(bySeconds: seconds)
        let end = start.advanced(bySeconds: 1)
        return EpisodeReport(
            camera: Camera(id: camera, name: "gate", url: "x", station: "jn-017", grid: "jn-017"),
            episode: Episode(
                number: 1,
                kind: .motion,
                zone: "whole",
                start: StreamTime(seconds: 1),
                lastMotion: StreamTime(seconds: 2),
                peak: Episode.Peak(
                    time: StreamTime(seconds: 1),
                    area: 0.1,
                    box: Box(x: 0, y: 0, width: 0.1, height: 1)
                )
            ),
            seenAt: end,
            start: start,
            lastMotion: end,
            peakAt: start
        )
    }
}
