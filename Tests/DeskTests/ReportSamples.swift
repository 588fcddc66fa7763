import Desk
import Domain

/// A city of two districts with a station each.
let twoStations = City(
    code: "370100",
    name: "济南市",
    districts: [
        District(code: "370102", name: "历下区"), District(code: "370103", name: "市中区"),
    ],
    stations: [
        "jn-015": Station(
            id: "jn-015", name: "大观园", district: "370103",
            position: GeoPoint(longitude: 116.9896, latitude: 36.6567)
        ),
        "jn-017": Station(
            id: "jn-017", name: "泉城广场", district: "370102",
            position: GeoPoint(longitude: 117.0186, latitude: 36.6592)
        ),
    ],
    grids: []
)

/// The hour from noon.
let lunch = ReportScope(from: noon, until: after(3600).wall, now: after(3600).wall)

/// A row of the ledger; of place class P1, unless said otherwise.
func row(
    _ sequence: Int,
    at seconds: Double = 0,
    station: StationID = "jn-017",
    place: PlaceClass = .p1,
    priority: Priority = .two,
    kind: AlertKind = .intrusion,
    signal: String? = nil,
    exercise: Bool = false,
    state: AlertState = .raised,
    standing: Standing = .waiting,
    disposition: Disposition? = nil,
    cause: FalseAlarmCause? = nil,
    fired: [StageName] = [],
    _ times: (inout ResponseTimes) -> Void = { _ in }
) -> ResponseRow {
    var camera = square
    camera.station = station
    let raised = after(seconds).wall
    var alert = Alert(
        id: AlertID("A\(sequence)"),
        state: state,
        kind: kind,
        priority: priority,
        placeClass: place,
        exercise: exercise,
        station: station,
        grid: GridID(station.rawValue),
        incident: IncidentID("A\(sequence)"),
        camera: signal == nil ? Alert.CameraReference(camera) : nil,
        signal: signal.map { Alert.SignalReference(source: $0, id: "\(sequence)") },
        raisedAt: raised,
        deadlines: ResponsePolicy.standard.deadlines(raised: raised, at: place),
        why: Alert.Why(),
        policy: "1"
    )
    alert.disposition = disposition
    alert.cause = cause
    var record = AlertRecord(
        alert: alert,
        entries: 1,
        raisedNumber: sequence,
        stateBy: "li",
        stateAt: raised,
        episode: nil,
        standing: standing,
        fired: StageSet(fired)
    )
    times(&record.times)
    return ResponseRow(sequence: sequence, record: record)
}

/// A row of an alert that somebody closed.
func closed(
    _ sequence: Int,
    at seconds: Double = 0,
    station: StationID = "jn-017",
    kind: AlertKind = .intrusion,
    signal: String? = nil,
    exercise: Bool = false,
    as disposition: Disposition = .falseAlarm,
    cause: FalseAlarmCause? = nil
) -> ResponseRow {
    row(
        sequence, at: seconds, station: station, kind: kind, signal: signal, exercise: exercise,
        state: .closed, standing: .reached, disposition: disposition, cause: cause
    ) {
        ($0.delivered, $0.accepted, $0.closed) = (1, 5, 5)
    }
}
