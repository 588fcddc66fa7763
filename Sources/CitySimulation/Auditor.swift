import Desk
import Domain
import HeapModule

/// Watches the desk's effects and knows by itself what must hold after each step.
///
/// It reads entries, memos and what the world put in; never what the desk remembers. Its work at a
/// step is as large as the step's effects.
struct Auditor {
    private static let most = 20

    let seed: UInt64
    let chart: Chart
    private(set) var policies: [String: ResponsePolicy] = [:]
    /// For alerts raised from now on.
    var policy: ResponsePolicy
    /// The same as its file says it.
    var given: ResponsePolicy
    private var plans: [PlanKey: [Stage]] = [:]
    var alerts: [AlertModel] = []
    var places: [AlertID: Int] = [:]
    var signals: [Alert.SignalReference: Int] = [:]
    var queues: [QueueID: QueueModel] = [:]
    var stations: [StationID: StationModel] = [:]
    var incidents: [IncidentModel] = []
    var latest: [IncidentPlace: Int] = [:]
    private var cameras: [CameraID: Int] = [:]
    /// The last alert of each track.
    var tracks: [TrackKey: Int] = [:]
    /// What an episode that opens has to bring about.
    var expected: Expectation?
    private var due = Heap<DueModel>()
    /// Before this moment no station has been silent for long enough to be called unattended.
    private var nextSilence = Moment(nanoseconds: 0)
    /// Alerts whose neighbours must have been told when the step is over.
    var unanswered: [Int] = []
    /// What alerts that this step closed told last.
    var hushed: [(incident: Int, telling: IncidentModel.Telling)] = []
    private(set) var balance = Balance()
    private(set) var open = 0
    private(set) var broken: [BrokenInvariant] = []

    var now: Stamp
    private var start: Moment
    private var step = 0

    private struct PlanKey: Hashable {
        let version: String
        let place: PlaceClass
        let priority: Priority
    }

    init(seed: UInt64, city: MadeUpCity, policy: ResponsePolicy, at now: Stamp) {
        self.seed = seed
        self.policy = policy
        given = policy
        self.now = now
        start = now.moment
        chart = city.chart
        for station in city.stations { stations[station.id] = StationModel() }
    }

    /// Looks at a step that is in the ledger now.
    ///
    /// - Parameter wake: when the desk is woken if nothing comes before.
    mutating func check(
        _ input: DeskInput,
        _ effects: [DeskEffect],
        at now: Stamp,
        wake: Moment?
    ) {
        self.now = now
        step += 1
        hear(input)
        for effect in effects {
            switch effect {
            case .append(let entry): read(entry, of: input)
            case .keep(let memo): read(memo)
            case .refuse(let refusal): read(refusal)
            case .known, .wake: break
            }
        }
        listen(to: input)
        checkAnswer(input, effects)
        for alert in unanswered { checkNeighbours(of: alert) }
        unanswered.removeAll(keepingCapacity: true)
        checkTellings()
        checkDue(wake: wake)
        if now.moment >= nextSilence { checkSilence() }
    }

    /// The desk's own figures must be those of the entries.
    mutating func compare(_ desk: Balance, open deskOpen: Int) {
        if balance.off != 0 || desk != balance {
            breach(.balance, "the ledger", "entries say \(balance), the desk \(desk)")
        }
        if open != deskOpen {
            breach(.balance, "open alerts", "entries say \(open), the desk \(deskOpen)")
        }
    }

    mutating func breach(_ invariant: Invariant, _ subject: String, _ details: String) {
        guard broken.count < Self.most else { return }
        broken.append(
            BrokenInvariant(
                seed: seed, invariant: invariant, step: step,
                seconds: now.moment.seconds(since: start), subject: subject, details: details
            )
        )
    }

    // MARK: Time

    /// A node has started: what runs by the monotonic clock begins anew from the ledger's times.
    ///
    /// - Parameter lastEntryAt: the wall clock is not believed where it shows less.
    mutating func restart(at next: Stamp, lastEntryAt: WallTime?) {
        start = next.moment.advanced(bySeconds: -now.moment.seconds(since: start))
        now = next
        let wall = max(next.wall, lastEntryAt ?? next.wall)
        for place in incidents.indices {
            incidents[place].first = Moment(nanoseconds: .max)
            incidents[place].last = Moment(nanoseconds: .min)
        }
        due = Heap()
        for place in alerts.indices {
            let passed = max(wall.seconds(since: alerts[place].raisedAt), alerts[place].lived)
            let raised = next.moment.advanced(bySeconds: -passed)
            alerts[place].raised = raised
            let incident = alerts[place].incident
            incidents[incident].first = min(incidents[incident].first, raised)
            incidents[incident].last = max(incidents[incident].last, raised)
            alerts[place].due = nil
            plan(place)
        }
        for (station, model) in stations where model.isAttended {
            stations[station]!.heard = next.moment
        }
        nextSilence = next.moment
    }

    /// Sets the time by which the next stage of an alert has to fire.
    mutating func plan(_ place: Int) {
        let next = alerts[place].nextDue
        guard next != alerts[place].due else { return }
        alerts[place].due = next
        if let next { due.insert(DueModel(moment: next, alert: place)) }
    }

    private mutating func checkDue(wake: Moment?) {
        while let next = due.min {
            if alerts[next.alert].due != next.moment {
                due.removeMin()
                continue
            }
            guard next.moment <= now.moment else {
                guard let wake, wake <= next.moment else { return oversleep(next, wake: wake) }
                return
            }
            due.removeMin()
            miss(next.alert)
        }
    }

    private mutating func oversleep(_ next: DueModel, wake: Moment?) {
        let wait = next.moment.seconds(since: now.moment)
        let asked = wake.map { "in \($0.seconds(since: now.moment)) s" } ?? "never"
        breach(
            .wake, alerts[next.alert].id.rawValue, "a stage is due in \(wait) s, woken \(asked)"
        )
    }

    /// Says that a stage did not fire, and goes on without it.
    private mutating func miss(_ place: Int) {
        let alert = alerts[place]
        for (index, stage) in alert.stages.enumerated()
        where !alert.hasFired(index) && !alert.isSpared(stage)
            && alert.moment(of: stage) <= now.moment
        {
            breach(.stageMissing, alert.id.rawValue, "\(stage.name), \(alert.state)")
            alerts[place].fired |= 1 << UInt32(index)
        }
        plan(place)
    }

    private mutating func checkSilence() {
        var next = Moment(nanoseconds: .max)
        for (station, model) in stations where model.isAttended {
            guard let heard = model.heard else { continue }
            let end = heard.advanced(bySeconds: 15)
            if end <= now.moment {
                breach(.silence, station.rawValue, "not said to be unattended")
                stations[station]!.isAttended = false
            } else {
                next = min(next, end)
            }
        }
        nextSilence = next
    }

    // MARK: What counts

    mutating func raise(_ model: AlertModel) -> Int {
        let place = alerts.count
        alerts.append(model)
        places[model.id] = place
        balance.raised += 1
        balance.waiting += 1
        open += 1
        return place
    }

    mutating func move(_ place: Int, to standing: Standing) {
        balance[alerts[place].standing] -= 1
        balance[standing] += 1
        alerts[place].standing = standing
    }

    mutating func close(_ place: Int) {
        alerts[place].state = .closed
        open -= 1
        hush(place)
    }

    mutating func stages(of alert: Alert) -> [Stage] {
        let key = PlanKey(
            version: alert.policy, place: alert.placeClass, priority: alert.priority
        )
        if let known = plans[key] { return known }
        guard let policy = policies[alert.policy] else {
            breach(.identity, alert.id.rawValue, "policy \(alert.policy) was never kept")
            return []
        }
        let stages = policy.stages(at: alert.placeClass, alert.priority)
        plans[key] = stages
        return stages
    }

    // MARK: Memos, stations and cameras

    private mutating func read(_ memo: Memo) {
        switch memo {
        case .unit(let unit):
            queues[unit.id.queue, default: QueueModel()].isOffDuty = unit.status == .offDuty
        case .policy(let next): policies[next.version] = next
        case .drill: break
        }
    }

    mutating func read(_ station: StationRecord, _ type: EntryType, _ ordinal: Int) {
        let id = station.attendance.station
        let model = stations[id] ?? StationModel()
        if ordinal != model.ordinal + 1 { breach(.ordinal, id.rawValue, "\(ordinal)") }
        stations[id]!.ordinal = ordinal
        let isAttended = type == .stationAttended
        stations[id]!.isAttended = isAttended
        if isAttended {
            nextSilence = min(nextSilence, now.moment)
            return
        }
        if let heard = model.heard, now.moment.seconds(since: heard) < 15 {
            breach(.silence, id.rawValue, "heard \(now.moment.seconds(since: heard)) s ago")
        }
        for (place, alert) in alerts.enumerated()
        where alert.isOpen && !alert.wasOnScene && alert.state < .contained
            && alert.original.station == id
        {
            unanswered.append(place)
        }
    }

    mutating func read(_ camera: CameraRecord, _ ordinal: Int) {
        let id = camera.condition.camera.id
        let last = cameras.updateValue(ordinal, forKey: id) ?? 0
        if ordinal != last + 1 { breach(.ordinal, id.rawValue, "\(ordinal) after \(last)") }
    }
}
