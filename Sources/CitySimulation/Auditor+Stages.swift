import Desk
import Domain

extension Auditor {
    /// Takes a stage that fired, and looks whether it had to, and told everyone.
    mutating func fire(
        _ place: Int,
        _ type: EntryType,
        _ record: AlertRecord,
        _ detail: Detail
    ) {
        let alert = alerts[place]
        let id = alert.id.rawValue
        guard let name = detail.stage, let index = alert.place(of: name) else {
            return breach(.stageUnasked, id, "\(detail.stage?.rawValue ?? "no stage")")
        }
        let stage = alert.stages[index]
        if alert.hasFired(index) { breach(.stageTwice, id, name.rawValue) }
        if stage.type != type { breach(.stageUnasked, id, "\(name.rawValue) as \(type)") }
        alerts[place].fired |= 1 << UInt32(index)
        if detail.due != alert.raisedAt.advanced(bySeconds: stage.after) {
            breach(.deadline, id, "\(name.rawValue) was due \(detail.due?.description ?? "never")")
        }
        let late = now.moment.seconds(since: alert.moment(of: stage))
        let isEarly = name == .neighbours && detail.reason != nil
        if !isEarly, late < 0 || alert.isSpared(stage) {
            breach(.stageUnasked, id, "\(name.rawValue), \(-late) s early, \(alert.state)")
        }
        if isEarly, stations[alert.original.station]?.isAttended != false {
            breach(.stageUnasked, id, "\(name.rawValue), though the station is attended")
        }
        let said = late >= 0.1 ? (late * 1000).rounded() / 1000 : nil
        if detail.late != said {
            breach(.lateness, id, "\(name.rawValue) says \(detail.late ?? 0), is \(late)")
        }
        if !stage.engages.isEmpty { tell(stage, of: place, detail, record) }
    }

    /// Whoever is engaged is told, save who was told the same by another open alert of the incident.
    private mutating func tell(
        _ stage: Stage,
        of place: Int,
        _ detail: Detail,
        _ record: AlertRecord
    ) {
        let alert = alerts[place]
        let (id, incident) = (alert.id.rawValue, alert.incident)
        let isFirst = alert.original.priority == .one
        let (engaged, grouped) = (detail.engaged ?? [], detail.grouped ?? [])
        for queue in engaged {
            let telling = IncidentModel.Telling(stage: stage.name, queue: queue)
            if !isFirst, incidents[incident].told[telling] != nil {
                breach(.toldTwice, id, "\(stage.name.rawValue) to \(queue)")
            }
            incidents[incident].told[telling, default: 0] += 1
            alerts[place].told.insert(telling)
        }
        for queue in grouped {
            let telling = IncidentModel.Telling(stage: stage.name, queue: queue)
            if isFirst || incidents[incident].told[telling] == nil {
                breach(.muted, id, "\(stage.name.rawValue) leaves \(queue) to nobody")
            }
            incidents[incident].grouped[telling, default: 0] += 1
            alerts[place].grouped.insert(telling)
        }
        let told = engaged + grouped
        for queue in told where !record.rolls.contains(queue) {
            breach(.muted, id, "\(queue) is engaged, and does not list it")
        }
        for queue in recipients(of: stage, alert)
        where queue != alert.original.station.queue && !told.contains(queue) {
            let broken: Invariant = isFirst ? .priorityOne : .muted
            breach(broken, id, "\(stage.name.rawValue) does not tell \(queue)")
        }
    }

    /// An alert tells a queue what another one did that is closed.
    mutating func takeOver(_ place: Int, _ queue: QueueID) {
        let incident = alerts[place].incident
        for telling in alerts[place].grouped
        where telling.queue == queue && incidents[incident].told[telling] == nil {
            forget(&incidents[incident].grouped, telling)
            incidents[incident].told[telling] = 1
            alerts[place].grouped.remove(telling)
            alerts[place].told.insert(telling)
        }
    }

    /// Takes back what a closed alert told; somebody must tell it in its place when the step is over.
    mutating func hush(_ place: Int) {
        let incident = alerts[place].incident
        for telling in alerts[place].grouped { forget(&incidents[incident].grouped, telling) }
        for telling in alerts[place].told {
            forget(&incidents[incident].told, telling)
            if incidents[incident].told[telling] == nil { hushed.append((incident, telling)) }
        }
        alerts[place].told = []
        alerts[place].grouped = []
    }

    private func forget(
        _ tellings: inout [IncidentModel.Telling: Int],
        _ telling: IncidentModel.Telling
    ) {
        let count = tellings[telling] ?? 0
        tellings[telling] = count > 1 ? count - 1 : nil
    }

    /// What was told by an alert that is closed is told by another, if any left it to that one.
    mutating func checkTellings() {
        for (incident, telling) in hushed
        where incidents[incident].told[telling] == nil
            && incidents[incident].grouped[telling] != nil
        {
            breach(
                .muted, incidents[incident].id.rawValue,
                "\(telling.stage.rawValue): \(telling.queue) is told by no open alert"
            )
        }
        hushed.removeAll(keepingCapacity: true)
    }

    /// Whom a stage engages by the chart; of units those that have an order.
    private func recipients(of stage: Stage, _ alert: AlertModel) -> [QueueID] {
        guard let row = chart.rows[alert.original.station] else { return [] }
        var queues: [QueueID] = []
        for force in stage.engages {
            switch force {
            case .station: break
            case .units: queues += alert.units.map(\.queue)
            case .adjacent: queues += row.adjacent
            case .dutyOfficer: queues.append(row.dutyOfficer)
            case .policeOffice: if let office = row.office { queues.append(office) }
            case .district: queues.append(row.district)
            case .city: queues.append(row.city)
            }
        }
        return queues
    }

    /// An alert whose station nobody attends has its neighbours told when the step is over.
    mutating func checkNeighbours(of place: Int) {
        let alert = alerts[place]
        guard alert.isOpen, let index = alert.place(of: .neighbours) else { return }
        if !alert.hasFired(index) {
            breach(.unattended, alert.id.rawValue, "its neighbours were not told")
        }
    }
}
