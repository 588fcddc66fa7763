import Domain

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
    let opened: Moment
    var last: Moment
    var count = 0
    var open: Set<AlertID> = []
    private var told: [StageName: Set<QueueID>] = [:]

    init(key: IncidentKey, opened: Moment) {
        self.key = key
        self.opened = opened
        last = opened
    }

    func takes(at now: Moment) -> Bool {
        now.seconds(since: last) <= Self.pause && now.seconds(since: opened) <= Self.longest
    }

    func wasTold(_ stage: StageName, _ queue: QueueID) -> Bool {
        told[stage]?.contains(queue) == true
    }

    mutating func note(_ stage: StageName, told queues: [QueueID]) {
        told[stage, default: []].formUnion(queues)
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
        incidents[id]!.open.insert(alert.id)
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
        incidents[id]!.last = max(incidents[id]!.last, raised)
        incidents[id]!.count += 1
        if record.isOpen { incidents[id]!.open.insert(record.alert.id) }
        for telling in record.told { incidents[id]!.note(telling.stage, told: telling.queues) }
    }

    mutating func leaveIncident(_ alert: Alert) {
        guard let id = alert.incident, let incident = incidents[id] else { return }
        incidents[id]!.open.remove(alert.id)
        if incident.open.isEmpty || incident.open == [alert.id], latest[incident.key] != id {
            incidents[id] = nil
        }
    }

    /// Lets another alert of the same camera carry this one, where both are seen at once in a storm:
    /// one thing that crosses many zones need not be answered many times.
    ///
    /// - Returns: whether it was merged.
    mutating func merge(_ raised: AlertRecord, at now: Stamp) -> Bool {
        guard raised.alert.storm == true, raised.alert.priority != .one,
            let camera = raised.alert.camera?.id, let incident = raised.alert.incident,
            let open = incidents[incident]?.open
        else { return false }
        let known = records
        let carriers = open.filter { id in
            guard id != raised.alert.id, let other = known[id] else { return false }
            return other.alert.camera?.id == camera && other.episode?.isOpen == true
                && other.alert.priority <= raised.alert.priority
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

    mutating func act(_ action: AlertAction, onAllOf id: IncidentID, at now: Stamp) {
        guard let incident = incidents[id], !incident.open.isEmpty else {
            return effects.append(.refuse(.unknownIncident(id)))
        }
        let before = effects.count
        for alert in incident.open.sorted() {
            let mark = effects.count
            act(action, on: alert, recalled: nil, at: now)
            if case .refuse(let refusal)? = effects.dropFirst(mark).first {
                effects.removeSubrange(mark...)
                // What is wrong with the action is wrong with all.
                if !refusal.isOfState { return effects.append(.refuse(refusal)) }
            }
        }
        if effects.count == before { effects.append(.refuse(.noneFits(id))) }
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
