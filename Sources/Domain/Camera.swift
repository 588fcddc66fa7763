/// A camera as its file describes it.
package struct Camera: Hashable, Sendable {
    package var id: CameraID
    package var name: String
    /// Where its stream is: an `rtsp://` or `rtsps://` URL without user and password, or a
    /// recording's path.
    package var url: String
    /// Where a smaller stream of the same picture is, which is then watched in its place.
    package var analyse: String?
    package var transport: StreamTransport
    /// A name in the credentials file.
    package var credentials: String?
    package var position: GeoPoint?
    package var station: StationID
    package var grid: GridID
    package var placeClass: PlaceClass
    /// 1 (least) to 5.
    package var sensitivity: Int
    package var mode: DecodeMode
    package var zones: [Zone]

    package init(
        id: CameraID,
        name: String,
        url: String,
        analyse: String? = nil,
        transport: StreamTransport = .tcp,
        credentials: String? = nil,
        position: GeoPoint? = nil,
        station: StationID,
        grid: GridID,
        placeClass: PlaceClass = .p5,
        sensitivity: Int = 3,
        mode: DecodeMode = .full,
        zones: [Zone] = []
    ) {
        self.id = id
        self.name = name
        self.url = url
        self.analyse = analyse
        self.transport = transport
        self.credentials = credentials
        self.position = position
        self.station = station
        self.grid = grid
        self.placeClass = placeClass
        self.sensitivity = sensitivity
        self.mode = mode
        self.zones = zones
    }

    /// The stream that is watched.
    package var watchedURL: String { analyse ?? url }
}

/// Which of a stream's pictures are decoded.
package enum DecodeMode: String, Hashable, Sendable, CaseIterable {
    case full, adaptive, keyframes
}

/// How soon someone must be on scene: within 1, 3 or 5 minutes.
package enum PlaceClass: String, Hashable, Sendable, Codable, CaseIterable {
    case p1 = "P1"
    case p3 = "P3"
    case p5 = "P5"
}

/// 1 (highest) to 4.
///
/// - Source: GB/T 28181 AlarmPriority.
package enum Priority: Int, Hashable, Sendable, Codable, CaseIterable, Comparable {
    case one = 1
    case two, three, four

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A part of a camera's picture and what holds in it.
package struct Zone: Hashable, Sendable {
    package var name: String
    package var rule: ZoneRule
    package var priority: Priority?
    /// Empty for a `crossing`, which has a line instead.
    package var outline: Polygon

    package init(name: String, rule: ZoneRule, priority: Priority? = nil, outline: Polygon) {
        self.name = name
        self.rule = rule
        self.priority = priority
        self.outline = outline
    }
}

package enum ZoneRule: Hashable, Sendable {
    case motion
    /// Motion in the armed hours; at any hour where they are `nil`.
    case intrusion(hours: Hours?)
    case crossing(line: [Point], direction: Direction)
    case loitering(seconds: Double)
    /// What moves here is no event.
    case ignore
    /// As `ignore`, and painted over before a picture is stored or shown.
    case `private`

    package enum Direction: String, Hashable, Sendable, CaseIterable {
        case both, left, right
    }
}

/// A daily stretch of hours, which may pass midnight.
///
/// - Units: minutes since local midnight; `end` is not included.
package struct Hours: Hashable, Sendable {
    package var start: Int
    package var end: Int

    package init(start: Int, end: Int) {
        self.start = start
        self.end = end
    }

    package func contains(minuteOfDay minute: Int) -> Bool {
        start <= end ? (start..<end).contains(minute) : minute >= start || minute < end
    }
}

extension Hours: CustomStringConvertible {
    /// As `22:00-06:00`.
    package var description: String { "\(Self.clock(start))-\(Self.clock(end))" }

    private static func clock(_ minute: Int) -> String {
        func two(_ number: Int) -> String { "\(number < 10 ? "0" : "")\(number)" }
        return "\(two(minute / 60)):\(two(minute % 60))"
    }
}
