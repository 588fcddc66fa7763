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
        if !stage.engages.isEmpty { tell(stage, of: alert, detail.engaged ?? [], record) }
    }

    /// Whoever is engaged is told, save who was told the same of another alert of the incident.
    private mutating func tell(
        _ stage: Stage,
        of alert: AlertModel,
        _ engaged: [QueueID],
        _ record: AlertRecord
    ) {
        let id = alert.id.rawValue
        let isFirst = alert.original.priority == .one
        for queue in engaged {
            let telling = IncidentModel.Telling(stage: stage.name, queue: queue)
            let isNews = incidents[alert.incident].told.insert(telling).inserted
            if !isNews, !isFirst { breach(.toldTwice, id, "\(stage.name.rawValue) to \(queue)") }
            if !record.audience.contains(queue) {
                breach(.muted, id, "\(queue) is engaged, and not among its queues")
            }
        }
        for queue in recipients(of: stage, alert) where queue != alert.original.station.queue {
            let telling = IncidentModel.Telling(stage: stage.name, queue: queue)
            if isFirst, !engaged.contains(queue) {
                breach(.priorityOne, id, "\(stage.name.rawValue) does not tell \(queue)")
            } else if !incidents[alert.incident].told.contains(telling) {
                breach(.muted, id, "\(stage.name.rawValue) does not tell \(queue)")
            }
        }
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
