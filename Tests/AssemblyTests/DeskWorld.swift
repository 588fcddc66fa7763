import Assembly
import Delivery
import Desk
import Domain
import Foundation
import Logging
import Storage
import Synchronization

/// A driver on a real ledger, in a folder that goes with it.
final class Counter: Sendable {
    let clock = HandClock()
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path()
    let ledger: NarrowLedger
    let driver: DeskDriver
    let hub = StreamHub()

    /// Returns when what a node writes at its start is on disk.
    init() async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        ledger = NarrowLedger(try SQLiteLedger(path: "\(folder)/ledger.sqlite"))
        driver = try Self.driver(on: ledger, hub, clock, folder: folder)
        driver.start()
        _ = try await driver.submit(.units, key: nil)
    }

    /// - Parameter city: whose stations stand behind one another.
    static func driver(
        on ledger: NarrowLedger,
        _ hub: StreamHub,
        _ clock: HandClock,
        city: City? = nil,
        folder: String
    ) throws -> DeskDriver {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let random = Numbers()
        return DeskDriver(
            policy: .standard,
            chart: city.map { Chart($0) } ?? .empty,
            ledger: ledger,
            hub: hub,
            snapshots: try SnapshotStore(folder: "\(folder)/snapshots", bound: 4, logger: logger),
            clock: clock,
            random: { random.next() },
            bound: 100,
            logger: logger
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func raise(
        _ id: String,
        key: RequestKey? = nil,
        priority: Priority? = nil
    ) async throws(DeskError) -> (AlertID, Bool) {
        let signal = Signal(
            reference: Alert.SignalReference(source: "test", id: id),
            kind: AlertKind("door"),
            priority: priority,
            station: "jn-017",
            grid: "jn-017",
            text: nil
        )
        guard
            case .alert(let record, let created) = try await driver.submit(
                .signal(signal), key: key)
        else { return ("", false) }
        return (record.alert.id, created)
    }

    /// Lets other tasks go on until so much is not on disk.
    func until(waiting count: Int) async {
        while driver.currentFigures.waiting != count { await Task.yield() }
    }

    func events() async throws -> [StoredEvent] {
        try await ledger.events(in: "jn-017", EventPage(after: 0, limit: 1000))
    }
}

final class Numbers: Sendable {
    private let last = Mutex<UInt64>(0)

    func next() -> UInt64 {
        last.withLock { last in
            last += 1
            return last
        }
    }
}

/// A clock that stands still until it is moved.
final class HandClock: CityClock {
    private let passed = Mutex(0.0)

    func now() -> Stamp {
        let start = WallTime(milliseconds: 1_000_000, offset: 0)
        return Stamp(moment: Moment(nanoseconds: 0), wall: start)
            .advanced(bySeconds: passed.withLock { $0 })
    }

    func advance(bySeconds seconds: Double) { passed.withLock { $0 += seconds } }
}

extension EpisodeReport {
    static let sample = sample(after: 0)

    /// An episode of one second that began `seconds` after the first.
    static func sample(
        after seconds: Double,
        camera: CameraID = "gate",
        area: Double = 0.1
    ) -> EpisodeReport {
        let start = WallTime(milliseconds: 998_000, offset: 0).advanced(bySeconds: seconds)
        let end = start.advanced(bySeconds: 1)
        return EpisodeReport(
            camera: Camera(id: camera, name: "gate", url: "x", station: "jn-017", grid: "jn-017"),
            episode: Episode(
                number: 1,
                kind: .motion,
                zone: "whole",
                start: StreamTime(seconds: 1),
                lastMotion: StreamTime(seconds: 2),
                peak: Episode.Peak(
                    time: StreamTime(seconds: 1),
                    area: area,
                    box: Box(x: 0, y: 0, width: 0.1, height: 1)
                )
            ),
            seenAt: end,
            start: start,
            lastMotion: end,
            peakAt: start
        )
    }
}
