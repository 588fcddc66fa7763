package import Domain
import Episodes
package import Media
import Vision

/// From pictures to episodes: one camera's detector and what it makes of its zones.
///
/// - Time: a stream's times are survived as they come. Pictures whose time repeats or runs back are
///   passed over; where that lasts, time goes on by their arrival.
package struct CameraPipeline: PicturePipeline {
    private var detector: MotionDetector
    private var episodes: EpisodeTracker
    private var clock = PictureClock()

    package init(_ camera: Camera) {
        detector = MotionDetector(
            sensitivity: camera.sensitivity,
            blind: camera.zones.filter { $0.rule == .ignore || $0.rule == .private }.map(\.outline)
        )
        episodes = EpisodeTracker(zones: camera.zones)
    }

    package mutating func observe(
        _ picture: borrowing Picture,
        arrived: Stamp
    ) -> [EpisodeEvent] {
        guard let time = clock.time(picture.time, arrived: arrived.moment),
            detector.isDue(at: time)
        else { return [] }
        // What is guessed in a damaged picture is not motion; time goes on all the same.
        if picture.isDamaged {
            let nothing = MotionReading(time: time, scene: .unsettled, tracks: [])
            return episodes.step(nothing, at: arrived)
        }
        let reading = picture.withLuma { detector.observe($0, at: time) }
        return episodes.step(reading, at: arrived)
    }

    package var shift: Double { clock.shift }

    package mutating func finish() -> [EpisodeEvent] { episodes.finish() }
}

/// Makes pictures' times rise.
package struct PictureClock {
    /// Seconds for which a stream's time may stand still before its pictures' arrival counts.
    package static let patience = 1.0

    /// Seconds by which the time to go by is ahead of the stream's.
    package private(set) var shift = 0.0
    private var last: (time: StreamTime, arrived: Moment)?

    package init() {}

    /// The time to go by; `nil` where the picture is not after the one before.
    package mutating func time(_ stamped: StreamTime, arrived: Moment) -> StreamTime? {
        var time = stamped + shift
        if let last, time <= last.time {
            let waited = arrived.seconds(since: last.arrived)
            guard waited >= Self.patience else { return nil }
            shift += last.time + waited - time
            time = last.time + waited
        }
        last = (time, arrived)
        return time
    }
}
