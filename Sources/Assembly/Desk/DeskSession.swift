import Desk
import Domain

/// One batch on its way to the ledger.
struct DeskSession {
    let driver: DeskDriver
    let clock: any CityClock
    /// When its first work was decided.
    let begun: Moment
    private(set) var entries: [Entry] = []
    private(set) var memos: [Memo] = []
    private(set) var answers: [Answer] = []
    /// When the desk wants to be woken.
    private(set) var wake: Moment?
    private var pictures: [(alert: AlertID, picture: [UInt8], area: Double)] = []
    private var replies: [() -> Void] = []

    init(driver: DeskDriver, clock: any CityClock) {
        self.driver = driver
        self.clock = clock
        begun = clock.moment
    }

    var hasSomethingToWrite: Bool { !entries.isEmpty || !memos.isEmpty || !answers.isEmpty }

    /// To be called when the entries are on disk.
    func finish() {
        for kept in pictures {
            driver.snapshots.keep(kept.picture, of: kept.alert, area: kept.area)
        }
        for reply in replies { reply() }
    }

    /// Lets a desk that was read from the ledger go on with the clocks as they ran.
    mutating func resume(_ running: ResponseDesk.Clocks, at desk: inout ResponseDesk) {
        take(desk.step(.resumed(running), at: clock.now()))
    }

    mutating func decide(_ work: DeskWork, at desk: inout ResponseDesk) throws(LedgerError) {
        let now = clock.now()
        // What is due comes first, and apart from what is answered.
        take(desk.step(.wake, at: now))
        switch work {
        case .wake: break
        case .started: take(desk.step(.started, at: now))
        case .policy(let policy): take(desk.step(.policy(policy), at: now))
        case .episode(let episode, let raised): decide(episode, raised, at: &desk, now)
        case .camera(let news, let written):
            take(desk.step(.camera(news), at: now))
            replies.append(written)
        case .request(let request, let key, let reply):
            let result = try answer(request, key, at: &desk, now)
            replies.append { reply(result) }
        }
    }

    private mutating func decide(
        _ episode: EpisodeWork,
        _ raised: (@Sendable (Result<AlertID, DeskError>) -> Void)?,
        at desk: inout ResponseDesk,
        _ now: Stamp
    ) {
        switch episode {
        case .opened(let report, let picture, let folded):
            let candidate = driver.newID(at: now.wall)
            take(
                desk.step(.episodeOpened(report, candidate: candidate, folded: folded), at: now)
            )
            keep(picture, of: report, at: desk)
            if let raised {
                let alert = desk.alert(of: report.track) ?? candidate
                replies.append { raised(.success(alert)) }
            }
        case .peaked(let report, let picture): keep(picture, of: report, at: desk)
        case .ended(let report): take(desk.step(.episodeEnded(report), at: now))
        case .withdrawn(let report): take(desk.step(.episodeWithdrawn(report), at: now))
        }
    }

    private mutating func keep(_ picture: [UInt8]?, of report: EpisodeReport, at desk: ResponseDesk)
    {
        guard let picture, let alert = desk.alert(of: report.track) else { return }
        pictures.append((alert, picture, report.episode.peak.area))
    }

    /// - Returns: the effects that answer what was asked.
    @discardableResult
    private mutating func take(_ effects: [DeskEffect]) -> [DeskEffect] {
        effects.filter { effect in
            switch effect {
            case .append(let entry): entries.append(entry)
            case .keep(let memo): memos.append(memo)
            case .wake(let moment):
                wake = moment
                return false
            case .known, .refuse: break
            }
            return true
        }
    }

    // MARK: Requests

    private mutating func answer(
        _ request: DeskRequest,
        _ key: RequestKey?,
        at desk: inout ResponseDesk,
        _ now: Stamp
    ) throws(LedgerError) -> Result<DeskReply, DeskError> {
        if let key, let earlier = try earlierAnswer(to: key.key) {
            guard earlier.request == key.request else { return .failure(.keyReused) }
            return try reply(again: request, earlier, at: desk)
        }
        switch request {
        case .acknowledge(let queue, let terminal, let after, let through):
            if let after {
                try driver.ledger.keep(origin: after, of: terminal, in: queue)
            }
            let origin = try driver.ledger.origin(of: terminal, in: queue)
            let effects = take(
                desk.step(
                    .acknowledged(
                        queue: queue,
                        terminal: terminal,
                        after: origin ?? 0,
                        through: through
                    ),
                    at: now
                )
            )
            return .success(.delivered(effects.count(where: \.isDelivery)))
        case .heartbeat(let queue, let terminal):
            take(desk.step(.heard(queue: queue, terminal: terminal), at: now))
            return .success(.heard)
        case .act(let action, let alert):
            let recalled = try record(of: alert, at: desk)
            let effects = desk.step(.act(action, on: alert, recalled: recalled), at: now)
            return try reply(to: take(effects), key, at: desk, now)
        case .actOnIncident(let action, let incident):
            let effects = take(desk.step(.actOnIncident(action, incident), at: now))
            if let refusal = effects.refusal { return .failure(.refused(refusal)) }
            remember(key, incident.rawValue, created: false, now)
            return .success(.incident(effects.lastRecords))
        case .signal(let signal):
            let known = try known(signal, at: desk)
            let effects = desk.step(
                .signal(signal, candidate: driver.newID(at: now.wall), known: known),
                at: now
            )
            return try reply(to: take(effects), key, at: desk, now)
        case .units: return .success(.units(desk.unitRecords))
        case .locate(let unit, let fix):
            return reply(of: unit, to: take(desk.step(.located(unit, fix), at: now)), desk)
        case .turn(let unit, let status, let actor):
            let effects = desk.step(.unit(unit, status, by: actor), at: now)
            return reply(of: unit, to: take(effects), desk)
        case .drills: return .success(.drills(desk.allDrills))
        case .startDrill(let name, let station, let actor):
            let drill = Drill(
                id: DrillID(driver.newID(at: now.wall).rawValue),
                name: name,
                station: station,
                startedBy: actor,
                startedAt: now.wall
            )
            take(desk.step(.drillStarted(drill), at: now))
            remember(key, drill.id.rawValue, created: true, now)
            return .success(.drills([drill]))
        case .stopDrill(let drill, let actor):
            let effects = take(desk.step(.drillStopped(drill, by: actor), at: now))
            if let refusal = effects.refusal { return .failure(.refused(refusal)) }
            remember(key, drill.rawValue, created: false, now)
            return .success(.drills(desk.allDrills.filter { $0.id == drill }))
        }
    }

    /// What is answered to a request that was answered before.
    private func reply(
        again request: DeskRequest,
        _ earlier: Answer,
        at desk: ResponseDesk
    ) throws(LedgerError) -> Result<DeskReply, DeskError> {
        switch request {
        case .startDrill, .stopDrill:
            return .success(.drills(desk.allDrills.filter { $0.id.rawValue == earlier.subject }))
        case .actOnIncident:
            return .success(.incident(desk.openRecords(of: IncidentID(earlier.subject))))
        default:
            let alert = AlertID(earlier.subject)
            guard let record = try record(of: alert, at: desk) else {
                return .failure(.refused(.unknownAlert(alert)))
            }
            return .success(.alert(record, created: false))
        }
    }

    private mutating func reply(
        to effects: [DeskEffect],
        _ key: RequestKey?,
        at desk: ResponseDesk,
        _ now: Stamp
    ) throws(LedgerError) -> Result<DeskReply, DeskError> {
        if let refusal = effects.refusal { return .failure(.refused(refusal)) }
        if case .known(let alert)? = effects.first {
            remember(key, alert.rawValue, created: false, now)
            guard let record = try record(of: alert, at: desk) else {
                return .failure(.refused(.unknownAlert(alert)))
            }
            return .success(.alert(record, created: false))
        }
        guard let record = effects.lastRecords.first else {
            preconditionFailure("what a request changes is an alert")
        }
        let created = effects.contains { $0.isRaise }
        remember(key, record.alert.id.rawValue, created: created, now)
        return .success(.alert(record, created: created))
    }

    private func reply(
        of unit: UnitID,
        to effects: [DeskEffect],
        _ desk: ResponseDesk
    ) -> Result<DeskReply, DeskError> {
        if let refusal = effects.refusal { return .failure(.refused(refusal)) }
        return .success(.units(desk.unitRecords.filter { $0.id == unit }))
    }

    private mutating func remember(
        _ key: RequestKey?,
        _ subject: String,
        created: Bool,
        _ now: Stamp
    ) {
        guard let key else { return }
        answers.append(
            Answer(
                key: key.key,
                request: key.request,
                subject: subject,
                created: created,
                at: now.wall
            )
        )
    }

    private func earlierAnswer(to key: String) throws(LedgerError) -> Answer? {
        if let answer = answers.first(where: { $0.key == key }) { return answer }
        return try driver.ledger.answer(to: key)
    }

    private func known(
        _ signal: Signal,
        at desk: ResponseDesk
    ) throws(LedgerError) -> AlertID? {
        if let alert = desk.alert(of: signal.reference) { return alert }
        // A signal closed in this very batch is in neither place yet.
        let written = entries.lazy.compactMap(\.record?.alert)
        if let alert = written.last(where: { $0.signal == signal.reference }) { return alert.id }
        return try driver.ledger.alert(of: signal.reference)
    }

    private func record(
        of alert: AlertID,
        at desk: ResponseDesk
    ) throws(LedgerError) -> AlertRecord? {
        if let record = desk.record(of: alert) { return record }
        if let last = entries.lazy.compactMap(\.record).last(where: { $0.alert.id == alert }) {
            return last
        }
        return try driver.ledger.record(of: alert)
    }
}

extension [DeskEffect] {
    fileprivate var refusal: Refusal? {
        for case .refuse(let refusal) in self { return refusal }
        return nil
    }

    /// Each alert that was changed, as it is now.
    fileprivate var lastRecords: [AlertRecord] {
        var last: [AlertID: AlertRecord] = [:]
        var order: [AlertID] = []
        for case .append(let entry) in self {
            guard let record = entry.record else { continue }
            if last.updateValue(record, forKey: record.alert.id) == nil {
                order.append(record.alert.id)
            }
        }
        return order.compactMap { last[$0] }
    }
}

extension DeskEffect {
    fileprivate var isRaise: Bool {
        if case .append(let entry) = self { entry.type == .raised } else { false }
    }

    fileprivate var isDelivery: Bool {
        if case .append(let entry) = self { entry.type == .delivered } else { false }
    }
}
