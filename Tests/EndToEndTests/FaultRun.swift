import Assembly
import CameraSimulator
import Dispatch
import Domain
import Foundation
import Logging
import Media
import Synchronization

/// A fleet on simulated cameras, each with a fault of its own that acts for a while, and a healthy one.
///
/// All limits are a few times shorter than a node's, so that it is over soon.
struct FaultRun: Sendable {
    /// One thing that a camera told.
    struct Word: Sendable {
        /// Since the simulator's start.
        var at: Double
        var state: CameraStatus.State
        var reason: String
    }

    struct Story: Sendable {
        var words: [Word] = []
        /// When the motion of each episode began, in seconds since the simulator's start.
        var opened: [Double] = []
        var ended = 0
        /// When something was to be seen, in the same seconds.
        var visits: [ClosedRange<Double>] = []
        var status: CameraStatus?
    }

    /// Seconds from the simulator's start: each fault acts once between these.
    ///
    /// There is time before and after, also where other tests keep the processors busy; how soon a
    /// fault is seen and over on a machine of its own, `Tests/Benchmarks/faults.py` measures.
    static let window = 32.0...40.0
    /// When it is over: before the next fault would begin.
    static let over = 71.5
    static let healthy = "healthy"

    var stories: [String: Story]

    static let shared = Task { try await play() }

    private static let limits = IngestLimits(
        stream: StreamLimits(silence: 2),
        health: HealthLimits(
            window: 4, calm: 1, noPicture: 2, useless: 4, keyframe: 5, leaps: 8, leapsAllowed: 2,
            losses: 10, usual: 60
        )
    )

    private static func play() async throws -> FaultRun {
        let login = Credentials(user: "viewer", password: "p@:/#?")
        let faults = Fault.allCases
        let truth = Mutex<[String]>([])
        let clock = FirstAsked()
        let server = CameraServer(
            CameraServer.Settings(
                cameras: faults.count + 1,
                scene: StreetScene.Settings(seed: 5, width: 320, height: 180, loopSeconds: 24),
                bitRate: 300_000,
                authentication: Authentication(.digest, login),
                faults: FaultPlan(
                    faults,
                    cameras: faults.count,
                    every: window.upperBound,
                    lasting: window.upperBound - window.lowerBound
                )
            ),
            clock: clock,
            random: { UInt64.random(in: .min ... .max) },
            truth: { line in truth.withLock { $0.append(line) } }
        )
        let urls = try await server.start()
        let start = clock.start
        let names = faults.map(\.rawValue) + [healthy]
        let (events, feed) = AsyncStream<(CameraID, CameraEvent, Moment)?>.makeStream()
        let fleet = fleet(zip(names, urls).map { camera($0, $1, login) }) { camera, event in
            feed.yield((camera.id, event, TestClock().now().moment))
        }
        fleet.start()
        let statuses = Mutex<[String: CameraStatus]>([:])
        let rest = over - clock.now().moment.seconds(since: start.moment)
        // At that moment, however busy the threads of tests are.
        DispatchQueue.global().asyncAfter(deadline: .now() + rest) {
            statuses.withLock { statuses in
                for name in names { statuses[name] = fleet.camera(CameraID(name))?.status }
            }
            feed.yield(nil)
        }
        var run = FaultRun(stories: Dictionary(uniqueKeysWithValues: names.map { ($0, Story()) }))
        for await event in events {
            guard let event else { break }
            run.note(event.0, event.1, event.2, since: start)
        }
        for (name, status) in statuses.withLock({ $0 }) { run.stories[name]?.status = status }
        await fleet.stop()
        feed.finish()
        for await case let event? in events {
            run.note(event.0, event.1, event.2, since: start)
        }
        await server.stop()
        for line in truth.withLock({ $0 }) { run.noteTruth(line, names) }
        return run
    }

    /// The machine's clock; a simulator's time begins when it is asked first.
    private final class FirstAsked: CityClock {
        private let first = Mutex<Stamp?>(nil)

        /// When it was asked first, or this is the first time.
        var start: Stamp {
            first.withLock { first in
                let start = first ?? TestClock().now()
                first = start
                return start
            }
        }

        func now() -> Stamp {
            _ = start
            return TestClock().now()
        }
    }

    private struct Visit: Decodable {
        var camera: String
        var start: Double
        var end: Double
    }

    private mutating func noteTruth(_ line: String, _ names: [String]) {
        guard let visit = try? JSONDecoder().decode(Visit.self, from: Data(line.utf8)),
            let index = Int(visit.camera.dropFirst("cam".count)), names.indices.contains(index)
        else { return }
        stories[names[index]]?.visits.append(visit.start...visit.end)
    }

    private static func camera(
        _ name: String,
        _ url: String,
        _ login: Credentials
    ) -> WatchedCamera {
        WatchedCamera(
            Camera(id: CameraID(name), name: name, url: url, station: "s", grid: "g"),
            credentials: login
        )
    }

    private static func fleet(
        _ cameras: [WatchedCamera],
        output: @escaping @Sendable (Camera, CameraEvent) -> Void
    ) -> CameraFleet {
        let fleet = CameraFleet(
            limits: limits,
            world: CameraWorld(clock: TestClock(), random: { 0 }),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            pipeline: { camera, _ in CameraPipeline(camera) },
            output: output
        )
        let byID = Dictionary(uniqueKeysWithValues: cameras.map { ($0.camera.id, $0) })
        fleet.apply(CameraPlan(from: [:], to: byID))
        return fleet
    }

    private mutating func note(
        _ id: CameraID,
        _ event: CameraEvent,
        _ moment: Moment,
        since start: Stamp
    ) {
        let name = id.rawValue
        let seconds = moment.seconds(since: start.moment)
        let word: (CameraStatus.State, String)? =
            switch event {
            case .online: (.online, "")
            case .degraded(let reason): (.degraded, reason)
            case .offline(let reason, _): (.offline, reason)
            case .episode, .left: nil
            }
        if let word, seconds <= Self.over {
            stories[name]?.words.append(Word(at: seconds, state: word.0, reason: word.1))
        }
        switch event {
        case .episode(.opened, let times, _):
            stories[name]?.opened.append(times.start.seconds(since: start.wall))
        case .episode(.ended, _, _): stories[name]?.ended += 1
        default: break
        }
    }
}
