import Domain

extension ResponseDesk {
    mutating func act(
        _ action: AlertAction,
        on id: AlertID,
        recalled: AlertRecord?,
        at now: Stamp
    ) {
        guard let record = records[id] ?? recalled else {
            return effects.append(.refuse(.unknownAlert(id)))
        }
        if let refusal = refusal(of: action, on: record) {
            return effects.append(.refuse(refusal))
        }
        switch action.verb {
        case .accept:
            advance(record, to: .accepted, .accepted, action, at: now) {
                $0.alert.acceptedBy = action.actor
            }
        case .dispatch(let unit):
            dispatch(unit, to: [id], action, at: now)
        case .enroute(let unit):
            let unit = unit ?? record.alert.units?.last
            if let unit { take(unit, to: id, .enroute, by: action.actor, at: now) }
            if let record = records[id] {
                advance(record, to: .enroute, .enroute, action, unit: unit, at: now)
            }
        case .arrive(let unit):
            let unit = unit ?? record.alert.units?.last
            if let unit { take(unit, to: id, .onscene, by: action.actor, at: now) }
            if let record = records[id] {
                advance(record, to: .onscene, .onscene, action, unit: unit, at: now)
            }
        case .contain:
            advance(record, to: .contained, .contained, action, at: now)
        case .close(let disposition, let cause): close(record, disposition, cause, action, at: now)
        case .release: release(record, action, at: now)
        case .note: note(record, action, at: now)
        }
        settle(id, at: now)
    }

    /// Sends a unit to alerts by one order, which its queue shows once.
    mutating func dispatch(
        _ unit: UnitID,
        to alerts: [AlertID],
        _ action: AlertAction,
        at now: Stamp
    ) {
        var shown = alerts.filter { records[$0]?.alert.units?.contains(unit) != true }
        for id in alerts {
            guard let record = records[id] else { continue }
            if record.alert.state < .dispatched {
                advance(record, to: .dispatched, .dispatched, action, unit: unit, at: now)
            }
            guard record.alert.units?.contains(unit) != true else { continue }
            order(unit, to: id, by: action.actor, note: action.note, all: shown, at: now)
            shown = []
        }
    }

    /// Why an action does not fit; `nil` where it does.
    func refusal(of action: AlertAction, on record: AlertRecord) -> Refusal? {
        let (id, state) = (record.alert.id, record.alert.state)
        let unfit = Refusal.state(id, state, by: record.stateBy, at: record.stateAt)
        if let expected = action.expect, expected != state {
            return .expected(id, expected, but: state, by: record.stateBy, at: record.stateAt)
        }
        let units = record.alert.units ?? []
        switch action.verb {
        case .accept: return state < .accepted ? nil : unfit
        case .dispatch(let unit):
            guard state < .contained else { return unfit }
            // What the policy sent by itself, a person may still confirm.
            let isSent = units.contains(unit) && state >= .dispatched
            return refusal(toSend: unit, to: record.alert) ?? (isSent ? .ordered(unit, id) : nil)
        case .enroute(let unit):
            guard state < .enroute else { return unfit }
            return unit.flatMap { refusal(toSend: $0, to: record.alert) }
        case .arrive(let unit):
            guard state < .onscene else { return unfit }
            return unit.flatMap { refusal(toSend: $0, to: record.alert) }
        case .contain: return state < .contained ? nil : unfit
        case .close(let disposition, _):
            guard state < .closed else { return unfit }
            return disposition == .drill && !record.alert.exercise ? .notExercise(id) : nil
        case .release:
            // What the policy sent can be taken back before anyone has accepted.
            let isHeld = (.accepted...(.onscene)).contains(state)
            return isHeld || (state < .accepted && !units.isEmpty) ? nil : unfit
        case .note: return nil
        }
    }

    /// Brings an alert forward; steps may be skipped, and are not said to be done.
    private mutating func advance(
        _ record: AlertRecord,
        to state: AlertState,
        _ type: EntryType,
        _ action: AlertAction,
        unit: UnitID? = nil,
        at now: Stamp,
        _ change: (inout AlertRecord) -> Void = { _ in }
    ) {
        var record = record
        reach(&record)
        if record.alert.state == .raised { forgetDelivery(of: record) }
        record.alert.state = state
        record.stateBy = action.actor
        record.stateAt = now.wall
        let passed = elapsed(record.alert.id, at: now)
        record.times.pass(state, after: passed, isByPerson: action.proof == nil)
        change(&record)
        let detail = Detail(
            actor: action.actor, note: action.note, unit: unit, proof: action.proof,
            elapsed: passed
        )
        append(type, to: &record, detail, at: now)
    }

    /// Whoever acts upon an alert was reached by it; that it was delivered is for a terminal to say.
    private mutating func reach(_ record: inout AlertRecord) {
        if record.standing == .waiting { move(&record, to: .reached) }
    }

    private mutating func close(
        _ record: AlertRecord,
        _ disposition: Disposition,
        _ cause: FalseAlarmCause?,
        _ action: AlertAction,
        at now: Stamp
    ) {
        var record = record
        reach(&record)
        // Whoever closes it has taken it; the end of an exercise is nobody's answer.
        if disposition != .drill {
            record.times.accepted = record.times.accepted ?? elapsed(record.alert.id, at: now)
        }
        record.alert.cause = cause
        conclude(
            &record, .closed, as: disposition, standing: nil, by: action.actor,
            Detail(actor: action.actor, note: action.note), at: now
        )
    }

    /// Gives an alert back to the queue with nobody holding it: its deadlines stay, and what was missed
    /// meanwhile is due.
    private mutating func release(_ record: AlertRecord, _ action: AlertAction, at now: Stamp) {
        var record = record
        let (id, state) = (record.alert.id, record.alert.state)
        let units = record.alert.units ?? []
        reach(&record)
        record.alert.state = record.times.delivered == nil ? .raised : .delivered
        if state > .raised, record.alert.state == .raised { awaitDelivery(of: record) }
        record.alert.acceptedBy = nil
        record.alert.units = nil
        record.times.accepted = nil
        record.times.dispatched = nil
        record.times.onscene = nil
        if let incident = record.alert.incident { incidents[incident]?.note(id, isOrdered: false) }
        record.stateBy = action.actor
        record.stateAt = now.wall
        let passed = elapsed(id, at: now)
        plant(in: &record, at: now)
        let detail = Detail(
            actor: action.actor, note: action.note, from: state, elapsed: passed
        )
        append(.released, to: &record, detail, at: now)
        for unit in units { endOrder(of: unit, to: id, at: now) }
    }

    private mutating func note(_ record: AlertRecord, _ action: AlertAction, at now: Stamp) {
        var record = record
        if record.isOpen { reach(&record) }
        append(.noted, to: &record, Detail(actor: action.actor, note: action.note), at: now)
    }

    /// Puts the defect in that was asked for.
    private mutating func plant(in record: inout AlertRecord, at now: Stamp) {
        switch defect {
        case .stageTwice: record.fired.remove(.neighbours)
        case .deadlineReset:
            let (place, policy) = (record.alert.placeClass, policy(of: record.alert))
            record.alert.deadlines = policy.deadlines(raised: now.wall, at: place)
            clocks[record.alert.id]?.raised = now.moment
        case .lostHandback: clocks[record.alert.id] = nil
        case nil: break
        }
    }
}

extension ResponseTimes {
    /// Notes the milestone that a state proves; whatever a person does proves that one has accepted.
    mutating func pass(_ state: AlertState, after seconds: Double?, isByPerson: Bool) {
        if isByPerson { accepted = accepted ?? seconds }
        switch state {
        case .dispatched: dispatched = dispatched ?? seconds
        case .onscene: onscene = onscene ?? seconds
        case .contained: contained = contained ?? seconds
        case .raised, .delivered, .accepted, .enroute, .closed: break
        }
    }
}
