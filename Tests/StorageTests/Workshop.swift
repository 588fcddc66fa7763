import Desk
import Domain
import Foundation
import GRDB
import Storage
import Testing

let noon = WallTime("2026-11-23T12:00:00.000+08:00")!

/// A ledger in a folder of its own, which goes with the value, and a desk that writes to it.
final class Workshop {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path()
    private(set) var ledger: SQLiteLedger
    private(set) var desk: ResponseDesk
    private let chart: Chart
    /// On both clocks.
    var seconds = 0.0

    init(_ chart: Chart = .empty) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        ledger = try SQLiteLedger(path: folder + "/ledger.sqlite")
        try ledger.writeHead()
        self.chart = chart
        desk = ResponseDesk(policy: .standard, chart: chart)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var path: String { folder + "/ledger.sqlite" }
    var headPath: String { folder + "/head.json" }

    var now: Stamp {
        Stamp(moment: Moment(nanoseconds: 0), wall: noon).advanced(bySeconds: seconds)
    }

    /// Closes the ledger and opens it as the next node would.
    func reopen() throws {
        try ledger.close()
        ledger = try SQLiteLedger(path: path)
        try recall()
    }

    /// Lets the desk know what is in the ledger and nothing else, as after a batch that failed.
    func recall() throws {
        desk = ResponseDesk(policy: .standard, chart: chart, memory: try ledger.restore())
    }

    /// Raises an alert from a signal and writes it.
    @discardableResult
    func raise(
        _ id: String,
        station: StationID = "jn-017",
        priority: Priority? = nil,
        drill: DrillID? = nil
    ) throws -> Entry {
        var signal = Self.signal("gate", id, at: station, priority: priority)
        signal.drill = drill
        return try write(.signal(signal, candidate: AlertID("A" + id), known: nil))
    }

    private static func signal(
        _ source: String,
        _ id: String,
        at station: StationID,
        priority: Priority?
    ) -> Signal {
        Signal(
            reference: Alert.SignalReference(source: source, id: id),
            kind: AlertKind("door"),
            priority: priority,
            station: station,
            grid: GridID(station.rawValue),
            text: "旅馆 \"east\""
        )
    }

    /// Raises so many alerts in one transaction, a second apart; every hundredth is of priority 3.
    func raise(many count: Int, from start: WallTime) throws {
        var all: [Entry] = []
        for number in 1...count {
            let signal = Self.signal(
                "many", "\(number)", at: "jn-017", priority: number % 100 == 0 ? .three : .four
            )
            let now = Stamp(
                moment: Moment(nanoseconds: 0),
                wall: start.advanced(bySeconds: Double(number - 1))
            )
            let input = DeskInput.signal(signal, candidate: AlertID("M\(number)"), known: nil)
            all += entries(desk.step(input, at: now)).filter { $0.type == .raised }
        }
        try ledger.append(all, memos: [], answers: [])
    }

    @discardableResult
    func accept(_ id: String) throws -> Entry { try act(.accept, on: id) }

    @discardableResult
    func act(_ verb: AlertAction.Verb, on id: String) throws -> Entry {
        try write(.act(AlertAction(verb: verb, actor: "li"), on: AlertID("A" + id), recalled: nil))
    }

    /// Lets the desk decide, and writes all that came of it.
    ///
    /// - Returns: the first entry.
    @discardableResult
    func write(_ input: DeskInput) throws -> Entry {
        let effects = desk.step(input, at: now)
        let memos = effects.compactMap { if case .keep(let memo) = $0 { memo } else { nil } }
        try ledger.append(entries(effects), memos: memos, answers: [])
        guard let first = entries(effects).first else { throw NothingWritten() }
        return first
    }

    /// The entries among a step's effects.
    func entries(_ effects: [DeskEffect]) -> [Entry] {
        effects.compactMap { if case .append(let entry) = $0 { entry } else { nil } }
    }

    struct NothingWritten: Error {}

    /// Changes the file behind the ledger's back.
    func tamper(_ sql: String) throws {
        try ledger.close()
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        try DatabaseQueue(path: path, configuration: configuration).write {
            try $0.execute(sql: sql)
        }
    }

    /// Puts another ledger in its place, without a file of its head; it is opened by `reopen()`.
    ///
    /// - Parameter dump: the name of a file of SQL among the kept ledgers.
    func replace(by dump: String) throws {
        try ledger.close()
        for old in [path, path + "-wal", path + "-shm", headPath] {
            try? FileManager.default.removeItem(atPath: old)
        }
        let kept = URL(filePath: #filePath).appending(path: "../../Ledgers/\(dump)")
        let sql = try String(contentsOf: kept.standardized, encoding: .utf8)
        try DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    func audit() throws -> LedgerAudit { try LedgerAudit(path: path) }
}

/// Two stations of a district that border on each other, and a unit of the first.
func quarter() -> City {
    func station(_ id: StationID, longitude: Double) -> Station {
        Station(
            id: id,
            name: id.rawValue,
            district: "370102",
            position: GeoPoint(longitude: longitude, latitude: 36.66)
        )
    }
    return City(
        code: "370100",
        name: "济南",
        districts: [District(code: "370102", name: "历下")],
        stations: [
            "jn-017": station("jn-017", longitude: 117.02),
            "jn-018": station("jn-018", longitude: 117.03),
        ],
        grids: [],
        units: [
            "car-1": PatrolUnit(id: "car-1", name: "car 1", kind: "car", station: "jn-017")
        ],
        neighbours: ["jn-017": ["jn-018"], "jn-018": ["jn-017"]]
    )
}
