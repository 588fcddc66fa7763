import Domain
import HeapModule

extension ResponseDesk {
    /// Takes a policy for alerts raised from now on, and keeps it for as long as any is judged by it.
    ///
    /// Where its version was used for other figures, it gets a version of its own: `1+2`.
    mutating func adopt(_ policy: ResponsePolicy) {
        var next = policy
        var change = 1
        while let known = policies[next.version], known != next {
            change += 1
            next.version = "\(policy.version)+\(change)"
        }
        self.policy = next
        guard policies.updateValue(next, forKey: next.version) == nil else { return }
        effects.append(.keep(.policy(next)))
    }

    /// The policy that an alert is judged by.
    func policy(of alert: Alert) -> ResponsePolicy {
        policy.version == alert.policy ? policy : policies[alert.policy] ?? policy
    }

    mutating func stages(of alert: Alert) -> [Stage] {
        let plan = Plan(version: alert.policy, place: alert.placeClass, priority: alert.priority)
        if let known = plans[plan] { return known }
        let stages = policy(of: alert).stages(at: alert.placeClass, alert.priority)
        plans[plan] = stages
        return stages
    }

    /// Fires the stages of an alert whose time has come, and sets the timer for the next.
    mutating func settle(_ id: AlertID, at now: Stamp) {
        guard let clock = clocks[id] else { return }
        var due: Moment?
        for stage in clock.stages {
            guard let record = records[id] else { return }
            if record.fired.contains(stage.name) || record.hasMet(stage.unless) { continue }
            let moment = clock.raised.advanced(bySeconds: stage.after)
            guard moment <= now.moment else {
                due = moment
                break
            }
            fire(stage, on: id, at: now)
        }
        guard clocks[id]?.due != due else { return }
        clocks[id]?.due = due
        if let due { timers.insert(DeskTimer(moment: due, subject: .alert(id))) }
    }

    /// Fires a stage before its time, where it is armed and has not fired.
    mutating func fireEarly(
        _ name: StageName,
        on id: AlertID,
        because reason: String,
        at now: Stamp
    ) {
        guard let record = records[id], !record.fired.contains(name),
            let stage = clocks[id]?.stages.first(where: { $0.name == name })
        else { return }
        fire(stage, on: id, because: reason, at: now)
        settle(id, at: now)
    }

    private mutating func fire(
        _ stage: Stage,
        on id: AlertID,
        because reason: String? = nil,
        at now: Stamp
    ) {
        guard var record = records[id], let clock = clocks[id] else { return }
        record.fired.insert(stage.name)
        let (told, grouped) = tell(stage, of: &record, at: now)
        let late = now.moment.seconds(since: clock.raised.advanced(bySeconds: stage.after))
        let detail = Detail(
            stage: stage.name,
            due: record.alert.raisedAt.advanced(bySeconds: stage.after),
            late: late >= 0.1 ? (late * 1000).rounded() / 1000 : nil,
            engaged: stage.engages.isEmpty ? nil : told,
            grouped: grouped.isEmpty ? nil : grouped,
            reason: reason
        )
        append(stage.type, to: &record, detail, at: now)
    }

    /// Engages those whom a stage tells; an incident tells nobody the same twice while the alert that
    /// told it is open, save of priority 1.
    ///
    /// - Returns: who is told, and who was told by another alert.
    private mutating func tell(
        _ stage: Stage,
        of record: inout AlertRecord,
        at now: Stamp
    ) -> (told: [QueueID], grouped: [QueueID]) {
        guard !stage.engages.isEmpty else { return ([], []) }
        let alert = record.alert
        let near =
            stage.engages.contains(.units)
            ? (alert.units ?? []) + nearestUnits(to: alert, at: now).map(\.unit) : []
        var queues: [QueueID] = []
        for force in stage.engages {
            for queue in chart.queues(of: force, from: alert.station, units: near)
            where queue != alert.station.queue && !queues.contains(queue) {
                queues.append(queue)
            }
        }
        var grouped: [QueueID] = []
        if let incident = alert.incident, alert.priority != .one {
            grouped = queues.filter { incidents[incident]?.wasTold(stage.name, $0) == true }
            queues.removeAll { grouped.contains($0) }
            if !grouped.isEmpty {
                record.grouped.append(AlertRecord.Telling(stage: stage.name, queues: grouped))
                incidents[incident]?.group(alert.id)
            }
        }
        if !queues.isEmpty {
            let telling = AlertRecord.Telling(stage: stage.name, queues: queues)
            record.told.append(telling)
            record.audience += queues.filter { !record.audience.contains($0) }
            if let incident = alert.incident {
                incidents[incident]?.note(alert.id, told: [telling])
            }
        }
        return (queues, grouped)
    }
}

extension AlertRecord {
    /// Whether a milestone was reached, so that no stage that it spares is needed.
    func hasMet(_ milestone: Milestone) -> Bool {
        switch milestone {
        case .delivered: standing != .waiting
        case .accepted: alert.state >= .accepted
        case .dispatched: alert.state >= .dispatched || alert.units?.isEmpty == false
        // What is under control needs nobody to arrive.
        case .onscene: times.onscene != nil || alert.state >= .contained
        case .contained: alert.state >= .contained
        }
    }
}
