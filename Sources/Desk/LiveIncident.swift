package import Domain

/// Alerts of one grid that follow each other closely: one matter, one order.
struct LiveIncident: Sendable {
    /// How long after the last alert another one still belongs to it.
    ///
    /// - Units: seconds.
    static let pause = 30.0
    /// How long it can grow.
    ///
    /// - Units: seconds.
    static let longest = 600.0

    let key: IncidentKey
    var opened: Moment
    var last: Moment
    var count = 0
    private(set) var open: Set<AlertID> = []
    /// The open ones by the camera that sees them: a storm has thousands.
    private var seen: [CameraID: Set<AlertID>] = [:]
    /// The open alerts by which each queue was told of each stage.
    private var tellers: [Telling: Set<AlertID>] = [:]
    /// The open alerts of which some queue was not told, for another one's sake.
    private var grouped: Set<AlertID> = []
    /// What nobody tells any more since the step began.
    private var untold: Set<Telling> = []
    /// The open alerts that units were sent to.
    private var ordered: Set<AlertID> = []

    private struct Telling: Hashable {
        let stage: StageName
        let queue: QueueID
    }

    init(key: IncidentKey, opened: Moment) {
        self.key = key
        self.opened = opened
        last = opened
    }

    func takes(at now: Moment) -> Bool {
        now.seconds(since: last) <= Self.pause && now.seconds(since: opened) <= Self.longest
    }

    mutating func add(_ alert: Alert) {
        open.insert(alert.id)
        if let camera = alert.camera?.id { seen[camera, default: []].insert(alert.id) }
    }

    mutating func remove(_ alert: Alert, told: [AlertRecord.Telling]) {
        open.remove(alert.id)
        grouped.remove(alert.id)
        ordered.remove(alert.id)
        for telling in told {
            for queue in telling.queues {
                hush(Telling(stage: telling.stage, queue: queue), by: alert.id)
            }
        }
        guard let camera = alert.camera?.id else { return }
        seen[camera]?.remove(alert.id)
        if seen[camera]?.isEmpty == true { seen[camera] = nil }
    }

    /// The open alerts that a camera sees.
    func open(of camera: CameraID) -> Set<AlertID> { seen[camera] ?? [] }

    /// Whether a queue was told of a stage by an alert that is open.
    func wasTold(_ stage: StageName, _ queue: QueueID) -> Bool {
        tellers[Telling(stage: stage, queue: queue)] != nil
    }

    mutating func note(_ alert: AlertID, told tellings: [AlertRecord.Telling]) {
        for telling in tellings {
            for queue in telling.queues {
                tellers[Telling(stage: telling.stage, queue: queue), default: []].insert(alert)
            }
        }
    }

    /// Notes that an alert is carried by what another one told.
    mutating func group(_ alert: AlertID) { grouped.insert(alert) }

    mutating func note(_ alert: AlertID, isOrdered: Bool) {
        if isOrdered { ordered.insert(alert) } else { ordered.remove(alert) }
    }

    /// The first of the open alerts that units were sent to, of those that are wanted.
    func firstOrdered(where isWanted: (AlertID) -> Bool) -> AlertID? {
        ordered.filter(isWanted).min()
    }

    private mutating func hush(_ telling: Telling, by alert: AlertID) {
        guard tellers[telling]?.remove(alert) != nil, tellers[telling]!.isEmpty else { return }
        tellers[telling] = nil
        untold.insert(telling)
    }

    /// Lets open alerts tell what nobody tells any more.
    ///
    /// - Returns: by alert, the oldest first, what each has to tell in another's place.
    mutating func handOver(
        among records: [AlertID: AlertRecord]
    ) -> [(alert: AlertID, tellings: [AlertRecord.Telling])] {
        defer { untold = [] }
        guard !untold.isEmpty, let first = grouped.min() else { return [] }
        var handed = takeOver(records[first])
        // The oldest one owes the most stages.
        if !untold.isEmpty {
            for alert in grouped.sorted().dropFirst() { handed += takeOver(records[alert]) }
        }
        return handed
    }

    private mutating func takeOver(
        _ record: AlertRecord?
    ) -> [(alert: AlertID, tellings: [AlertRecord.Telling])] {
        guard let record else { return [] }
        let tellings = record.grouped.compactMap { telling -> AlertRecord.Telling? in
            let queues = telling.queues.filter {
                untold.remove(Telling(stage: telling.stage, queue: $0)) != nil
            }
            return queues.isEmpty
                ? nil : AlertRecord.Telling(stage: telling.stage, queues: queues)
        }
        note(record.alert.id, told: tellings)
        return tellings.isEmpty ? [] : [(record.alert.id, tellings)]
    }
}

/// Where incidents are looked for: real ones and exercises do not mix.
struct IncidentKey: Hashable, Sendable {
    let grid: GridID
    let drill: DrillID?
}

extension ResponseDesk {
    /// Makes an alert part of its grid's incident, or the first of a new one.
    mutating func join(_ alert: inout Alert, at now: Stamp) {
        let key = IncidentKey(grid: alert.grid, drill: alert.drill)
        let before = latest[key]
        let id: IncidentID
        if let before, incidents[before]?.takes(at: now.moment) == true {
            id = before
        } else {
            id = IncidentID(alert.id.rawValue)
            incidents[id] = LiveIncident(key: key, opened: now.moment)
            latest[key] = id
            if let before, incidents[before]?.open.isEmpty == true { incidents[before] = nil }
        }
        incidents[id]!.last = now.moment
        incidents[id]!.count += 1
        incidents[id]!.add(alert)
        alert.incident = id
        alert.storm = incidents[id]!.count >= policy.storm ? true : nil
    }

    /// Makes an incident of what the ledger has of it.
    mutating func rejoin(_ record: AlertRecord, raised: Moment) {
        guard let id = record.alert.incident else { return }
        let key = IncidentKey(grid: record.alert.grid, drill: record.alert.drill)
        if incidents[id] == nil {
            incidents[id] = LiveIncident(key: key, opened: raised)
            latest[key] = id
        }
        incidents[id]!.opened = min(incidents[id]!.opened, raised)
        incidents[id]!.last = max(incidents[id]!.last, raised)
        incidents[id]!.count += 1
        if record.isOpen { incidents[id]!.add(record.alert) }
        guard record.isOpen else { return }
        incidents[id]!.note(record.alert.id, told: record.told)
        if !record.grouped.isEmpty { incidents[id]!.group(record.alert.id) }
        incidents[id]!.note(record.alert.id, isOrdered: record.alert.units?.isEmpty == false)
    }

    mutating func leaveIncident(_ record: AlertRecord) {
        guard let id = record.alert.incident, let key = incidents[id]?.key else { return }
        incidents[id]!.remove(record.alert, told: record.told)
        if !record.told.isEmpty { hushed.insert(id) }
        if incidents[id]!.open.isEmpty, latest[key] != id { incidents[id] = nil }
    }

    /// Lets another open alert of an incident stand in the queues of those who were told by one that
    /// is closed, so that no recipient takes the incident for over.
    mutating func handOver(at now: Stamp) {
        guard !hushed.isEmpty else { return }
        for id in hushed.sorted() {
            for (alert, tellings) in incidents[id]?.handOver(among: records) ?? [] {
                guard var record = records[alert] else { continue }
                record.take(tellings)
                let detail = Detail(
                    engaged: record.audience.filter { queue in
                        tellings.contains { $0.queues.contains(queue) }
                    },
                    reason: "the alert of its incident that they were told of is closed"
                )
                append(.noted, to: &record, detail, at: now)
            }
        }
        hushed.removeAll()
    }

    /// Lets another alert of the same camera carry this one, where both are seen at once in a storm:
    /// one thing that crosses many zones need not be answered many times.
    ///
    /// - Returns: whether it was merged.
    mutating func merge(_ raised: AlertRecord, at now: Stamp) -> Bool {
        guard raised.alert.storm == true, raised.alert.priority != .one,
            let camera = raised.alert.camera?.id, let incident = raised.alert.incident,
            let open = incidents[incident]?.open(of: camera)
        else { return false }
        let known = records
        let carriers = open.filter { id in
            guard id != raised.alert.id, let other = known[id] else { return false }
            return other.episode?.isOpen == true && other.alert.priority <= raised.alert.priority
        }
        guard let carrier = carriers.min() else { return false }
        var record = raised
        record.alert.mergedInto = carrier
        conclude(
            &record, .merged, as: .duplicate, standing: .merged, by: "desk",
            Detail(reason: "the same camera, in a storm"), at: now
        )
        return true
    }

    /// The open alerts of an incident, in the order in which they were raised.
    package func openRecords(of incident: IncidentID) -> [AlertRecord] {
        (incidents[incident]?.open ?? []).compactMap { records[$0] }
            .sorted { $0.raisedNumber < $1.raisedNumber }
    }

    mutating func act(_ action: AlertAction, onAllOf id: IncidentID, at now: Stamp) {
        let open = openRecords(of: id)
        guard !open.isEmpty else { return effects.append(.refuse(.unknownIncident(id))) }
        var fitting: [AlertID] = []
        for record in open {
            switch refusal(of: action, on: record) {
            case nil: fitting.append(record.alert.id)
            // What is wrong with the action is wrong with all.
            case let refusal? where !refusal.isOfState: return effects.append(.refuse(refusal))
            default: continue
            }
        }
        guard !fitting.isEmpty else { return effects.append(.refuse(.noneFits(id))) }
        if case .dispatch(let unit) = action.verb {
            dispatch(unit, to: fitting, action, at: now)
            for alert in fitting { settle(alert, at: now) }
        } else {
            for alert in fitting { act(action, on: alert, recalled: nil, at: now) }
        }
    }
}

extension AlertRecord {
    /// Tells what another alert told in its place until now.
    fileprivate mutating func take(_ tellings: [Telling]) {
        for telling in tellings {
            for index in grouped.indices where grouped[index].stage == telling.stage {
                grouped[index].queues.removeAll { telling.queues.contains($0) }
            }
            audience += telling.queues.filter { !audience.contains($0) }
        }
        grouped.removeAll { $0.queues.isEmpty }
        told += tellings
    }
}

extension Refusal {
    /// Whether another alert might take the same action.
    fileprivate var isOfState: Bool {
        switch self {
        case .state, .expected, .ordered: true
        default: false
        }
    }
}
