import Domain

/// The running count of a report's group.
struct ResponseTally: Sendable {
    var standings = StandingTally()
    var milestones: [Milestone: MilestoneTally] = [:]
    /// - Units: milliseconds.
    var unattended: Int64 = 0

    mutating func count(_ record: AlertRecord) {
        standings.count(record)
        guard record.alert.priority < .four else { return }
        for milestone in Milestone.allCases {
            milestones[milestone, default: MilestoneTally()].count(milestone, of: record)
        }
    }
}

/// How alerts stand: each in exactly one of these.
struct StandingTally: Sendable {
    var alerts = 0
    var open = 0
    /// By a person.
    var closed = 0
    var merged = 0
    var withdrawn = 0

    mutating func count(_ record: AlertRecord) {
        alerts += 1
        switch record.standing {
        case .merged: merged += 1
        case .withdrawn: withdrawn += 1
        case .waiting, .reached:
            if record.isOpen { open += 1 } else { closed += 1 }
        }
    }
}

/// How one milestone was kept.
struct MilestoneTally: Sendable {
    var kept = 0
    var missed = 0
    /// How long it took where it was reached, in time or not.
    ///
    /// - Units: milliseconds.
    var times: [UInt32] = []

    mutating func count(_ milestone: Milestone, of record: AlertRecord) {
        let time = record.times[milestone].map { UInt32(clamping: Int(($0 * 1000).rounded())) }
        if let time { times.append(time) }
        if isMissed(milestone, of: record, time) {
            missed += 1
        } else if time != nil {
            kept += 1
        }
    }

    /// Whether the desk wrote that it was missed, or the time says so.
    private func isMissed(_ milestone: Milestone, of record: AlertRecord, _ time: UInt32?) -> Bool {
        if record.fired.contains(milestone.breach) { return true }
        guard let time, let limit = record.alert.limit(of: milestone) else { return false }
        return Int64(time) > limit
    }

    /// The time within which a share of those that were reached was reached.
    ///
    /// - Parameter sorted: milliseconds, the shortest first.
    /// - Units: seconds; `nil` where none was reached.
    /// - Source: the nearest rank: the smallest time that is not exceeded by that share.
    static func percentile(_ percent: Int, of sorted: [UInt32]) -> Double? {
        guard !sorted.isEmpty else { return nil }
        let rank = (sorted.count * percent + 99) / 100
        return Double(sorted[max(rank, 1) - 1]) / 1000
    }
}

extension Milestone {
    /// The stage that says it was missed.
    fileprivate var breach: StageName {
        switch self {
        case .delivered: .deliveredMissed
        case .accepted: .acceptedMissed
        case .dispatched: .dispatchedMissed
        case .onscene: .onsceneMissed
        case .contained: .containedMissed
        }
    }
}

extension Alert {
    /// The milestone's deadline; that of the delivery is known to the policy alone.
    ///
    /// - Units: milliseconds after the raise.
    fileprivate func limit(of milestone: Milestone) -> Int64? {
        let deadline: WallTime
        switch milestone {
        case .delivered: return nil
        case .accepted: deadline = deadlines.accept
        case .dispatched: deadline = deadlines.dispatch
        case .onscene: deadline = deadlines.onscene
        case .contained: deadline = deadlines.contained
        }
        return deadline.milliseconds - raisedAt.milliseconds
    }
}
