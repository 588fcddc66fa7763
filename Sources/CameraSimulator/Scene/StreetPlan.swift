/// Someone or something that comes and goes.
struct Actor: Sendable {
    enum Body: Sendable {
        case person(Walker)
        case car(Car)
    }

    let body: Body
    let itinerary: Itinerary
    /// - Time: seconds from the loop's start.
    let start: Double

    var end: Double { start + itinerary.duration }
}

/// Who comes when: visits with quiet stretches between, the loop's begin and end empty.
struct StreetPlan {
    /// - Units: seconds without anyone between visits.
    static let quiet = 8.0...13.0

    /// What a visit is made of.
    private enum Visit: CaseIterable {
        case passerBy, car, fromAlley, crossesRoad, waits, twoCars, pair, toAlley
    }

    private(set) var actors: [Actor] = []

    private let aspect: Double
    private let backdrop: Backdrop
    private var generator: SeededGenerator

    init(seed: UInt64, aspect: Double, loopSeconds: Double, backdrop: Backdrop) {
        self.aspect = aspect
        self.backdrop = backdrop
        generator = SeededGenerator(seed: seed, purpose: 0x706C_616E)
        let lead = min(generator.uniform(6...9), loopSeconds * 0.15)
        let latest = loopSeconds - min(4, loopSeconds * 0.15)
        if loopSeconds < 30 {
            singleCar(start: lead, end: latest)
        } else {
            visits(from: lead, to: latest)
        }
    }

    private mutating func visits(from lead: Double, to latest: Double) {
        var start = lead
        var next: [Visit] = [.passerBy, .car]
        while true {
            if next.isEmpty { next = generator.shuffled(Visit.allCases) }
            // What does not fit any more may leave room for a shorter visit.
            let choices = next.map { self.visit($0, start: start) }
            let fitting = choices.firstIndex { $0.actors.allSatisfy { $0.end <= latest } }
            guard let fitting else { return }
            let visit = choices[fitting]
            next.remove(at: fitting)
            actors += visit.actors
            generator = visit.generator
            start = visit.actors.map(\.end).max()! + generator.uniform(Self.quiet)
        }
    }

    /// A loop too short for people has one car, as fast as it must be.
    private mutating func singleCar(start: Double, end: Double) {
        let car = Car(&generator)
        let usual = drive(car, lane: 0.765, rightwards: true, speed: 8)
        let speed = max(8, 8 * usual.duration / (end - start))
        actors = [
            Actor(
                body: .car(car),
                itinerary: drive(car, lane: 0.765, rightwards: true, speed: speed),
                start: start
            )
        ]
    }

    private func visit(
        _ visit: Visit,
        start: Double
    ) -> (actors: [Actor], generator: SeededGenerator) {
        var plan = self
        let actors =
            switch visit {
            case .passerBy: [plan.passerBy(start)]
            case .pair:
                [plan.passerBy(start), plan.passerBy(start + plan.generator.uniform(0.8...3))]
            case .waits: [plan.passerBy(start, halt: plan.generator.uniform(4...7.5))]
            case .fromAlley: [plan.alleyWalk(start, leaving: true)]
            case .toAlley: [plan.alleyWalk(start, leaving: false)]
            case .crossesRoad: [plan.roadCrossing(start)]
            case .car: [plan.car(start, rightwards: plan.generator.chance(0.5))]
            case .twoCars:
                [
                    plan.car(start, rightwards: true),
                    plan.car(start + plan.generator.uniform(0.5...2.5), rightwards: false),
                ]
            }
        return (actors, plan.generator)
    }

    /// Beyond the picture's edge by about a person's width.
    private func edge(right: Bool) -> Double { right ? aspect + 0.05 : -0.05 }

    private mutating func person(_ stops: [Itinerary.Stop], _ start: Double) -> Actor {
        Actor(
            body: .person(Walker(&generator)),
            itinerary: Itinerary(
                stops,
                speed: generator.uniform(1.1...1.8),
                aspect: aspect
            ),
            start: start
        )
    }

    private mutating func passerBy(_ start: Double, halt: Double = 0) -> Actor {
        let right = generator.chance(0.5)
        let v = generator.uniform(0.84...0.94)
        let stand = generator.uniform(0.3...0.7) * aspect
        return person(
            [
                .init(u: edge(right: !right), v: v),
                .init(u: stand, v: v + generator.uniform(-0.01...0.01), halt: halt),
                .init(u: edge(right: right), v: v),
            ],
            start
        )
    }

    /// From behind the houses through the alley and along the far pavement, or back.
    private mutating func alleyWalk(_ start: Double, leaving: Bool) -> Actor {
        let right = generator.chance(0.5)
        let middle = (backdrop.alley.lowerBound + backdrop.alley.upperBound) / 2 * aspect
        let v = generator.uniform(0.545...0.570)
        let hidden = (right ? backdrop.alley.lowerBound : backdrop.alley.upperBound) * aspect
        let stops: [Itinerary.Stop] = [
            .init(u: hidden + (right ? -0.06 : 0.06), v: 0.490),
            .init(u: middle, v: 0.492),
            .init(u: middle + (right ? 0.02 : -0.02), v: v),
            .init(u: edge(right: right), v: v),
        ]
        return person(leaving ? stops : stops.reversed(), start)
    }

    /// Along the near pavement, over the zebra crossing and along the far one, or back.
    private mutating func roadCrossing(_ start: Double) -> Actor {
        let zebra = (backdrop.crossing.lowerBound + backdrop.crossing.upperBound) / 2 * aspect
        let stops: [Itinerary.Stop] = [
            .init(u: edge(right: false), v: 0.87),
            .init(u: zebra + 0.03, v: 0.845, halt: generator.uniform(0.5...2)),
            .init(u: zebra - 0.02, v: 0.575),
            .init(u: edge(right: false), v: 0.560),
        ]
        return person(generator.chance(0.5) ? stops : stops.reversed(), start)
    }

    private mutating func car(_ start: Double, rightwards: Bool) -> Actor {
        let car = Car(&generator)
        let halt = generator.chance(0.3) ? generator.uniform(2.5...6) : 0
        let itinerary = drive(
            car,
            lane: rightwards ? 0.775 : 0.680,
            rightwards: rightwards,
            speed: generator.uniform(6.5...11),
            halt: halt
        )
        return Actor(body: .car(car), itinerary: itinerary, start: start)
    }

    private func drive(
        _ car: Car,
        lane: Double,
        rightwards: Bool,
        speed: Double,
        halt: Double = 0
    ) -> Itinerary {
        let half = car.length * Ground.metre(at: lane) * 0.55
        let zebra =
            rightwards
            ? backdrop.crossing.lowerBound * aspect - half * 0.9
            : backdrop.crossing.upperBound * aspect + half * 1.1
        let stops: [Itinerary.Stop] = [
            .init(u: -half, v: lane), .init(u: zebra, v: lane, halt: halt),
            .init(u: aspect + half, v: lane),
        ]
        return Itinerary(rightwards ? stops : stops.reversed(), speed: speed, aspect: aspect)
    }
}
