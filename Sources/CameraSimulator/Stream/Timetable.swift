package import Domain

/// Which picture of the loop each camera shows when.
///
/// A camera's pictures are numbered from the server's start on; the number gives its timestamp, so
/// that timestamps go on from loop to loop. The loop begins with a keyframe and holds whole groups.
package struct Timetable: Sendable {
    /// RTP's clock for video.
    static let clockRate = 90_000

    /// Shares of a picture's time by which cameras' pictures are set apart, to spread the work.
    private static let slots = 8
    /// Neighbouring cameras are at most this share of the loop apart.
    private static let phaseShare = 0.0618
    /// All cameras begin within so many seconds of the loop: rendering is some four times as fast
    /// as the street, so that the last one waits no longer than clients have patience.
    private static let phaseSpread = 30.0

    package let rate: Int
    package let gopPictures: Int
    let loopPictures: Int
    let epoch: Stamp

    private let phaseStep: Int

    package init(cameras: Int, rate: Int, gopPictures: Int, loopPictures: Int, epoch: Stamp) {
        self.rate = rate
        self.gopPictures = gopPictures
        self.loopPictures = loopPictures
        self.epoch = epoch
        let step = min(
            Double(loopPictures) * Self.phaseShare,
            Self.phaseSpread * Double(rate) / Double(cameras)
        )
        phaseStep = max(1, Int(step.rounded()))
    }

    /// How long the shared schedule sleeps at most.
    var tick: Double { 1 / Double(rate * Self.slots) }

    /// The position in the loop at which the camera begins.
    func phase(of camera: Int) -> Int { camera * phaseStep % loopPictures }

    /// The camera's newest picture.
    func picture(of camera: Int, at now: Moment) -> Int {
        picture(at: seconds(of: camera, at: now))
    }

    /// The newest picture by a second of its camera's stream.
    func picture(at seconds: Double) -> Int { Int((seconds * Double(rate)).rounded(.down)) }

    /// - Units: seconds of the camera's stream.
    func seconds(of camera: Int, at now: Moment) -> Double {
        now.seconds(since: epoch.moment) - offset(of: camera)
    }

    /// The position in the loop of a camera's picture.
    func position(of picture: Int, camera: Int) -> Int {
        let position = (phase(of: camera) + picture) % loopPictures
        return position < 0 ? position + loopPictures : position
    }

    /// The keyframe from which the picture can be decoded; before the first one it is negative.
    package func keyframe(before picture: Int, camera: Int) -> Int {
        picture - position(of: picture, camera: camera) % gopPictures
    }

    func timestamp(of picture: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: picture * Self.clockRate / rate)
    }

    /// The timestamp that a picture taken at this moment would have.
    func timestamp(at now: Moment, camera: Int) -> UInt32 {
        let ticks = seconds(of: camera, at: now) * Double(Self.clockRate)
        return UInt32(truncatingIfNeeded: Int64(ticks))
    }

    /// - Units: seconds of the camera's stream.
    func seconds(of picture: Int) -> Double { Double(picture) / Double(rate) }

    func wall(of picture: Int, camera: Int) -> WallTime {
        epoch.wall.advanced(bySeconds: offset(of: camera) + seconds(of: picture))
    }

    private func offset(of camera: Int) -> Double { Double(camera % Self.slots) * tick }
}
