import Desk
import Domain

extension CityRun {
    /// What people do about what has been written.
    mutating func react(to entry: Entry) {
        guard case .alert(let record, let detail) = entry.matter else { return }
        switch entry.type {
        case .raised:
            show(to: record.alert.station)
            consider(record.alert, detail)
        case .orderSent:
            if let unit = detail.unit { obey(unit, record.alert) }
        case .onscene:
            if chance.happens(0.7) {
                mean(.contain, on: record.alert.id, in: chance.within(5...200))
            }
        default: break
        }
    }

    /// The terminals of a station read what has come.
    private mutating func show(to station: StationID) {
        guard let index = stationOf[station] else { return }
        for terminal in terminalsOf[index]
        where terminals[terminal].isAlive && !terminals[terminal].isReading {
            terminals[terminal].isReading = true
            plan(.terminalReads(terminal), in: chance.within(0.1...2.5))
        }
    }

    private mutating func obey(_ unit: UnitID, _ alert: Alert) {
        guard let index = unitOf[unit] else { return }
        if chance.happens(0.85), let site = alert.position { drivers[index].target = site }
        let start = chance.within(3...25)
        let luck = chance.share()
        if luck < 0.5 {
            plan(.unitStarts(index), in: start)
        } else if luck < 0.75 {
            mean(.enroute(unit), on: alert.id, in: start, by: "driver")
        }
        if chance.happens(0.15) { plan(.unitArrives(index), in: chance.within(20...280)) }
        if chance.happens(0.3) {
            mean(
                .arrive(chance.happens(0.5) ? unit : nil), on: alert.id,
                in: chance.within(20...280), by: "driver"
            )
        }
    }

    /// What officers will do about a new alert, if anything.
    private mutating func consider(_ alert: Alert, _ detail: Detail) {
        if alert.storm == true {
            if alert.incident?.rawValue == alert.id.rawValue || chance.happens(0.01) {
                considerIncident(alert)
            }
            if chance.happens(0.9) { return }
        }
        if chance.happens(0.03) { considerIncident(alert) }
        let id = alert.id
        if chance.happens(0.05) { mean(.note, on: id, in: chance.within(1...500)) }
        if chance.happens(0.85) {
            mean(closing(alert), on: id, in: chance.within(10...700))
        }
        if chance.happens(habits.neglect) { return }
        let acceptance = reaction()
        mean(.accept, on: id, in: acceptance, expect: .delivered)
        if chance.happens(0.15) { mean(.accept, on: id, in: acceptance + 0.01) }
        guard chance.happens(0.8) else { return }
        let dispatch = acceptance + chance.within(1...60)
        mean(.dispatch(someUnit(for: alert, detail)), on: id, in: dispatch)
        if chance.happens(0.15) {
            mean(.dispatch(someUnit(for: alert, detail)), on: id, in: dispatch + 20)
        }
        if chance.happens(0.2) {
            let release = acceptance + chance.within(1...150)
            mean(.release, on: id, in: release)
            if chance.happens(0.6) { mean(.accept, on: id, in: release + reaction()) }
        }
        if chance.happens(0.1) { mean(.contain, on: id, in: dispatch + chance.within(1...200)) }
    }

    private mutating func considerIncident(_ alert: Alert) {
        guard let incident = alert.incident else { return }
        let unit = city.units[chance.index(below: city.units.count)].id
        let verbs: [AlertAction.Verb] = [.accept, .dispatch(unit), closing(alert)]
        var wait = chance.within(5...60)
        for verb in verbs {
            deeds.append(
                Deed(
                    action: AlertAction(verb: verb, actor: "chief"), aim: .incident(incident)
                )
            )
            plan(.acts(deeds.count - 1), in: wait)
            wait += chance.within(5...60)
        }
    }

    private mutating func reaction() -> Double {
        let luck = chance.share()
        if luck < 0.6 { return chance.within(0.5...14) }
        return luck < 0.85 ? chance.within(14...60) : chance.within(60...330)
    }

    private mutating func closing(_ alert: Alert) -> AlertAction.Verb {
        if chance.happens(0.3) { return .close(.falseAlarm, cause: .animal) }
        return .close(chance.happens(0.1) ? .drill : .real, cause: nil)
    }

    private mutating func someUnit(for alert: Alert, _ detail: Detail) -> UnitID {
        if let near = detail.proposed?.first, chance.happens(0.8) { return near.unit }
        if chance.happens(0.02) { return "nobody" }
        return city.units[chance.index(below: city.units.count)].id
    }

    /// Plans an officer's action.
    private mutating func mean(
        _ verb: AlertAction.Verb,
        on alert: AlertID,
        in seconds: Double,
        by actor: String? = nil,
        expect: AlertState? = nil
    ) {
        let actor = actor ?? chance.one(of: Self.officers)
        let expected = chance.happens(0.3) ? expect : nil
        deeds.append(
            Deed(
                action: AlertAction(verb: verb, actor: actor, expect: expected),
                aim: .alert(alert)
            )
        )
        plan(.acts(deeds.count - 1), in: seconds)
    }

    private static let officers = ["li", "wang", "zhang", "liu", "chen"]

    mutating func act(_ index: Int, _ what: Happening.What) {
        let deed = deeds[index]
        switch deed.aim {
        case .alert(let id):
            let recalled = ledger.record(of: id)
            perform(.act(deed.action, on: id, recalled: recalled), again: what)
        case .incident(let id): perform(.actOnIncident(deed.action, id), again: what)
        }
    }
}
