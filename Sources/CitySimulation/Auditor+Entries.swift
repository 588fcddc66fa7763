import Desk
import Domain

extension Auditor {
    mutating func read(_ entry: Entry, of input: DeskInput) {
        for (index, place) in entry.places.enumerated() {
            number(place)
            if entry.places[..<index].contains(where: { $0.queue == place.queue }) {
                breach(.numbering, place.queue.rawValue, "shows \(entry.topic) twice")
            }
        }
        if entry.at != now.wall { breach(.lateness, entry.topic, "stands at \(entry.at)") }
        switch entry.matter {
        case .station(let station): read(station, entry.type, entry.ordinal)
        case .camera(let camera): read(camera, entry.ordinal)
        case .alert(let record, let detail):
            if entry.type == .raised {
                readRaise(record, detail, entry, of: input)
            } else if let place = places[record.alert.id] {
                read(entry, record, detail, of: place, input)
            } else {
                breach(.identity, record.alert.id.rawValue, "\(entry.type) before it was raised")
            }
        }
    }

    private mutating func number(_ place: Entry.Place) {
        let last = queues[place.queue] ?? QueueModel()
        if place.number != last.head + 1 {
            breach(.numbering, place.queue.rawValue, "\(place.number) after \(last.head)")
        }
        if last.isOffDuty { breach(.offDuty, place.queue.rawValue, "number \(place.number)") }
        queues[place.queue, default: last].head = place.number
    }

    // MARK: Raises

    private mutating func readRaise(
        _ record: AlertRecord,
        _ detail: Detail,
        _ entry: Entry,
        of input: DeskInput
    ) {
        let alert = record.alert
        let id = alert.id.rawValue
        if places[alert.id] != nil { breach(.signal, id, "raised twice") }
        if entry.ordinal != 1 { breach(.ordinal, id, "begins with \(entry.ordinal)") }
        if entry.places.first?.queue != alert.station.queue
            || entry.places.first?.number != record.raisedNumber
        {
            breach(.numbering, id, "is not in its station's queue as \(record.raisedNumber)")
        }
        if alert.deadlines != policy.deadlines(raised: now.wall, at: alert.placeClass) {
            breach(.deadline, id, "are not those of policy \(policy.version)")
        }
        if alert.policy != policy.version { breach(.identity, id, "policy \(alert.policy)") }
        let incident = group(alert)
        let place = raise(
            AlertModel(
                id: alert.id, original: alert, stages: stages(of: alert), incident: incident,
                raisedAt: now.wall, raised: now.moment, stateBy: record.stateBy,
                isEpisodeOpen: record.episode != nil
            )
        )
        follow(input, by: place)
        if let signal = alert.signal {
            if signals.updateValue(place, forKey: signal) != nil {
                breach(.signal, id, "\(signal.source)/\(signal.id) was raised before")
            }
        }
        if stations[alert.station]?.isAttended == false { unanswered.append(place) }
        plan(place)
    }

    /// Puts an alert into its incident, and looks whether it belongs there.
    private mutating func group(_ alert: Alert) -> Int {
        let key = IncidentPlace(grid: alert.grid, drill: alert.drill)
        let last = latest[key].map { incidents[$0] }
        let isTaken = last?.takes(at: now.moment) == true
        let expected = isTaken ? last!.id : IncidentID(alert.id.rawValue)
        if alert.incident != expected {
            let age = last.map { "\(now.moment.seconds(since: $0.last)) s after the last" }
            breach(
                .incident, alert.id.rawValue,
                "in \(alert.incident ?? "none"), not \(expected): \(age ?? "the first")"
            )
        }
        if alert.exercise != (alert.drill != nil) {
            breach(.incident, alert.id.rawValue, "exercise \(alert.exercise)")
        }
        let place = isTaken ? latest[key]! : incidents.count
        if !isTaken {
            incidents.append(
                IncidentModel(
                    id: expected, grid: alert.grid, drill: alert.drill, first: now.moment,
                    last: now.moment
                )
            )
            latest[key] = place
        }
        incidents[place].last = now.moment
        incidents[place].alerts += 1
        let isStorm = incidents[place].alerts >= policy.storm
        if isStorm != (alert.storm == true) {
            breach(.storm, alert.id.rawValue, "the alert number \(incidents[place].alerts)")
        }
        return place
    }

    // MARK: What follows

    private mutating func read(
        _ entry: Entry,
        _ record: AlertRecord,
        _ detail: Detail,
        of place: Int,
        _ input: DeskInput
    ) {
        let before = alerts[place]
        let id = before.id.rawValue
        if entry.ordinal != before.ordinal + 1 || record.entries != entry.ordinal {
            breach(.ordinal, id, "\(entry.ordinal) after \(before.ordinal)")
        }
        alerts[place].ordinal = entry.ordinal
        checkIdentity(record.alert, before.original)
        if !before.isOpen, entry.type != .ended, entry.type != .noted {
            breach(.closed, id, "takes \(entry.type)")
        }
        if before.isOpen {
            let lived = now.moment.seconds(since: before.raised)
            alerts[place].lived = (lived * 1000).rounded() / 1000
        }
        advance(place, by: entry.type, record, detail, input)
        let after = alerts[place]
        if record.alert.state != after.state {
            breach(.forward, id, "\(record.alert.state) after \(entry.type), not \(after.state)")
        }
        if record.standing != after.standing {
            breach(.balance, id, "\(record.standing) after \(entry.type), not \(after.standing)")
        }
        alerts[place].stateBy = record.stateBy
        plan(place)
    }

    private mutating func checkIdentity(_ alert: Alert, _ original: Alert) {
        if alert.deadlines != original.deadlines {
            breach(.deadline, alert.id.rawValue, "\(alert.deadlines)")
        }
        if alert.raisedAt != original.raisedAt || alert.priority != original.priority
            || alert.placeClass != original.placeClass || alert.station != original.station
            || alert.grid != original.grid || alert.incident != original.incident
            || alert.policy != original.policy || alert.drill != original.drill
            || alert.storm != original.storm
        {
            breach(.identity, alert.id.rawValue, "was changed")
        }
    }

    private mutating func advance(
        _ place: Int,
        by type: EntryType,
        _ record: AlertRecord,
        _ detail: Detail,
        _ input: DeskInput
    ) {
        switch type {
        case .delivered: deliver(place, record, input)
        case .accepted:
            if alerts[place].state >= .accepted {
                breach(.acceptance, record.alert.id.rawValue, "again, by \(record.stateBy)")
            }
            pass(place, .accepted)
        case .dispatched: pass(place, .dispatched)
        case .enroute: pass(place, .enroute)
        case .onscene: pass(place, .onscene)
        case .contained: pass(place, .contained)
        case .released: release(place)
        case .noted: note(place, detail)
        case .merged: merge(place, into: record.alert.mergedInto)
        case .withdrawn: withdraw(place)
        case .closed:
            reach(place)
            close(place)
        case .orderSent:
            if let unit = detail.unit { alerts[place].units.append(unit) }
        case .continued: carryOn(place, input)
        case .ended: end(place, detail)
        case .stageWarned, .stageFired, .stageBreached: fire(place, type, record, detail)
        case .orderAccepted: break
        default: breach(.identity, record.alert.id.rawValue, "is spoken of by \(type)")
        }
    }

    // MARK: Steps of the response

    private mutating func pass(_ place: Int, _ state: AlertState) {
        if state <= alerts[place].state {
            breach(.forward, alerts[place].id.rawValue, "\(state) after \(alerts[place].state)")
        }
        reach(place)
        alerts[place].state = state
        if state == .onscene { alerts[place].wasOnScene = true }
    }

    private mutating func reach(_ place: Int) {
        if alerts[place].standing == .waiting { move(place, to: .reached) }
    }

    private mutating func deliver(_ place: Int, _ record: AlertRecord, _ input: DeskInput) {
        guard case .acknowledged(let queue, _, let after, let through) = input,
            queue == record.alert.station.queue, record.raisedNumber > after,
            record.raisedNumber <= through, alerts[place].state == .raised
        else {
            return breach(.delivery, record.alert.id.rawValue, "from \(alerts[place].state)")
        }
        reach(place)
        alerts[place].state = .delivered
        alerts[place].wasDelivered = true
    }

    private mutating func release(_ place: Int) {
        let (state, units) = (alerts[place].state, alerts[place].units)
        if state > .onscene || (state < .accepted && units.isEmpty) {
            breach(.forward, alerts[place].id.rawValue, "released from \(state)")
        }
        reach(place)
        alerts[place].state = alerts[place].wasDelivered ? .delivered : .raised
        alerts[place].units = []
        alerts[place].wasOnScene = false
    }

    /// Takes a person's note, or what the desk says by itself.
    private mutating func note(_ place: Int, _ detail: Detail) {
        guard alerts[place].isOpen else { return }
        guard detail.actor == nil else { return reach(place) }
        if let unit = detail.unit {
            if !alerts[place].original.exercise {
                breach(.identity, alerts[place].id.rawValue, "\(unit) is called away")
            }
            alerts[place].units.removeAll { $0 == unit }
        }
        for queue in detail.engaged ?? [] { takeOver(place, queue) }
    }

    private mutating func withdraw(_ place: Int) {
        if alerts[place].state >= .accepted || !alerts[place].isEpisodeOpen {
            breach(.episode, alerts[place].id.rawValue, "withdrawn from \(alerts[place].state)")
        }
        alerts[place].isEpisodeOpen = false
        move(place, to: .withdrawn)
        close(place)
    }

    private mutating func merge(_ place: Int, into carrier: AlertID?) {
        let alert = alerts[place]
        if alert.original.priority == .one { breach(.priorityOne, alert.id.rawValue, "merged") }
        let other = carrier.flatMap { places[$0] }.map { alerts[$0] }
        if other?.isOpen != true || other?.isEpisodeOpen != true
            || other?.incident != alert.incident
            || other?.original.camera?.id != alert.original.camera?.id || alert.isSignal
        {
            breach(.episode, alert.id.rawValue, "merged into \(carrier ?? "nothing")")
        }
        move(place, to: .merged)
        close(place)
    }

    /// Takes the end of an episode; one that was cut joins from the restart on.
    private mutating func end(_ place: Int, _ detail: Detail) {
        if !alerts[place].isEpisodeOpen {
            breach(.episode, alerts[place].id.rawValue, "ended twice")
        }
        alerts[place].isEpisodeOpen = false
        alerts[place].joinFrom = detail.end.map { detail.cut == true ? max($0, now.wall) : $0 }
    }

    private mutating func carryOn(_ place: Int, _ input: DeskInput) {
        guard case .episodeOpened(let report, _, _) = input, expected == .continued(place) else {
            let details = expected.map { "not \($0)" } ?? "by no episode"
            return breach(.episode, alerts[place].id.rawValue, "continued, \(details)")
        }
        alerts[place].isEpisodeOpen = true
        alerts[place].episodeStart = report.start
    }
}
