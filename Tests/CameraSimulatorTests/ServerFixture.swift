import CameraSimulator
import Domain
import Glibc
import Media
import Synchronization

/// The machine's clocks, as the door makes them.
struct MachineClock: CityClock {
    func now() -> Stamp {
        var monotonic = timespec()
        var real = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &monotonic)
        unsafe clock_gettime(CLOCK_REALTIME, &real)
        return Stamp(
            moment: Moment(
                nanoseconds: Int64(monotonic.tv_sec) * 1_000_000_000 + Int64(monotonic.tv_nsec)
            ),
            wall: WallTime(
                milliseconds: Int64(real.tv_sec) * 1000 + Int64(real.tv_nsec) / 1_000_000,
                offset: 0
            )
        )
    }
}

/// The machine's clocks, set forward by hand.
final class ShiftedClock: CityClock {
    private let shift = Mutex(0.0)

    func now() -> Stamp { MachineClock().now().advanced(bySeconds: shift.withLock { $0 }) }
    func advance(bySeconds seconds: Double) { shift.withLock { $0 += seconds } }
}

/// A clock that goes on when it is told to.
final class ManualClock: CityClock {
    private let seconds = Mutex(0.0)

    func now() -> Stamp {
        let start = Stamp(
            moment: Moment(nanoseconds: 1_000_000_000_000),
            wall: WallTime(milliseconds: 1_800_000_000_000, offset: 0)
        )
        let seconds = seconds.withLock { $0 }
        return Stamp(
            moment: start.moment.advanced(bySeconds: seconds),
            wall: start.wall.advanced(bySeconds: seconds)
        )
    }

    /// - Units: seconds since the clock was made.
    func advance(to time: Double) { seconds.withLock { $0 = time } }
}

/// Numbers that look like chance and are the same each time.
final class Counting: Sendable {
    private let last = Mutex<UInt64>(0)

    func next() -> UInt64 {
        last.withLock {
            $0 &+= 0x9E37_79B9_7F4A_7C15
            return ($0 ^ $0 >> 30) &* 0xBF58_476D_1CE4_E5B9 >> 7
        }
    }
}

/// Lines that were handed out.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }
    func append(_ line: String) { lines.withLock { $0.append(line) } }
}

/// Runs a server of small pictures for the length of the body.
func withServer(
    cameras: Int = 2,
    authentication: Authentication? = nil,
    limits: CameraServer.Limits = CameraServer.Limits(),
    bitRate: Int = 200_000,
    codec: VideoEncoder.Codec = .h264,
    truth: Lines? = nil,
    faults: FaultPlan = FaultPlan(),
    clock: any CityClock = MachineClock(),
    change: (inout CameraServer.Settings) -> Void = { _ in },
    notes: Lines = Lines(),
    _ body: (_ server: CameraServer, _ urls: [String], _ port: Int) async throws -> Void
) async throws {
    let chance = Counting()
    var sink: (@Sendable (String) -> Void)?
    if let truth { sink = { truth.append($0) } }
    var settings = CameraServer.Settings(
        cameras: cameras,
        scene: StreetScene.Settings(width: 160, height: 96, rate: 12, loopSeconds: 2),
        codec: codec,
        gopSeconds: 1,
        bitRate: bitRate,
        authentication: authentication,
        faults: faults,
        limits: limits
    )
    change(&settings)
    let server = CameraServer(
        settings,
        clock: clock,
        random: { chance.next() },
        truth: sink,
        note: { notes.append($0) }
    )
    let urls = try await server.start()
    let port = Int(urls[0].split(separator: ":")[2].prefix { $0 != "/" })!
    do {
        try await body(server, urls, port)
    } catch {
        await server.stop()
        throw error
    }
    await server.stop()
}
