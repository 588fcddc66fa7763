import Desk
import Domain

let noon = WallTime("2026-11-23T12:00:00.000+08:00")!

/// `seconds` after noon, on both clocks.
func after(_ seconds: Double) -> Stamp {
    Stamp(moment: Moment(nanoseconds: 0), wall: noon).advanced(bySeconds: seconds)
}

let square = Camera(
    id: "37010200001320000017",
    name: "泉城广场 东门",
    url: "rtsp://10.1.2.17/101",
    position: GeoPoint(longitude: 117.021, latitude: 36.661),
    station: "jn-017",
    grid: "jn-017",
    placeClass: .p1
)

/// An episode of the camera, with its times as seconds after noon.
func report(
    start: Double,
    lastMotion: Double,
    kind: AlertKind = .motion,
    zone: String = "whole",
    priority: Priority? = nil,
    camera: Camera = square
) -> EpisodeReport {
    EpisodeReport(
        camera: camera,
        episode: Episode(
            number: 1,
            kind: kind,
            zone: zone,
            priority: priority,
            start: StreamTime(seconds: start),
            lastMotion: StreamTime(seconds: lastMotion),
            peak: Episode.Peak(
                time: StreamTime(seconds: start),
                area: 0.06,
                box: Box(x: 0.4, y: 0.2, width: 0.1, height: 0.5)
            ),
            path: [Point(x: 0.1, y: 0.8), Point(x: 0.4, y: 0.7)],
            score: 0.9,
            why: "1 track"
        ),
        seenAt: after(lastMotion).wall,
        start: after(start).wall,
        lastMotion: after(lastMotion).wall,
        peakAt: after(start).wall
    )
}

/// A signal of priority 1.
func panic(_ id: String, station: StationID = "jn-017") -> Signal {
    signal(id, AlertKind("panic-button"), nil, station)
}

/// A signal of priority 4, by which nothing is owed, so that no stage stands between what is done.
func door(_ id: String, station: StationID = "jn-017") -> Signal {
    signal(id, AlertKind("door"), .four, station)
}

private func signal(
    _ id: String,
    _ kind: AlertKind,
    _ priority: Priority?,
    _ station: StationID
) -> Signal {
    Signal(
        reference: Alert.SignalReference(source: "gate", id: id),
        kind: kind,
        priority: priority,
        station: station,
        grid: GridID(station.rawValue),
        text: "east hall"
    )
}

/// The entries among a step's effects.
func entries(_ effects: [DeskEffect]) -> [Entry] {
    effects.compactMap { if case .append(let entry) = $0 { entry } else { nil } }
}
