/// A point on the monotonic clock: it never steps back, and means nothing in another process.
///
/// - Units: nanoseconds since an arbitrary start.
package struct Moment: Hashable, Comparable, Sendable {
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    package static func < (a: Self, b: Self) -> Bool { a.nanoseconds < b.nanoseconds }

    /// Seconds from `earlier` to this moment.
    package func seconds(since earlier: Moment) -> Double {
        Double(nanoseconds - earlier.nanoseconds) / 1e9
    }

    package func advanced(bySeconds seconds: Double) -> Moment {
        Moment(nanoseconds: nanoseconds + Int64((seconds * 1e9).rounded()))
    }
}

/// A moment of the monotonic clock and what the wall clock showed at it.
package struct Stamp: Hashable, Sendable {
    package var moment: Moment
    package var wall: WallTime

    package init(moment: Moment, wall: WallTime) {
        self.moment = moment
        self.wall = wall
    }

    package func advanced(bySeconds seconds: Double) -> Stamp {
        Stamp(
            moment: moment.advanced(bySeconds: seconds),
            wall: wall.advanced(bySeconds: seconds)
        )
    }
}

/// A time by a camera's own timestamps, which may jump, drift and repeat.
///
/// - Units: seconds from the stream's first picture.
package struct StreamTime: Hashable, Comparable, Sendable {
    package var seconds: Double

    package init(seconds: Double) { self.seconds = seconds }

    package static func < (a: Self, b: Self) -> Bool { a.seconds < b.seconds }
    package static func - (a: Self, b: Self) -> Double { a.seconds - b.seconds }
    package static func + (a: Self, b: Double) -> Self { Self(seconds: a.seconds + b) }
}
