package import Domain

/// The 1-3-5 promise as numbers: who must do what within how many seconds.
///
/// An alert keeps the version that it was judged by; a change applies to alerts raised after it.
package struct ResponsePolicy: Sendable, Hashable, Codable {
    package var version: String
    /// Seconds after an episode's end within which the next one of the same camera, zone and rule
    /// carries the alert on; always 0 for priority 1.
    package var join: Double
    package var reading: Reading
    /// Places to which the desk itself sends the nearest unit, at priorities 1 and 2.
    package var sends: Set<PlaceClass>
    /// How near to a site two positions of a unit prove its arrival.
    ///
    /// - Units: metres.
    package var radius: Double
    /// From how many alerts on an incident is a storm.
    package var storm: Int
    package var milestones: [PlaceClass: Milestones]
    /// Priorities by kind, where a zone or a signal names none.
    package var priorities: [AlertKind: Priority]

    package init(
        version: String,
        join: Double,
        reading: Reading = .byPlace,
        sends: Set<PlaceClass> = [.p1],
        radius: Double = 50,
        storm: Int = 20,
        milestones: [PlaceClass: Milestones],
        priorities: [AlertKind: Priority]
    ) {
        self.version = version
        self.join = join
        self.reading = reading
        self.sends = sends
        self.radius = radius
        self.storm = storm
        self.milestones = milestones
        self.priorities = priorities
    }

    /// The shipped figures.
    ///
    /// - Source: the quick response "1、3、5分钟" of Jinan's street police stations, read by place.
    package static let standard = ResponsePolicy(
        version: "1",
        join: 30,
        milestones: [
            .p1: Milestones(accept: 15, dispatch: 30, warn: 30, onscene: 60, contained: 180),
            .p3: Milestones(accept: 30, dispatch: 60, warn: 90, onscene: 180, contained: 300),
            .p5: Milestones(accept: 45, dispatch: 90, warn: 150, onscene: 300, contained: 300),
        ],
        priorities: [
            .motion: .four, .intrusion: .two, .crossing: .two, .loitering: .two,
            AlertKind("panic-button"): .one,
        ]
    )

    /// The priority of what neither a zone nor a signal gave one: 2, so that it is not overlooked.
    package func priority(of kind: AlertKind) -> Priority { priorities[kind] ?? .two }

    package func join(at priority: Priority) -> Double { priority == .one ? 0 : join }

    package func deadlines(raised: WallTime, at place: PlaceClass) -> Deadlines {
        let steps = milestones[place] ?? Self.standard.milestones[place]!
        return Deadlines(
            accept: raised.advanced(bySeconds: steps.accept),
            dispatch: raised.advanced(bySeconds: steps.dispatch),
            onscene: raised.advanced(bySeconds: steps.onscene),
            contained: raised.advanced(bySeconds: steps.contained)
        )
    }
}

/// What must have happened how long after an alert was raised.
///
/// - Units: seconds.
package struct Milestones: Sendable, Hashable, Codable {
    /// A live terminal of the station has acknowledged it.
    package var delivered: Double
    package var accept: Double
    package var dispatch: Double
    /// The next tier is warned.
    package var warn: Double
    package var onscene: Double
    package var contained: Double

    package init(
        delivered: Double = 2,
        accept: Double,
        dispatch: Double,
        warn: Double,
        onscene: Double,
        contained: Double
    ) {
        self.delivered = delivered
        self.accept = accept
        self.dispatch = dispatch
        self.warn = warn
        self.onscene = onscene
        self.contained = contained
    }
}

/// Until when each step of the response is owed.
package struct Deadlines: Sendable, Hashable, Codable {
    package var accept: WallTime
    package var dispatch: WallTime
    package var onscene: WallTime
    package var contained: WallTime

    package init(accept: WallTime, dispatch: WallTime, onscene: WallTime, contained: WallTime) {
        self.accept = accept
        self.dispatch = dispatch
        self.onscene = onscene
        self.contained = contained
    }
}
