import Desk
import Domain

/// What a seed's city is like.
struct Habits {
    /// How long anything new happens, and how long it is watched after that.
    ///
    /// - Units: seconds.
    let activity: ClosedRange<Double>
    let rest: Double
    /// Seconds from one alert's cause to the next.
    let pause: Double
    /// Seconds from one position of a unit to the next.
    let interval: Double
    /// How much later than asked the desk is woken.
    ///
    /// - Units: seconds.
    let lateness: ClosedRange<Double>
    /// How long a node is down.
    ///
    /// - Units: seconds.
    let outage: ClosedRange<Double>
    /// Share of the steps with entries at which the node ends.
    let crash: Double
    /// Share of the steps whose entries cannot be written.
    let failure: Double
    let policy: ResponsePolicy
    /// Share of alerts that nobody answers.
    let neglect: Double
    /// Share of stations that never have a terminal.
    let darkness: Double

    /// A storm has ten times the steps, and each restart reads all of it.
    init(_ chance: inout Chance, isStorm: Bool) {
        activity = 180...360
        rest = chance.happens(0.5) ? 330 : chance.within(20...200)
        pause = chance.within(1.5...5)
        interval = chance.within(5...10)
        lateness = chance.happens(0.2) ? 0...5 : 0...0.08
        outage = chance.happens(0.3) ? 20...400 : 0.5...20
        crash = chance.happens(0.4) && !isStorm ? 0.004 : 0.0005
        failure = chance.happens(0.3) ? (isStorm ? 0.0003 : 0.003) : 0
        policy = Self.policy(&chance)
        neglect = chance.within(0.05...0.5)
        darkness = chance.happens(0.2) ? 0.5 : 0.05
    }

    /// A policy as its file may say it.
    static func policy(_ chance: inout Chance) -> ResponsePolicy {
        var policy = ResponsePolicy.standard
        policy.reading = chance.happens(0.4) ? .byForce : .byPlace
        policy.storm = chance.one(of: [5, 20, 50])
        policy.join = chance.one(of: [0, 10, 30])
        if chance.happens(0.3) { policy.sends = [.p1, .p3, .p5] }
        if chance.happens(0.3) { policy.milestones[.p3]!.accept = 20 }
        return policy
    }
}
