/// A way over the ground with halts, and when each part of it is reached.
struct Itinerary: Sendable {
    /// What somebody is doing at a moment.
    struct Standing {
        /// Heights of the picture.
        var u: Double
        var v: Double
        /// - Units: metres since the start.
        var travelled: Double
        var isMoving: Bool
        /// 1 to the right, -1 to the left.
        var facing: Double
    }

    /// A stop on the way, in heights of the picture.
    struct Stop {
        var u: Double
        var v: Double
        /// - Units: seconds.
        var halt = 0.0
    }

    private struct Leg {
        var from: Ground.Place
        var to: Ground.Place
        var start: Double
        var end: Double
        var travelled: Double
        var facing: Double
    }

    /// - Units: seconds from setting out to arriving.
    let duration: Double
    private let legs: [Leg]
    private let aspect: Double

    /// - Parameter speed: Metres a second.
    init(_ stops: [Stop], speed: Double, aspect: Double) {
        self.aspect = aspect
        var legs: [Leg] = []
        var time = 0.0
        var travelled = 0.0
        for (stop, next) in zip(stops, stops.dropFirst()) {
            time += stop.halt
            let from = Ground.place(u: stop.u, v: stop.v, aspect: aspect)
            let to = Ground.place(u: next.u, v: next.v, aspect: aspect)
            let distance = from.distance(to: to)
            let end = time + distance / speed
            let facing = next.u < stop.u ? -1.0 : 1
            legs.append(
                Leg(from: from, to: to, start: time, end: end, travelled: travelled, facing: facing)
            )
            time = end
            travelled += distance
        }
        self.legs = legs
        duration = time
    }

    /// - Parameter time: Seconds since setting out.
    /// - Returns: `nil` before setting out and after arriving.
    func standing(at time: Double) -> Standing? {
        guard time >= 0, time < duration, let leg = legs.first(where: { time < $0.end }) else {
            return nil
        }
        let share = max(0, (time - leg.start) / (leg.end - leg.start))
        let place = Ground.Place(
            across: mix(leg.from.across, leg.to.across, share),
            away: mix(leg.from.away, leg.to.away, share)
        )
        let (u, v) = Ground.picture(place, aspect: aspect)
        return Standing(
            u: u,
            v: v,
            travelled: leg.travelled + share * leg.from.distance(to: leg.to),
            isMoving: time >= leg.start,
            facing: leg.facing
        )
    }
}
