package import Domain

extension ResponsePolicy {
    /// How the minutes 1, 3 and 5 are read.
    package enum Reading: String, Sendable, Hashable, Codable, CaseIterable {
        /// The arrival deadline of the place's class.
        case byPlace = "by-place"
        /// Who is engaged in one incident: station, district, city.
        case byForce = "by-force"
    }

    /// What is armed when an alert is raised, in the order of its times.
    ///
    /// - Source: "1、3、5分钟" by place (Tianjin, Luzhou) and by force (Wuhan).
    package func stages(at place: PlaceClass, _ priority: Priority) -> [Stage] {
        guard priority < .four else { return [] }
        let steps = milestones[place] ?? Self.standard.milestones[place]!
        let all = warnings(steps, priority) + ladder(steps) + breaches(steps)
        let armed = all.compactMap { $0.armed(at: priority) }
        let order = StageName.numbers
        return armed.sorted {
            ($0.after, order[$0.name]!) < ($1.after, order[$1.name]!)
        }
    }

    private func warnings(_ steps: Milestones, _ priority: Priority) -> [Stage] {
        let next = Stage(
            .warning, .stageWarned, after: steps.warn, unless: .onscene, engages: [.district]
        )
        guard priority == .one else { return [next] }
        let standby = Stage(
            .standby, .stageWarned, after: 0, unless: .contained, engages: [.district, .city]
        )
        return [standby, next]
    }

    private func ladder(_ steps: Milestones) -> [Stage] {
        let neighbours = Stage(
            .neighbours,
            .stageFired,
            after: steps.accept,
            unless: .accepted,
            engages: [.adjacent, .dutyOfficer, .policeOffice]
        )
        func fired(
            _ name: StageName,
            _ after: Double,
            unless: Milestone = .contained,
            _ forces: Force...
        ) -> Stage {
            Stage(name, .stageFired, after: after, unless: unless, engages: forces)
        }
        switch reading {
        case .byPlace:
            return [
                neighbours,
                fired(.district, steps.onscene, unless: .onscene, .district),
                fired(.reinforcement, 180, .adjacent, .district),
                fired(.city, 300, .city),
            ]
        case .byForce:
            return [
                neighbours,
                fired(.minute1, 60, .station, .units, .adjacent),
                fired(.minute3, 180, .district),
                fired(.minute5, 300, .city),
            ]
        }
    }

    private func breaches(_ steps: Milestones) -> [Stage] {
        func missed(_ name: StageName, _ milestone: Milestone, _ after: Double) -> Stage {
            Stage(name, .stageBreached, after: after, unless: milestone)
        }
        return [
            missed(.deliveredMissed, .delivered, steps.delivered),
            missed(.acceptedMissed, .accepted, steps.accept),
            missed(.dispatchedMissed, .dispatched, steps.dispatch),
            missed(.onsceneMissed, .onscene, steps.onscene),
            missed(.containedMissed, .contained, steps.contained),
        ]
    }

    /// Whom a raise itself engages beside the station.
    package func proposesUnits(at priority: Priority) -> Bool { priority <= .two }
}

extension Stage {
    /// The stage as it is armed at a priority; `nil` where it would engage nobody.
    ///
    /// Priority 3 engages stations and districts alone.
    fileprivate func armed(at priority: Priority) -> Stage? {
        guard priority == .three, !engages.isEmpty else { return self }
        var stage = self
        stage.engages.removeAll { ![.station, .adjacent, .district].contains($0) }
        return stage.engages.isEmpty ? nil : stage
    }
}
