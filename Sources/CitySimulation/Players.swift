import Desk
import Domain

/// A patrol unit that drives about, or to where it was sent.
struct Driver {
    var place: GeoPoint
    /// Where it has an order to be.
    var target: GeoPoint?
    var home: GeoPoint
    /// - Units: metres a second.
    var speed: Double
    /// How far its clock is off.
    ///
    /// - Units: seconds.
    var skew = 0.0
    var isOnDuty = true
    /// It sends nothing before this time.
    var silentUntil: Int64 = 0

    /// Goes on for some seconds.
    mutating func drive(for seconds: Double, _ chance: inout Chance) {
        let east = 0.8023 * GeoPoint.metresPerDegree
        let goal = target ?? home
        let x = (goal.longitude - place.longitude) * east
        let y = (goal.latitude - place.latitude) * GeoPoint.metresPerDegree
        let distance = (x * x + y * y).squareRoot()
        if distance < 30, target == nil {
            home.longitude = place.longitude + chance.within(-0.01...0.01)
            home.latitude = place.latitude + chance.within(-0.008...0.008)
            return
        }
        guard distance > 0 else { return }
        let share = min(1, speed * seconds / distance)
        place.longitude += (goal.longitude - place.longitude) * share
        place.latitude += (goal.latitude - place.latitude) * share
    }
}

/// A screen at a station that reads its queue.
struct Terminal {
    let station: Int
    var name: String
    var isAlive: Bool
    /// Where it began to read.
    var origin = 0
    var isReading = false
}

/// An episode as a camera sees it.
struct Sighting {
    let camera: Int
    let zone: String
    let kind: AlertKind
    let priority: Priority?
    var start: WallTime
    var isWithdrawn = false
    var folded = 0
    /// How often more the same track is seen.
    var sequels = 0
    /// - Units: seconds.
    var length = 5.0
}

/// Something that an officer means to do.
struct Deed {
    let action: AlertAction
    let aim: Aim

    enum Aim {
        case alert(AlertID)
        case incident(IncidentID)
    }
}
