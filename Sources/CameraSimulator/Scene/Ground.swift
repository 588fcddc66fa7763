/// The street's ground as the camera sees it, from a pole 5.7 m high.
///
/// Picture places are in heights of the picture: `u` to the right, `v` down, both 0 at the top left.
enum Ground {
    /// The horizon's `v`.
    static let horizon = 0.36
    private static let cameraHeight = 5.67
    private static let focalLength = 1.2

    /// A place on the ground.
    ///
    /// - Units: metres to the right of the camera's axis and away from it.
    struct Place {
        var across: Double
        var away: Double

        func distance(to other: Place) -> Double {
            let x = other.across - across
            let z = other.away - away
            return (x * x + z * z).squareRoot()
        }
    }

    /// How much of the picture's height a metre takes for things that stand at `v`.
    static func metre(at v: Double) -> Double { (v - horizon) / cameraHeight }

    static func place(u: Double, v: Double, aspect: Double) -> Place {
        let away = focalLength * cameraHeight / (v - horizon)
        return Place(across: (u - aspect / 2) * away / focalLength, away: away)
    }

    static func picture(_ place: Place, aspect: Double) -> (u: Double, v: Double) {
        (
            u: aspect / 2 + place.across * focalLength / place.away,
            v: horizon + focalLength * cameraHeight / place.away
        )
    }
}
