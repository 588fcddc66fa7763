import Assembly
import Domain
import Foundation
import Logging
import Media
import Synchronization

/// A clock that stands still but for the waits of those who wait.
final class WaitedClock: CityClock {
    private let seconds = Mutex(0.0)

    func now() -> Stamp { Self.stamp(seconds.withLock { $0 }) }

    func advance(_ seconds: Double) { self.seconds.withLock { $0 += seconds } }

    static func stamp(_ seconds: Double) -> Stamp {
        Stamp(
            moment: Moment(nanoseconds: Int64((seconds * 1e9).rounded())),
            wall: WallTime(milliseconds: 1_800_000_000_000, offset: 28_800)
                .advanced(bySeconds: seconds)
        )
    }
}

/// Opens an episode with one picture and ends it with another, both counted from 0.
struct ScriptedPipeline: PicturePipeline {
    var opens: Int
    var ends: Int
    var onPicture: @Sendable (Int) -> Void = { _ in }
    let shift = 0.0
    let untimely = 0
    private var seen = 0
    private var episode: Episode?

    init(opens: Int, ends: Int, onPicture: @escaping @Sendable (Int) -> Void = { _ in }) {
        self.opens = opens
        self.ends = ends
        self.onPicture = onPicture
    }

    mutating func observe(_ picture: borrowing Picture, arrived: Stamp) -> [EpisodeEvent] {
        onPicture(seen)
        defer { seen += 1 }
        if seen == opens {
            let peak = Episode.Peak(
                time: picture.time,
                area: 0.1,
                box: Box(x: 0, y: 0, width: 1, height: 1)
            )
            let start = StreamTime(seconds: 0)
            episode = Episode(
                number: 1,
                kind: .motion,
                zone: "whole",
                start: start,
                lastMotion: picture.time,
                peak: peak
            )
            return [.opened(episode!)]
        }
        return seen == ends ? finish() : episode.map { [.peaked($0)] } ?? []
    }

    mutating func finish() -> [EpisodeEvent] {
        defer { episode = nil }
        return episode.map { [.ended($0)] } ?? []
    }
}

/// A fleet of one camera and the events that it tells.
final class OneCamera: Sendable {
    let fleet: CameraFleet
    let clock = WaitedClock()
    let events: AsyncStream<CameraEvent>
    static let id: CameraID = "gate"

    /// - Parameter stays: how often the camera is lost before it is left alone.
    init(
        url: String,
        limits: IngestLimits = IngestLimits(),
        zones: [Zone] = [],
        stays: Int = 1,
        onLoss: @escaping @Sendable () -> Void = {},
        pipeline: @escaping @Sendable () -> ScriptedPipeline
    ) {
        let (events, feed) = AsyncStream<CameraEvent>.makeStream()
        self.events = events
        let losses = Mutex(0)
        let clock = self.clock
        let world = CameraWorld(clock: clock, random: { 0 }) { seconds, shutdown in
            clock.advance(seconds)
            // The packets of these recordings are less than a second apart; back-off is not.
            guard seconds >= 1 else { return }
            onLoss()
            if losses.withLock({
                $0 += 1; return $0
            }) >= stays {
                shutdown.wait(seconds: 60)
            }
        }
        fleet = CameraFleet(
            limits: limits,
            world: world,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            pipeline: { _, _ in pipeline() },
            output: { _, event in feed.yield(event) }
        )
        let camera = Camera(
            id: Self.id, name: "Gate", url: url, station: "s", grid: "g", zones: zones
        )
        fleet.apply(CameraPlan(from: [:], to: [Self.id: WatchedCamera(camera)]))
    }

    var status: CameraStatus { fleet.camera(Self.id)!.status }

    /// The events up to the camera's being lost for the `count`th time.
    func eventsUntilLost(_ count: Int = 1) async -> [CameraEvent] {
        var seen: [CameraEvent] = []
        var losses = 0
        for await event in events {
            seen.append(event)
            if case .offline = event { losses += 1 }
            if losses == count { break }
        }
        return seen
    }
}

extension OneCamera {
    /// The events up to the first end of an episode.
    func eventsUntilEnded() async -> [CameraEvent] {
        var seen: [CameraEvent] = []
        for await event in events {
            seen.append(event)
            if case .episode(.ended, _, _) = event { break }
        }
        return seen
    }
}

/// A raw H.264 recording of so many pictures, a keyframe every 10.
final class MadeRecording {
    let path: String

    init(pictures count: Int) throws {
        let encoder = try VideoEncoder(
            .init(width: 64, height: 64, rate: 25, gopPictures: 10, bitRate: 200_000)
        )
        let grey = [UInt8](repeating: 128, count: 32 * 32)
        var units = encoder.parameterSets
        for index in 0..<count {
            let luma = [UInt8](repeating: UInt8(40 + index * 4 % 160), count: 64 * 64)
            units += try encoder.encode(luma: luma, cb: grey, cr: grey).flatMap(\.units)
        }
        units += try encoder.finish().flatMap(\.units)
        var bytes: [UInt8] = []
        for unit in units { bytes += [0, 0, 0, 1] + unit }
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("watchpost-\(UUID().uuidString).h264").path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
