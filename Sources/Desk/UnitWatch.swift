import Domain
import HeapModule

/// A patrol unit, and what of it runs by the monotonic clock.
struct UnitWatch: Sendable {
    /// A position so old says nothing of where an available unit is.
    ///
    /// - Units: seconds.
    static let silence = 60.0
    /// A position so old proves no arrival.
    ///
    /// - Units: seconds.
    static let fresh = 15.0
    /// How far a clock of a unit may run ahead.
    ///
    /// - Units: seconds.
    static let ahead = 5.0
    /// Farther units are not proposed.
    ///
    /// - Units: metres.
    static let reach = 5000.0
    /// How far a unit may have gone since its last position.
    ///
    /// - Units: metres a second, 36 km/h.
    static let speed = 10.0
    static let proposals = 3
    /// So many positions inside a site prove an arrival.
    static let proof = 2

    /// How old the position that the ledger has may be while newer ones come.
    ///
    /// - Units: seconds.
    static let kept = 20.0

    var record: UnitRecord
    /// When the last position came.
    var heard: Moment?
    /// When it was where its last position says.
    var located: Moment?
    /// When its position was kept last.
    var keptAt: Moment?
    /// How many positions in a row lay inside the site of an order.
    var inside: [AlertID: Int] = [:]
    /// Whether a timer looks after its silence.
    var isWatched = false

    init(_ record: UnitRecord) { self.record = record }

    /// Takes over what ran in the same node.
    mutating func resume(_ watch: UnitWatch) {
        record.fix = watch.record.fix
        heard = watch.heard
        located = watch.located
        inside = watch.inside
    }
}

extension ResponseDesk {
    mutating func restoreUnits(_ records: [UnitRecord]) {
        let never = WallTime(milliseconds: 0, offset: 0)
        for id in chart.units.keys {
            units[id] = UnitWatch(UnitRecord(id: id, status: .available, since: never))
        }
        for record in records where units[record.id] != nil {
            if record.status == .offDuty { offDuty.insert(record.id.queue) }
            units[record.id] = UnitWatch(record)
        }
    }

    /// Gives units time to be heard again; how old their positions are is said by the wall clock, where
    /// it is to be believed.
    mutating func startUnits(at now: Stamp) {
        let wall = max(now.wall, lastEntryAt ?? now.wall)
        for id in units.keys.sorted() {
            guard let fix = units[id]!.record.fix else { continue }
            units[id]!.heard = now.moment
            units[id]!.located = now.moment.advanced(
                bySeconds: -max(0, wall.seconds(since: fix.at)))
            watchSilence(of: id)
        }
    }

    /// Every unit, by id.
    package var unitRecords: [UnitRecord] {
        units.values.map(\.record).sorted { $0.id < $1.id }
    }

    /// The nearest units that are free and whose position is known, whatever their grid.
    func nearestUnits(to alert: Alert, at now: Stamp) -> [Proposal] {
        guard let place = alert.position ?? chart.rows[alert.station]?.position else { return [] }
        var found: [(proposal: Proposal, cost: Double)] = []
        // By index: a watch is not copied to be looked at.
        for index in units.values.indices {
            guard isFree(units.values[index].record, for: alert),
                let fix = units.values[index].record.fix, let located = units.values[index].located
            else { continue }
            let age = now.moment.seconds(since: located)
            let distance = fix.position.distance(to: place)
            guard age < UnitWatch.silence, distance <= UnitWatch.reach else { continue }
            let id = units.keys[index]
            let proposal = Proposal(
                unit: id, distance: distance.rounded(), age: (age * 10).rounded() / 10
            )
            found.append((proposal, distance + age * UnitWatch.speed))
        }
        found.sort { ($0.cost, $0.proposal.unit) < ($1.cost, $1.proposal.unit) }
        return found.prefix(UnitWatch.proposals).map(\.proposal)
    }

    /// Whether a unit could be sent: what happens comes before exercises.
    private func isFree(_ unit: UnitRecord, for alert: Alert) -> Bool {
        switch unit.status {
        case .available: true
        case .committed, .enroute, .onscene: !alert.exercise && isExercising(unit)
        case .offDuty, .unreachable: false
        }
    }

    /// Whether all that a unit is sent to is exercise.
    private func isExercising(_ unit: UnitRecord) -> Bool {
        !unit.orders.isEmpty
            && unit.orders.allSatisfy { records[$0.alert]?.alert.exercise == true }
    }

    // MARK: Orders

    /// Why a unit cannot be sent to an alert; `nil` where it can.
    func refusal(toSend id: UnitID, to alert: Alert) -> Refusal? {
        guard let unit = units[id]?.record else { return .unknownUnit(id) }
        if unit.status == .offDuty { return .offDuty(id, by: unit.by, at: unit.since) }
        guard alert.exercise else { return nil }
        let real = unit.orders.map(\.alert).filter { records[$0]?.alert.exercise == false }
        return real.isEmpty ? nil : .busy(id, real)
    }

    /// Sends a unit to an alert.
    ///
    /// - Parameter all: the alerts that the order is for, itself among them; empty where the order of
    ///   another alert shows the unit this one too.
    mutating func order(
        _ id: UnitID,
        to alert: AlertID,
        by actor: String,
        note: String? = nil,
        all: [AlertID],
        at now: Stamp
    ) {
        guard var record = records[alert], let unit = units[id]?.record else { return }
        if !record.alert.exercise { callAway(unit, to: alert, at: now) }
        units[id]!.record.orders.append(Order(alert: alert, sentAt: now.wall))
        if [.available, .unreachable].contains(units[id]!.record.status) {
            turn(id, to: .committed, by: actor, at: now)
        } else {
            keep(id)
        }
        record.alert.units = (record.alert.units ?? []) + [id]
        if let incident = record.alert.incident {
            incidents[incident]?.note(alert, isOrdered: true)
        }
        if !all.isEmpty, !record.audience.contains(id.queue) { record.audience.append(id.queue) }
        record.times.dispatched = record.times.dispatched ?? elapsed(alert, at: now)
        let detail = Detail(
            actor: actor,
            note: note,
            unit: id,
            alerts: all.count > 1 ? all : nil,
            cameras: all.count > 1 ? all.compactMap { records[$0]?.alert.camera?.id } : nil,
            elapsed: elapsed(alert, at: now)
        )
        append(.orderSent, to: &record, detail, at: now)
    }

    /// Takes a unit off the exercises that it is in: it is needed.
    private mutating func callAway(_ unit: UnitRecord, to alert: AlertID, at now: Stamp) {
        for order in unit.orders {
            guard var exercise = records[order.alert], exercise.alert.exercise else { continue }
            exercise.alert.units?.removeAll { $0 == unit.id }
            if exercise.alert.units?.isEmpty == true { exercise.alert.units = nil }
            if exercise.alert.units == nil, let incident = exercise.alert.incident {
                incidents[incident]?.note(order.alert, isOrdered: false)
            }
            let detail = Detail(unit: unit.id, reason: "called away to alert \(alert)")
            append(.noted, to: &exercise, detail, at: now)
            endOrder(of: unit.id, to: order.alert, at: now)
            settle(order.alert, at: now)
        }
    }

    /// A unit sets out to an alert, or arrives there: it has accepted its order, and has one now.
    mutating func take(
        _ id: UnitID,
        to alert: AlertID,
        _ status: UnitStatus,
        by actor: String,
        at now: Stamp
    ) {
        guard let unit = units[id] else { return }
        if !unit.record.orders.contains(where: { $0.alert == alert }) {
            order(id, to: alert, by: actor, all: [alert], at: now)
        }
        guard let index = units[id]!.record.orders.firstIndex(where: { $0.alert == alert }),
            var record = records[alert]
        else { return }
        let isNew = units[id]!.record.orders[index].acceptedAt == nil
        if isNew { units[id]!.record.orders[index].acceptedAt = now.wall }
        turn(id, to: status, by: actor, at: now)
        guard isNew else { return }
        append(.orderAccepted, to: &record, Detail(actor: actor, unit: id), at: now)
    }

    mutating func endOrder(of id: UnitID, to alert: AlertID, at now: Stamp) {
        guard var unit = units[id] else { return }
        unit.record.orders.removeAll { $0.alert == alert }
        unit.inside[alert] = nil
        units[id] = unit
        if unit.record.orders.isEmpty, unit.record.status != .offDuty {
            turn(id, to: .available, by: unit.record.by, at: now)
        } else {
            keep(id)
        }
    }

    // MARK: Status

    mutating func set(_ id: UnitID, to status: UnitStatus, by actor: String, at now: Stamp) {
        guard let unit = units[id]?.record else {
            return effects.append(.refuse(.unknownUnit(id)))
        }
        let orders = unit.orders.map(\.alert)
        switch status {
        case .enroute, .onscene:
            let verb: AlertAction.Verb = status == .enroute ? .enroute(id) : .arrive(id)
            let before = effects.count
            for alert in orders where records[alert]?.takes(status) == true {
                act(AlertAction(verb: verb, actor: actor), on: alert, recalled: nil, at: now)
            }
            if effects.count == before, unit.status != status {
                guard let alert = orders.first else {
                    return effects.append(.refuse(.noOrder(id)))
                }
                take(id, to: alert, status, by: actor, at: now)
            }
        case .available, .offDuty, .unreachable, .committed:
            guard orders.isEmpty else {
                return effects.append(.refuse(.busy(id, orders)))
            }
            guard status != .committed else {
                return effects.append(.refuse(.noOrder(id)))
            }
            turn(id, to: status, by: actor, at: now)
        }
    }

    private mutating func turn(
        _ id: UnitID,
        to status: UnitStatus,
        by actor: String,
        at now: Stamp
    ) {
        if units[id]!.record.status != status {
            units[id]!.record.status = status
            units[id]!.record.since = now.wall
            units[id]!.record.by = actor
        }
        if status == .offDuty { offDuty.insert(id.queue) } else { offDuty.remove(id.queue) }
        if status == .available { watchSilence(of: id) }
        keep(id)
    }

    /// Has a unit kept as it is when the step is over.
    private mutating func keep(_ id: UnitID) { changedUnits.insert(id) }

    mutating func keepUnits() {
        guard !changedUnits.isEmpty else { return }
        for id in changedUnits.sorted() {
            if let record = units[id]?.record { effects.append(.keep(.unit(record))) }
        }
        changedUnits.removeAll()
    }

    // MARK: Positions

    mutating func located(_ id: UnitID, _ fix: Fix, at now: Stamp) {
        guard let index = units.index(forKey: id) else {
            return effects.append(.refuse(.unknownUnit(id)))
        }
        let latest = now.wall.advanced(bySeconds: UnitWatch.ahead)
        guard fix.at <= latest else {
            return effects.append(.refuse(.future(id, fix.at, now: now.wall)))
        }
        // What was overtaken on its way says nothing new; what clocks said before they were set back
        // is no measure.
        if let last = units.values[index].record.fix?.at, fix.at <= last, last <= latest { return }
        units.values[index].record.fix = fix
        units.values[index].heard = now.moment
        let age = max(0, now.wall.seconds(since: fix.at))
        units.values[index].located = now.moment.advanced(bySeconds: -age)
        if units.values[index].keptAt.map({ now.moment.seconds(since: $0) >= UnitWatch.kept })
            ?? true
        {
            units.values[index].keptAt = now.moment
            keep(id)
        }
        let record = units.values[index].record
        if !units.values[index].isWatched { watchSilence(of: id) }
        if record.status == .unreachable { turn(id, to: .available, by: "position", at: now) }
        guard !record.orders.isEmpty, now.wall.seconds(since: fix.at) <= UnitWatch.fresh else {
            return
        }
        for order in record.orders { arrive(id, at: order.alert, fix, now) }
    }

    /// Sets the timer that finds out whether a unit still sends.
    mutating func watchSilence(of id: UnitID) {
        guard let unit = units[id], let heard = unit.heard, !unit.isWatched else { return }
        units[id]!.isWatched = true
        let moment = heard.advanced(bySeconds: UnitWatch.silence)
        timers.insert(DeskTimer(moment: moment, subject: .unit(id)))
    }

    /// Counts the positions inside an order's site: two prove the arrival.
    private mutating func arrive(_ id: UnitID, at alert: AlertID, _ fix: Fix, _ now: Stamp) {
        guard let record = records[alert], let site = record.alert.position,
            record.takes(.onscene)
        else { return }
        guard fix.position.distance(to: site) <= policy(of: record.alert).radius else {
            units[id]!.inside[alert] = nil
            return
        }
        units[id]!.inside[alert, default: 0] += 1
        guard units[id]!.inside[alert]! >= UnitWatch.proof else { return }
        let action = AlertAction(verb: .arrive(id), actor: id.rawValue, proof: "positions")
        act(action, on: alert, recalled: nil, at: now)
    }

    /// An available unit that is silent for long cannot be sent.
    mutating func miss(_ id: UnitID, at now: Stamp) {
        guard let unit = units[id], let heard = unit.heard else { return }
        units[id]!.isWatched = false
        guard now.moment.seconds(since: heard) >= UnitWatch.silence else {
            return watchSilence(of: id)
        }
        guard unit.record.status == .available else { return }
        turn(id, to: .unreachable, by: "silence", at: now)
    }
}

extension AlertRecord {
    /// Whether a unit that sets out or arrives brings it forward.
    fileprivate func takes(_ status: UnitStatus) -> Bool {
        isOpen && alert.state < (status == .enroute ? .enroute : .onscene)
    }
}
