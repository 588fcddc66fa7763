import DequeModule
package import Domain
import HeapModule

/// What is owed to whom by when: it turns episodes, signals, positions and people's actions into
/// ledger entries, and fires the stages of the 1-3-5 minutes when their time has come.
///
/// A pure machine: the same inputs at the same stamps give the same entries.
package struct ResponseDesk: Sendable {
    let chart: Chart
    /// For alerts raised from now on.
    package internal(set) var policy: ResponsePolicy
    /// By version, for the alerts that are judged by it.
    var policies: [String: ResponsePolicy] = [:]
    var plans: [Plan: [Stage]] = [:]
    /// Every open alert, and the last one of each track.
    var records: [AlertID: AlertRecord] = [:]
    /// Of every open alert.
    var clocks: [AlertID: ResponseClock] = [:]
    /// What was closed a short while ago, in that order.
    private var closed = Deque<ClosedAlert>()
    var tracks: [TrackKey: AlertID] = [:]
    var signals: [Alert.SignalReference: AlertID] = [:]
    /// The last number given out in each queue.
    var heads: [QueueID: Int]
    /// Alerts that no terminal of their queue has acknowledged, in the order of their numbers.
    var undelivered: [QueueID: Deque<(number: Int, alert: AlertID)>] = [:]
    var incidents: [IncidentID: LiveIncident] = [:]
    /// The last incident of each grid.
    var latest: [IncidentKey: IncidentID] = [:]
    var stations: [StationID: StationWatch] = [:]
    var units: [UnitID: UnitWatch] = [:]
    /// Incidents of which an alert that told somebody was closed in this step.
    var hushed: Set<IncidentID> = []
    /// Whose records this step changed.
    var changedUnits: Set<UnitID> = []
    /// The queues of units that are not to be paged.
    var offDuty: Set<QueueID> = []
    var drills: [DrillID: Drill] = [:]
    /// How each camera is, as the ledger says.
    var cameras: [CameraID: CameraRecord] = [:]
    /// Where all alerts ever raised stand.
    package internal(set) var balance: Balance
    /// How many alerts are not closed.
    package internal(set) var openAlerts = 0

    var timers = Heap<DeskTimer>()
    private var wakeAsked: Moment?
    /// The time of the last entry that the ledger had at the start.
    let lastEntryAt: WallTime?
    let defect: Defect?
    var effects: [DeskEffect] = []

    /// - Parameter defect: put in for proof that it is found.
    package init(
        policy: ResponsePolicy,
        chart: Chart = .empty,
        memory: Memory = Memory(),
        defect: Defect? = nil
    ) {
        self.policy = policy
        self.chart = chart
        self.defect = defect
        heads = memory.heads
        balance = memory.balance
        lastEntryAt = memory.lastEntryAt
        recalled = memory.records
        cameras = Dictionary(memory.cameras.map { ($0.condition.camera.id, $0) }) { $1 }
        policies = Dictionary(memory.policies.map { ($0.version, $0) }) { $1 }
        drills = Dictionary(memory.drills.map { ($0.id, $0) }) { $1 }
        restoreUnits(memory.units)
        for station in chart.rows.keys { stations[station] = StationWatch() }
        for record in memory.stations {
            let station = record.attendance.station
            stations[station]?.restore(record, raised: memory.missed[station] ?? 0)
        }
        for record in memory.records {
            if let track = record.track { follow(track, by: record.alert.id) }
            remember(record)
            if record.alert.state == .raised { awaitDelivery(of: record) }
        }
    }

    /// What the ledger remembered, until the clocks are known.
    private var recalled: [AlertRecord]

    package mutating func step(_ input: DeskInput, at now: Stamp) -> [DeskEffect] {
        fireDue(at: now)
        switch input {
        case .started: start(at: now)
        case .resumed(let memory): resume(memory, at: now)
        case .episodeOpened(let report, let candidate, let folded):
            opened(report, candidate: candidate, folded: folded, at: now)
        case .episodeEnded(let report): ended(report, at: now)
        case .episodeWithdrawn(let report): withdrawn(report, at: now)
        case .signal(let signal, let candidate, let known):
            signalled(signal, candidate: candidate, known: known, at: now)
        case .acknowledged(let queue, let terminal, let after, let through):
            heard(queue, at: now)
            delivered(queue, to: terminal, after: after, through: through, at: now)
        case .heard(let queue, _): heard(queue, at: now)
        case .act(let action, let alert, let recalled):
            act(action, on: alert, recalled: recalled, at: now)
        case .actOnIncident(let action, let incident): act(action, onAllOf: incident, at: now)
        case .located(let unit, let fix): located(unit, fix, at: now)
        case .unit(let unit, let status, let actor): set(unit, to: status, by: actor, at: now)
        case .drillStarted(let drill): start(drill)
        case .drillStopped(let drill, let actor): stop(drill, by: actor, at: now)
        case .policy(let policy): adopt(policy)
        case .camera(let news): learned(news, at: now.wall)
        case .wake: break
        }
        handOver(at: now)
        keepUnits()
        askForWake()
        defer { effects = [] }
        return effects
    }

    /// The desk's memory of an alert; `nil` where it is closed and no track needs it.
    package func record(of alert: AlertID) -> AlertRecord? { records[alert] }

    package func alert(of track: TrackKey) -> AlertID? { tracks[track] }

    package func alert(of signal: Alert.SignalReference) -> AlertID? { signals[signal] }

    package func head(of queue: QueueID) -> Int { heads[queue] ?? 0 }

    // MARK: Time

    /// Goes on with what the last node left.
    private mutating func start(at now: Stamp) {
        adopt(policy)
        wind(by: nil, at: now)
        cutOpenEpisodes(at: now)
        startStations(at: now)
        startUnits(at: now)
        for id in clocks.keys.sorted() { settle(id, at: now) }
    }

    /// Goes on in the same node from what the ledger has, with the clocks as they ran.
    private mutating func resume(_ memory: Clocks, at now: Stamp) {
        adopt(policy)
        wind(by: memory, at: now)
        for (station, watch) in memory.stations { stations[station]?.resume(watch) }
        for (unit, watch) in memory.units { units[unit]?.resume(watch) }
        for unit in units.keys.sorted() { watchSilence(of: unit) }
        for (station, watch) in stations { watchSilence(of: station, watch) }
        for id in clocks.keys.sorted() { settle(id, at: now) }
    }

    /// Sets the clock of each alert that was recalled: by the monotonic clock where it is known,
    /// else by the wall's, which is not believed where it shows less than the ledger's last entry, nor
    /// where by it the alert would be younger than it was.
    private mutating func wind(by memory: Clocks?, at now: Stamp) {
        let wall = max(now.wall, lastEntryAt ?? now.wall)
        var known = Deque<ClosedAlert>()
        for record in recalled {
            let alert = record.alert
            let passed = max(wall.seconds(since: alert.raisedAt), record.lived)
            let raised = memory?.raise(of: alert) ?? now.moment.advanced(bySeconds: -passed)
            rejoin(record, raised: raised)
            if record.isOpen {
                clocks[alert.id] = ResponseClock(raised: raised, stages: stages(of: alert))
            } else {
                known.append(ClosedAlert(id: alert.id, raised: raised, closed: now.moment))
            }
        }
        closed = memory?.closed ?? known
        recalled = []
    }

    /// What runs by the monotonic clock, for a desk that goes on from the ledger in the same node.
    package var running: Clocks {
        var raised = clocks.mapValues(\.raised)
        for alert in closed { raised[alert.id] = alert.raised }
        return Clocks(
            raised: raised,
            closed: closed,
            opened: incidents.mapValues(\.opened),
            stations: stations,
            units: units
        )
    }

    /// Fires what has become due, in the order of the times.
    private mutating func fireDue(at now: Stamp) {
        while let next = timers.min, next.moment <= now.moment {
            timers.removeMin()
            switch next.subject {
            case .alert(let id):
                if clocks[id]?.due == next.moment { settle(id, at: now) }
            case .station(let id): listen(to: id, at: now)
            case .unit(let id): miss(id, at: now)
            }
        }
        if let asked = wakeAsked, asked <= now.moment { wakeAsked = nil }
    }

    private mutating func askForWake() {
        guard let next = timers.min?.moment, wakeAsked.map({ next < $0 }) ?? true else { return }
        wakeAsked = next
        effects.append(.wake(at: next))
    }

    // MARK: Entries

    /// Writes an entry of an alert, and keeps the alert as it is after it.
    mutating func append(
        _ type: EntryType,
        to record: inout AlertRecord,
        _ detail: Detail,
        at now: Stamp
    ) {
        record.entries += 1
        record.lived = elapsed(record.alert.id, at: now) ?? record.lived
        remember(record)
        if !record.isOpen { stop(record.alert.id, at: now.moment) }
        let queues = [record.alert.station.queue] + record.audience
        append(
            type, record.entries, .alert(record, detail),
            in: offDuty.isEmpty ? queues : queues.filter { !offDuty.contains($0) },
            at: now.wall
        )
    }

    mutating func append(
        _ type: EntryType,
        _ ordinal: Int,
        _ matter: Entry.Matter,
        in queues: [QueueID],
        at now: WallTime
    ) {
        let places = queues.map { Entry.Place(queue: $0, number: nextNumber(in: $0)) }
        effects.append(
            .append(Entry(type: type, ordinal: ordinal, at: now, places: places, matter: matter))
        )
    }

    private mutating func nextNumber(in queue: QueueID) -> Int {
        heads[queue, default: 0] += 1
        return heads[queue]!
    }

    /// Makes an alert the last one of its track, and forgets the one before if it is closed.
    mutating func follow(_ track: TrackKey, by id: AlertID) {
        guard let last = tracks.updateValue(id, forKey: track), last != id else { return }
        if records[last]?.isOpen == false { records[last] = nil }
    }

    /// Keeps what is open, and the last alert of each track.
    private mutating func remember(_ record: AlertRecord) {
        let id = record.alert.id
        let isLast = record.track.map { tracks[$0] == id } ?? false
        openAlerts += (record.isOpen ? 1 : 0) - (records[id]?.isOpen == true ? 1 : 0)
        records[id] = record.isOpen || isLast ? record : nil
        if let signal = record.alert.signal { signals[signal] = record.isOpen ? id : nil }
    }

    /// Stops the clock of an alert that is closed.
    private mutating func stop(_ id: AlertID, at now: Moment) {
        guard let clock = clocks.removeValue(forKey: id) else { return }
        while let first = closed.first, now.seconds(since: first.closed) > ClosedAlert.kept {
            closed.removeFirst()
        }
        closed.append(ClosedAlert(id: id, raised: clock.raised, closed: now))
    }
}
