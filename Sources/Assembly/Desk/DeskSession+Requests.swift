import Desk
import Domain

/// What is asked of the desk.
extension DeskSession {
    mutating func answer(
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
                try ledger.keep(origin: after, of: terminal, in: queue)
            }
            let origin = try ledger.origin(of: terminal, in: queue) ?? 0
            let effects = step(
                .acknowledged(queue: queue, terminal: terminal, after: origin, through: through),
                at: &desk, now
            )
            return .success(.delivered(effects.count(where: \.isDelivery)))
        case .heartbeat(let queue, let terminal):
            step(.heard(queue: queue, terminal: terminal), at: &desk, now)
            return .success(.heard)
        case .act(let action, let alert):
            let recalled = try record(of: alert, at: desk)
            let effects = step(.act(action, on: alert, recalled: recalled), at: &desk, now)
            return try reply(to: effects, of: alert, key, at: desk, now)
        case .actOnIncident(let action, let incident):
            let effects = step(.actOnIncident(action, incident), at: &desk, now)
            if let refusal = effects.refusal { return .failure(.refused(refusal)) }
            let changed = effects.lastRecords(by: action.actor, in: incident)
            let names = [incident.rawValue] + changed.map(\.alert.id.rawValue)
            remember(key, names.joined(separator: " "), created: false, now)
            return .success(.incident(changed))
        case .signal(let signal):
            let known = try known(signal, at: desk)
            let candidate = driver.newID(at: now.wall)
            let effects = step(.signal(signal, candidate: candidate, known: known), at: &desk, now)
            return try reply(to: effects, key, at: desk, now)
        case .units: return .success(.units(desk.unitRecords))
        case .locate(let unit, let fix):
            return reply(of: unit, to: step(.located(unit, fix), at: &desk, now), desk)
        case .turn(let unit, let status, let actor):
            return reply(of: unit, to: step(.unit(unit, status, by: actor), at: &desk, now), desk)
        case .drills: return .success(.drills(desk.allDrills))
        case .startDrill(let name, let station, let actor):
            let drill = Drill(
                id: DrillID(driver.newID(at: now.wall).rawValue),
                name: name,
                station: station,
                startedBy: actor,
                startedAt: now.wall
            )
            step(.drillStarted(drill), at: &desk, now)
            remember(key, drill.id.rawValue, created: true, now)
            return .success(.drills([drill]))
        case .stopDrill(let drill, let actor):
            let effects = step(.drillStopped(drill, by: actor), at: &desk, now)
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
            // The incident, and what was changed of it.
            var records: [AlertRecord] = []
            for name in earlier.subject.split(separator: " ").dropFirst() {
                if let known = try record(of: AlertID(String(name)), at: desk) {
                    records.append(known)
                }
            }
            return .success(.incident(records))
        default:
            let alert = AlertID(earlier.subject)
            guard let record = try record(of: alert, at: desk) else {
                return .failure(.refused(.unknownAlert(alert)))
            }
            return .success(.alert(record, created: false))
        }
    }

    /// - Parameter alert: what was acted upon; where it is `nil`, what was raised.
    private mutating func reply(
        to effects: [DeskEffect],
        of alert: AlertID? = nil,
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
        guard let subject = alert ?? effects.raised,
            let record = effects.lastRecords.first(where: { $0.alert.id == subject })
        else {
            preconditionFailure("what a request changes is an alert")
        }
        let created = effects.raised != nil
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
        note(
            Answer(
                key: key.key,
                request: key.request,
                subject: subject,
                created: created,
                at: now.wall
            )
        )
    }

    // MARK: What is not on disk yet, and then the ledger

    private func earlierAnswer(to key: String) throws(LedgerError) -> Answer? {
        if let answer = news.answers[key] ?? earlier.answers[key] { return answer }
        return try ledger.answer(to: key)
    }

    private func known(
        _ signal: Signal,
        at desk: ResponseDesk
    ) throws(LedgerError) -> AlertID? {
        let signal = signal.reference
        if let alert = desk.alert(of: signal) ?? news.signals[signal] ?? earlier.signals[signal] {
            return alert
        }
        return try ledger.alert(of: signal)
    }

    private func record(
        of alert: AlertID,
        at desk: ResponseDesk
    ) throws(LedgerError) -> AlertRecord? {
        if let record = desk.record(of: alert) ?? news.closed[alert] ?? earlier.closed[alert] {
            return record
        }
        return try ledger.record(of: alert)
    }
}

extension [DeskEffect] {
    fileprivate var refusal: Refusal? {
        for case .refuse(let refusal) in self { return refusal }
        return nil
    }

    /// The alert that was raised first.
    fileprivate var raised: AlertID? {
        for case .append(let entry) in self where entry.type == .raised {
            return entry.record?.alert.id
        }
        return nil
    }

    /// Each alert of an incident that somebody acted upon, as it is now: not what else came of it.
    fileprivate func lastRecords(by actor: String, in incident: IncidentID) -> [AlertRecord] {
        var touched: Set<AlertID> = []
        for case .append(let entry) in self where entry.detail?.actor == actor {
            if let alert = entry.record?.alert.id { touched.insert(alert) }
        }
        return lastRecords.filter {
            $0.alert.incident == incident && touched.contains($0.alert.id)
        }
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
    fileprivate var isDelivery: Bool {
        if case .append(let entry) = self { entry.type == .delivered } else { false }
    }
}
