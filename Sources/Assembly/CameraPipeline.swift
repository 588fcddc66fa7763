package import Domain
import Episodes
package import Media
import Vision

/// From pictures to episodes: one camera's detector and what it makes of its zones.
///
/// Pictures of another size than before begin a new scene: what was open ends, and nothing is told
/// until the scene is known.
///
/// - Time: a stream's times are survived as they come: `PictureClock` sets them right.
package struct CameraPipeline: PicturePipeline {
    private let sensitivity: Int
    private let blind: [Polygon]
    private var detector: MotionDetector
    private var episodes: EpisodeTracker
    private var clock = PictureClock()
    private var size: PictureSize?
    package private(set) var tally = PictureTally()

    package init(_ camera: Camera) {
        sensitivity = camera.sensitivity
        blind = camera.zones.filter { $0.rule == .ignore || $0.rule == .private }.map(\.outline)
        detector = MotionDetector(sensitivity: sensitivity, blind: blind)
        episodes = EpisodeTracker(zones: camera.zones)
    }

    package mutating func observe(
        _ picture: borrowing Picture,
        arrived: Stamp
    ) -> [EpisodeEvent] {
        let cut = begin(PictureSize(width: picture.width, height: picture.height))
        guard let time = clock.time(picture.time, arrived: arrived.moment) else { return cut }
        guard detector.isDue(at: time) else {
            tally.surplus += 1
            return cut
        }
        // What is guessed in a damaged picture is not motion; time goes on all the same.
        if picture.isDamaged {
            tally.damaged += 1
            let nothing = MotionReading(time: time, scene: .unsettled, tracks: [])
            return cut + episodes.step(nothing, at: arrived)
        }
        tally.analysed += 1
        let reading = picture.withLuma { detector.observe($0, at: time) }
        return cut + episodes.step(reading, at: arrived)
    }

    /// What ends because pictures are of this size from now on.
    private mutating func begin(_ size: PictureSize) -> [EpisodeEvent] {
        defer { self.size = size }
        guard let before = self.size, before != size else { return [] }
        detector = MotionDetector(sensitivity: sensitivity, blind: blind)
        return episodes.finish()
    }

    package var shift: Double { clock.shift }
    package var untimely: Int { clock.untimely }

    package mutating func finish() -> [EpisodeEvent] { episodes.finish() }
}
