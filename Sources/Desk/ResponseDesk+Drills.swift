import Domain

extension ResponseDesk {
    /// Every drill, the last one first.
    package var allDrills: [Drill] { drills.values.sorted { $0.id > $1.id } }

    mutating func start(_ drill: Drill) {
        drills[drill.id] = drill
        effects.append(.keep(.drill(drill)))
    }

    /// Ends a drill, and closes what is open of it.
    mutating func stop(_ id: DrillID, by actor: String, at now: Stamp) {
        guard var drill = drills[id] else { return effects.append(.refuse(.unknownDrill(id))) }
        if let at = drill.stoppedAt {
            return effects.append(.refuse(.drillStopped(id, by: drill.stoppedBy ?? "", at: at)))
        }
        drill.stoppedBy = actor
        drill.stoppedAt = now.wall
        drills[id] = drill
        effects.append(.keep(.drill(drill)))
        let open = clocks.keys.filter { records[$0]?.alert.drill == id }
        for alert in open.sorted() {
            let action = AlertAction(verb: .close(.drill, cause: nil), actor: actor)
            act(action, on: alert, recalled: nil, at: now)
        }
    }

    /// Counts an alert of a drill.
    ///
    /// - Returns: why there can be none; `nil` where it was counted.
    mutating func count(alertOf id: DrillID) -> Refusal? {
        guard var drill = drills[id] else { return .unknownDrill(id) }
        if let at = drill.stoppedAt {
            return .drillStopped(id, by: drill.stoppedBy ?? "", at: at)
        }
        drill.alerts += 1
        drills[id] = drill
        effects.append(.keep(.drill(drill)))
        return nil
    }
}
