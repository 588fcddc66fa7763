package import Domain

/// Makes pictures' times rise as time does, whatever a stream's timestamps do.
///
/// A stream's own times are gone by as long as they are usable. Where they stand still or run back
/// for a while, or leap ahead of the pictures' arrival, time goes on by the arrival; and by the
/// stream's again once that has kept pace with it for a while.
package struct PictureClock {
    /// Seconds for which a stream's time may stand still before its pictures' arrival counts.
    package static let patience = 1.0
    /// Seconds for which it must keep pace before it is gone by again.
    package static let probation = 2.0
    /// Seconds by which it may go ahead of the arrival at once, as after a held-up connection.
    package static let leap = 5.0

    /// Seconds by which the time to go by is ahead of the stream's.
    package private(set) var shift = 0.0
    /// Pictures whose time was not after the one before.
    package private(set) var untimely = 0

    private struct Picture {
        var stamped: StreamTime
        var arrived: Moment
    }

    /// The last picture that was let through, and its time.
    private var last: (picture: Picture, time: StreamTime)?
    /// The newest picture's own time, let through or not.
    private var newest = StreamTime(seconds: 0)
    /// The most by which the time to go by has been ahead of the arrival since the first picture.
    private var lead = 0.0
    private var first = Moment(nanoseconds: 0)
    /// Since when the stream's time has kept pace; `nil` while it is gone by.
    private var trial: Picture?

    package init() {}

    /// The time to go by; `nil` where the picture is not after the one before.
    package mutating func time(_ stamped: StreamTime, arrived: Moment) -> StreamTime? {
        let picture = Picture(stamped: stamped, arrived: arrived)
        defer { newest = stamped }
        guard let last else {
            first = arrived
            lead = stamped.seconds
            return take(picture, stamped)
        }
        let isLater = stamped > newest
        if !isLater { untimely += 1 }
        let waited = arrived.seconds(since: last.picture.arrived)
        let time = stamped + shift
        let hasLeapt = time.seconds - arrived.seconds(since: first) > lead + Self.leap
        if trial == nil {
            if time > last.time, !hasLeapt { return take(picture, time) }
            guard hasLeapt || waited >= Self.patience else { return nil }
        }
        if hasLeapt || !isLater { trial = picture }
        guard waited > 0 else { return nil }
        shift = last.time + waited - stamped
        if hasKeptPace(picture) { trial = nil }
        return take(picture, last.time + waited)
    }

    private mutating func take(_ picture: Picture, _ time: StreamTime) -> StreamTime {
        last = (picture, time)
        lead = max(lead, time.seconds - picture.arrived.seconds(since: first))
        return time
    }

    /// Whether the stream's time has come about as far as the clock since the trial began.
    private func hasKeptPace(_ picture: Picture) -> Bool {
        guard let trial else { return true }
        let seconds = picture.arrived.seconds(since: trial.arrived)
        let streamSeconds = picture.stamped - trial.stamped
        return seconds >= Self.probation && abs(streamSeconds - seconds) < seconds / 4
    }
}
