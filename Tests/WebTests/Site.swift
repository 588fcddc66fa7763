import Assembly
import Delivery
import Desk
import Domain
import Foundation
import GRDB
import Logging
import Storage
import Synchronization
import Web

/// The API on a real socket, a real desk and a real ledger, in a folder that goes with it.
final class Site: Sendable {
    static let queue: QueueID = "jn-017"
    /// What a camera saw, for the alerts that have a picture.
    static let picture = [UInt8](0..<200)

    let ledger: SQLiteLedger
    let hub: StreamHub
    let traffic = Traffic()
    private let folder: String
    private let driver: DeskDriver
    private let limits: WebLimits
    private let written = Mutex(0)

    init(_ limits: WebLimits = WebLimits()) throws {
        self.limits = limits
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        ledger = try SQLiteLedger(path: "\(folder)/ledger.sqlite")
        hub = StreamHub(bound: limits.streams)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        driver = DeskDriver(
            policy: .standard,
            chart: Chart(Self.city),
            ledger: ledger,
            hub: hub,
            snapshots: try SnapshotStore(folder: "\(folder)/snapshots", bound: 4, logger: logger),
            clock: FixedClock(),
            random: { UInt64.random(in: 0 ... .max) },
            bound: 10_000,
            logger: logger
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// The register of who looked at which picture.
    func lookUps() throws -> [(what: String, caller: String)] {
        let database = try DatabaseQueue(path: "\(folder)/ledger.sqlite")
        return try database.read {
            try Row.fetchAll($0, sql: "SELECT what, caller FROM look_up ORDER BY rowid")
                .map { ($0["what"], $0["caller"]) }
        }
    }

    /// Serves while `body` asks.
    ///
    /// - Parameters:
    ///   - desk: in place of the real one.
    ///   - body: is given the port.
    func serve(
        _ desk: (any FrontDesk)? = nil,
        _ body: (Int) async throws -> Void
    ) async throws {
        let (ports, ready) = AsyncStream.makeStream(of: Int.self)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = Server(
            surroundings(with: desk), host: "127.0.0.1", port: 0, logger: logger
        ) { port in ready.yield(port) }
        try await withThrowingTaskGroup { group in
            group.addTask { try? await server.run() }
            var opened = ports.makeAsyncIterator()
            guard let port = await opened.next() else { return }
            defer {
                hub.close()
                group.cancelAll()
            }
            try await body(port)
        }
    }

    /// - Parameter desk: in place of the real one.
    func surroundings(with desk: (any FrontDesk)? = nil) -> Surroundings {
        Surroundings(
            city: Self.city,
            clock: FixedClock(),
            limits: limits,
            desk: desk ?? driver,
            ledger: ledger,
            hub: hub,
            traffic: traffic,
            terminals: TerminalBook(bound: 8),
            cameras: NoCameras(),
            snapshot: { $0 == "A1" ? Self.picture : nil },
            ailments: { [] },
            metrics: { MetricsPage() }
        )
    }

    /// One grid, which two stations, three units and a police office share.
    static let city: City = {
        let square = [(116.0, 36.0), (118.0, 36.0), (118.0, 37.0), (116.0, 37.0)]
        let middle = GeoPoint(longitude: 117, latitude: 36.6)
        let stations = ["jn-017", "jn-018", "jn 019"].map { name in
            Station(id: StationID(name), name: name, district: "370102", position: middle)
        }
        let units = [("car-1", "jn-017"), ("car-2", "jn-017"), ("foot-1", "jn-018")].map {
            PatrolUnit(
                id: UnitID($0.0), name: "巡逻 \($0.0)", kind: "car", station: StationID($0.1))
        }
        return City(
            code: "370100",
            name: "济南",
            districts: [District(code: "370102", name: "历下区")],
            stations: Dictionary(uniqueKeysWithValues: stations.map { ($0.id, $0) }),
            grids: [
                Grid(
                    id: "jn-017",
                    station: "jn-017",
                    outline: GeoPolygon(
                        points: square.map { GeoPoint(longitude: $0.0, latitude: $0.1) })
                )
            ],
            units: Dictionary(uniqueKeysWithValues: units.map { ($0.id, $0) }),
            offices: [
                PoliceOffice(id: "pcs-1", name: "派出所", district: "370102", position: middle)
            ]
        )
    }()

    /// Writes raised alerts in one transaction, a second after another, and wakes the readers.
    func write(
        _ count: Int,
        priority: Priority? = nil,
        text: String = "back door",
        at start: WallTime = FixedClock.wall
    ) throws {
        var desk = ResponseDesk(policy: .standard, memory: try ledger.restore())
        let first = written.withLock { written in
            defer { written += count }
            return written + 1
        }
        var entries: [Entry] = []
        for number in first..<(first + count) {
            let signal = Signal(
                reference: Alert.SignalReference(source: "gate", id: "\(number)"),
                kind: AlertKind("door"),
                priority: priority,
                station: "jn-017",
                grid: "jn-017",
                text: text
            )
            let now = Stamp(
                moment: Moment(nanoseconds: 0),
                wall: start.advanced(bySeconds: Double(number - first))
            )
            let candidate = AlertID("A\(number)")
            for effect in desk.step(.signal(signal, candidate: candidate, known: nil), at: now) {
                if case .append(let entry) = effect { entries.append(entry) }
            }
        }
        try ledger.append(entries, memos: [], answers: [])
        hub.announce([Self.queue])
    }

    /// Lets other tasks go on until it holds.
    func until(_ holds: () -> Bool) async {
        while !holds() { await Task.yield() }
    }
}

/// An office of a node that has no cameras.
private struct NoCameras: CameraOffice {
    let cameras: [CameraDocument] = []

    func camera(_ id: CameraID) -> CameraDocument? { nil }

    func add(_ body: String, key: RequestKey?) async throws(CameraRefusal) -> CameraDocument {
        throw .stopping
    }

    func put(
        _ body: String,
        as id: CameraID,
        expecting tag: String?
    ) async throws(CameraRefusal) -> (camera: CameraDocument, isNew: Bool) {
        throw .stopping
    }

    func remove(_ id: CameraID, expecting tag: String?) async throws(CameraRefusal) {
        throw .unknown(id)
    }

    func picture(of id: CameraID) async throws(CameraRefusal) -> [UInt8] { throw .unknown(id) }

    func probe(_ body: String) async throws(CameraRefusal) -> ProbeDocument { throw .stopping }
}

struct FixedClock: CityClock {
    static let wall = WallTime(milliseconds: 1_795_406_400_000, offset: 28_800)

    func now() -> Stamp { Stamp(moment: Moment(nanoseconds: 0), wall: Self.wall) }
}
