import Desk
import Domain

/// Nine stations in three rows, `jn-001` to `jn-009`, with `jn-005` in the middle.
let town: City = {
    func corner(_ column: Int, _ row: Int) -> GeoPoint {
        GeoPoint(longitude: 117 + Double(column) * 0.0224, latitude: 36.6 + Double(row) * 0.018)
    }
    var stations: [StationID: Station] = [:]
    var grids: [Grid] = []
    for index in 0..<9 {
        let id = StationID("jn-00\(index + 1)")
        let (column, row) = (index % 3, index / 3)
        let (west, east) = (corner(column, row), corner(column + 1, row + 1))
        stations[id] = Station(
            id: id, name: id.rawValue, district: "370102",
            position: GeoPoint(
                longitude: (west.longitude + east.longitude) / 2,
                latitude: (west.latitude + east.latitude) / 2
            )
        )
        let corners = [west, corner(column + 1, row), east, corner(column, row + 1)]
        grids.append(
            Grid(id: GridID(id.rawValue), station: id, outline: GeoPolygon(points: corners))
        )
    }
    let units = ["jn-005-car-1", "jn-005-car-2", "jn-005-car-3", "jn-006-moto-1"].map {
        PatrolUnit(id: UnitID($0), name: $0, kind: "car", station: StationID(String($0.prefix(6))))
    }
    return City(
        code: "370100", name: "济南", districts: [District(code: "370102", name: "历下区")],
        stations: stations, grids: grids,
        units: Dictionary(uniqueKeysWithValues: units.map { ($0.id, $0) }),
        offices: [
            PoliceOffice(
                id: "pcs-1", name: "派出所", district: "370102",
                position: stations["jn-005"]!.position
            )
        ],
        neighbours: ["jn-005": ["jn-002", "jn-006"]]
    )
}()

/// Where the middle station lies, and where its alerts are.
let site = town.stations["jn-005"]!.position

/// So many metres north of the site.
func north(_ metres: Double) -> GeoPoint {
    GeoPoint(
        longitude: site.longitude, latitude: site.latitude + metres / GeoPoint.metresPerDegree
    )
}

/// A desk in the town whose clock runs as far as it is told: it is woken when it asked to be, and
/// the terminals of attended stations are heard every 5 s.
struct Duty {
    var desk: ResponseDesk
    private(set) var told: [(seconds: Double, entry: Entry)] = []
    private(set) var memos: [Memo] = []
    var attended: [StationID]
    var policy: ResponsePolicy
    /// How far the wall clock was set.
    var wallStep = 0.0
    private var wake: Double?
    private var nextBeat = 0.0
    private(set) var seconds = 0.0

    init(_ policy: ResponsePolicy = .standard, attended: [StationID] = ["jn-005"]) {
        self.policy = policy
        self.attended = attended
        desk = ResponseDesk(policy: policy, chart: Chart(town))
        step(.started)
        until(0)
    }

    var now: Stamp {
        Stamp(
            moment: after(seconds).moment, wall: after(seconds).wall.advanced(bySeconds: wallStep)
        )
    }

    @discardableResult
    mutating func step(_ input: DeskInput) -> [DeskEffect] {
        let effects = desk.step(input, at: now)
        for effect in effects {
            switch effect {
            case .append(let entry): told.append((seconds, entry))
            case .keep(let memo): memos.append(memo)
            case .wake(let moment): wake = Double(moment.nanoseconds) / 1e9
            case .known, .refuse: break
            }
        }
        return effects
    }

    /// Lets the time pass.
    mutating func until(_ end: Double) {
        while true {
            let next = min(wake ?? .infinity, nextBeat)
            guard next <= end else { break }
            seconds = max(seconds, next)
            if wake == next {
                wake = nil
                step(.wake)
            } else {
                nextBeat += 5
                for station in attended {
                    step(.heard(queue: station.queue, terminal: "wall-1"))
                }
            }
        }
        seconds = max(seconds, end)
    }

    @discardableResult
    mutating func at(_ seconds: Double, _ input: DeskInput) -> [DeskEffect] {
        until(seconds)
        return step(input)
    }

    @discardableResult
    mutating func at(
        _ seconds: Double,
        _ verb: AlertAction.Verb,
        _ alert: AlertID = "A",
        by actor: String = "li"
    ) -> [DeskEffect] {
        at(seconds, .act(AlertAction(verb: verb, actor: actor), on: alert, recalled: nil))
    }

    /// A signal at the middle station raises an alert.
    @discardableResult
    mutating func raise(
        _ id: AlertID = "A",
        at seconds: Double = 0,
        _ place: PlaceClass = .p5,
        _ priority: Priority = .two,
        drill: DrillID? = nil,
        station: StationID = "jn-005"
    ) -> [DeskEffect] {
        let signal = Signal(
            reference: Alert.SignalReference(source: "gate", id: id.rawValue, position: site),
            kind: AlertKind("panic-button"), priority: priority, station: station,
            grid: GridID(station.rawValue), placeClass: place, position: site, text: nil,
            drill: drill
        )
        return at(seconds, .signal(signal, candidate: id, known: nil))
    }

    mutating func locate(_ unit: UnitID, _ metres: Double, at seconds: Double, age: Double = 0) {
        until(seconds)
        let at = now.wall.advanced(bySeconds: -age)
        step(.located(unit, Fix(position: north(metres), at: at)))
    }

    /// Another node goes on, from the entries and memos alone.
    mutating func restart(at seconds: Double, wallStep: Double? = nil) {
        self.seconds = seconds
        self.wallStep = wallStep ?? self.wallStep
        var memory = ResponseDesk.Memory()
        var order: [AlertID] = []
        var records: [AlertID: AlertRecord] = [:]
        for (_, entry) in told {
            for place in entry.places { memory.heads[place.queue] = place.number }
            if case .station(let record) = entry.matter { memory.stations.append(record) }
            guard let record = entry.record else { continue }
            let last = records.updateValue(record, forKey: record.alert.id)
            if last == nil {
                order.append(record.alert.id)
                memory.balance.raised += 1
            } else {
                memory.balance[last!.standing] -= 1
            }
            memory.balance[record.standing] += 1
        }
        memory.records = order.compactMap { records[$0] }
        memory.lastEntryAt = told.last?.entry.at
        for memo in memos {
            switch memo {
            case .unit(let unit): memory.units.append(unit)
            case .drill(let drill): memory.drills.append(drill)
            case .policy(let policy): memory.policies.append(policy)
            }
        }
        desk = ResponseDesk(policy: policy, chart: Chart(town), memory: memory)
        (wake, nextBeat) = (nil, seconds)
        step(.started)
    }

    // MARK: What was told

    /// The entries of an alert in words: seconds, type, stage and whom it engages.
    func story(of alert: AlertID = "A") -> [String] {
        told.filter { $0.entry.record?.alert.id == alert }.map { seconds, entry in
            var words = [Self.number(seconds), entry.type.word]
            if let stage = entry.detail?.stage { words.append(stage.rawValue) }
            words += entry.detail?.engaged?.map(\.rawValue) ?? []
            return words.joined(separator: " ")
        }
    }

    func stages(of alert: AlertID = "A") -> [String] {
        story(of: alert).filter { line in
            [" warned ", " fired ", " breached "].contains { line.contains($0) }
        }
    }

    func last(of alert: AlertID = "A") -> AlertRecord? {
        told.last { $0.entry.record?.alert.id == alert }?.entry.record
    }

    /// The types of what stands in a queue.
    func queue(_ queue: QueueID) -> [String] {
        told.filter { $0.entry.places.contains { $0.queue == queue } }.map(\.entry.type.rawValue)
    }

    private static func number(_ seconds: Double) -> String {
        seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
    }
}
