import Desk
import Domain

/// A ledger that keeps nothing but what a desk needs to go on, rebuilt from entries and memos alone.
struct MemoryLedger {
    /// Every alert as its last entry left it, in the order of the raises.
    private(set) var records: [AlertRecord] = []
    private var places: [AlertID: Int] = [:]
    private(set) var heads: [QueueID: Int] = [:]
    private var stations: [StationID: StationRecord] = [:]
    private var cameras: [CameraID: CameraRecord] = [:]
    private var units: [UnitID: UnitRecord] = [:]
    private var drills: [DrillID: Drill] = [:]
    private var policies: [String: ResponsePolicy] = [:]
    private var signals: [Alert.SignalReference: AlertID] = [:]
    private var balance = Balance()
    private var lastEntryAt: WallTime?
    private(set) var entries = 0

    mutating func append(_ entry: Entry) {
        entries += 1
        lastEntryAt = entry.at
        for place in entry.places { heads[place.queue] = place.number }
        switch entry.matter {
        case .alert(let record, _): keep(record)
        case .camera(let record): cameras[record.condition.camera.id] = record
        case .station(let record): stations[record.attendance.station] = record
        }
    }

    mutating func keep(_ memo: Memo) {
        switch memo {
        case .unit(let record): units[record.id] = record
        case .drill(let drill): drills[drill.id] = drill
        case .policy(let policy): policies[policy.version] = policy
        }
    }

    private mutating func keep(_ record: AlertRecord) {
        if let place = places[record.alert.id] {
            balance[records[place].standing] -= 1
            records[place] = record
        } else {
            places[record.alert.id] = records.count
            records.append(record)
            balance.raised += 1
            if let signal = record.alert.signal { signals[signal] = record.alert.id }
        }
        balance[record.standing] += 1
    }

    func record(of alert: AlertID) -> AlertRecord? { places[alert].map { records[$0] } }

    func alert(of signal: Alert.SignalReference) -> AlertID? { signals[signal] }

    /// What a desk that starts must know.
    func restore() -> ResponseDesk.Memory {
        let since = lastEntryAt?.advanced(bySeconds: -ResponseDesk.recall)
        let last = records.count - ResponseDesk.recalledAlerts
        func isRecalled(_ place: Int) -> Bool {
            let record = records[place]
            return record.isOpen || record.episode?.isOpen == true || place >= last
                || since.map { record.alert.raisedAt >= $0 } ?? false
        }
        // Incidents are recalled as a whole.
        let incidents = Set(
            records.indices.lazy.filter(isRecalled).compactMap { records[$0].alert.incident }
        )
        let recalled = records.indices.filter { place in
            isRecalled(place) || records[place].alert.incident.map(incidents.contains) == true
        }.map { records[$0] }
        return ResponseDesk.Memory(
            records: recalled,
            heads: heads,
            cameras: Array(cameras.values),
            stations: Array(stations.values),
            units: Array(units.values),
            drills: Array(drills.values),
            policies: Array(policies.values),
            balance: balance,
            lastEntryAt: lastEntryAt
        )
    }
}
