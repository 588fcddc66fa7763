import Desk
import Domain

/// One batch on its way to the ledger.
struct DeskSession {
    let driver: DeskDriver
    let clock: any CityClock
    var entries: [Entry] = []
    var answers: [Answer] = []
    private var pictures: [(alert: AlertID, picture: [UInt8], area: Double)] = []
    private var replies: [() -> Void] = []

    init(driver: DeskDriver, clock: any CityClock) {
        self.driver = driver
        self.clock = clock
    }

    /// To be called when the entries are on disk.
    func finish() {
        for kept in pictures {
            driver.snapshots.keep(kept.picture, of: kept.alert, area: kept.area)
        }
        for reply in replies { reply() }
    }

    mutating func decide(_ work: DeskDriver.Work, at desk: inout ResponseDesk) throws(LedgerError) {
        let now = clock.now()
        switch work {
        case .started: take(desk.step(.started, at: now))
        case .episode(let episode): decide(episode, at: &desk, now)
        case .camera(let news, let written):
            take(desk.step(.camera(news), at: now))
            replies.append(written)
        case .request(let request, let key, let reply):
            let result = try answer(request, key, at: &desk, now)
            replies.append { reply(result) }
        }
    }

    private mutating func decide(
        _ episode: DeskDriver.EpisodeWork,
        at desk: inout ResponseDesk,
        _ now: Stamp
    ) {
        switch episode {
        case .opened(let report, let picture):
            let candidate = driver.newID(at: now.wall)
            take(desk.step(.episodeOpened(report, candidate: candidate), at: now))
            keep(picture, of: report, at: desk)
        case .peaked(let report, let picture): keep(picture, of: report, at: desk)
        case .ended(let report): take(desk.step(.episodeEnded(report), at: now))
        }
    }

    private mutating func keep(_ picture: [UInt8]?, of report: EpisodeReport, at desk: ResponseDesk)
    {
        guard let picture, let alert = desk.alert(of: report.track) else { return }
        pictures.append((alert, picture, report.episode.peak.area))
    }

    @discardableResult
    private mutating func take(_ effects: [DeskEffect]) -> [DeskEffect] {
        for case .append(let entry) in effects { entries.append(entry) }
        return effects
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
            guard let record = try record(of: earlier.alert, at: desk) else {
                return .failure(.refused(.unknownAlert(earlier.alert)))
            }
            return .success(.alert(record, created: false))
        }
        switch request {
        case .acknowledge(let queue, let terminal, let after, let through):
            if let after {
                try driver.ledger.keep(origin: after, of: terminal, in: queue)
            }
            let origin = try driver.ledger.origin(of: terminal, in: queue)
            let effects = desk.step(
                .acknowledged(
                    queue: queue,
                    terminal: terminal,
                    after: origin ?? 0,
                    through: through
                ),
                at: now
            )
            take(effects)
            return .success(.delivered(effects.count))
        case .act(let action, let alert):
            let recalled = try record(of: alert, at: desk)
            let effects = desk.step(.act(action, on: alert, recalled: recalled), at: now)
            return try reply(to: take(effects)[0], key, at: desk, now)
        case .signal(let signal):
            let known = try known(signal, at: desk)
            let effects = desk.step(
                .signal(signal, candidate: driver.newID(at: now.wall), known: known),
                at: now
            )
            return try reply(to: take(effects)[0], key, at: desk, now)
        }
    }

    private mutating func reply(
        to effect: DeskEffect,
        _ key: RequestKey?,
        at desk: ResponseDesk,
        _ now: Stamp
    ) throws(LedgerError) -> Result<DeskReply, DeskError> {
        switch effect {
        case .append(let entry):
            guard let record = entry.record else {
                preconditionFailure("what a request changes is an alert")
            }
            let created = entry.type == .raised
            remember(key, record.alert.id, created: created, now)
            return .success(.alert(record, created: created))
        case .known(let alert):
            remember(key, alert, created: false, now)
            guard let record = try record(of: alert, at: desk) else {
                return .failure(.refused(.unknownAlert(alert)))
            }
            return .success(.alert(record, created: false))
        case .refuse(let refusal): return .failure(.refused(refusal))
        }
    }

    private mutating func remember(
        _ key: RequestKey?,
        _ alert: AlertID,
        created: Bool,
        _ now: Stamp
    ) {
        guard let key else { return }
        answers.append(
            Answer(
                key: key.key,
                request: key.request,
                alert: alert,
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
