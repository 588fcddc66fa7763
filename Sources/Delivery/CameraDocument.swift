package import Domain

/// A camera as `/v1/cameras` shows it.
package struct CameraDocument: Sendable, Hashable, Codable {
    package var id: CameraID
    package var name: String
    /// Without user and password.
    package var url: String
    package var station: StationID
    package var grid: GridID
    package var placeClass: PlaceClass
    /// `[longitude, latitude]`
    package var position: [Double]?
    package var sensitivity: Int
    package var zones: [ZoneDocument]
    package var status: Status

    package struct ZoneDocument: Sendable, Hashable, Codable {
        package var name: String
        package var rule: String
        package var priority: Priority?
        package var hours: String?
        /// `[x, y]` each, fractions of the picture.
        package var points: [[Double]]
    }

    package enum State: String, Sendable, Hashable, Codable, CaseIterable {
        case connecting, online, degraded, offline
    }

    /// How its stream is doing.
    package struct Status: Sendable, Hashable, Codable {
        package var state: State
        package var since: WallTime
        /// Why it is degraded or offline, in words and numbers, without secrets.
        package var reason: String?
        /// What went wrong last, also where it is well again.
        package var lastError: String?
        package var codec: String?
        package var width: Int?
        package var height: Int?
        /// Pictures a second.
        package var rate: Double?
        package var bitsPerSecond: Int?
        package var packets: Int
        package var pictures: Int
        package var damaged: Int
        /// Packets that came while too many waited.
        package var dropped: Int
        /// RTP packets that never came.
        package var lost: Int
        package var reconnects: Int
        /// Seconds since the last picture.
        package var pictureAge: Double?

        package init(
            state: State,
            since: WallTime,
            reason: String? = nil,
            lastError: String? = nil,
            codec: String? = nil,
            width: Int? = nil,
            height: Int? = nil,
            rate: Double? = nil,
            bitsPerSecond: Int? = nil,
            packets: Int = 0,
            pictures: Int = 0,
            damaged: Int = 0,
            dropped: Int = 0,
            lost: Int = 0,
            reconnects: Int = 0,
            pictureAge: Double? = nil
        ) {
            self.state = state
            self.since = since
            self.reason = reason
            self.lastError = lastError
            self.codec = codec
            self.width = width
            self.height = height
            self.rate = rate
            self.bitsPerSecond = bitsPerSecond
            self.packets = packets
            self.pictures = pictures
            self.damaged = damaged
            self.dropped = dropped
            self.lost = lost
            self.reconnects = reconnects
            self.pictureAge = pictureAge
        }
    }

    package init(_ camera: Camera, status: Status) {
        id = camera.id
        name = camera.name
        url = camera.url
        station = camera.station
        grid = camera.grid
        placeClass = camera.placeClass
        position = camera.position.map { [$0.longitude, $0.latitude] }
        sensitivity = camera.sensitivity
        zones = camera.zones.map(ZoneDocument.init)
        self.status = status
    }
}

extension CameraDocument.ZoneDocument {
    init(_ zone: Zone) {
        name = zone.name
        priority = zone.priority
        points = zone.outline.points.map { [$0.x, $0.y] }
        switch zone.rule {
        case .motion: rule = "motion"
        case .intrusion(let armed):
            rule = "intrusion"
            hours = armed.map { "\(Self.clock($0.start))-\(Self.clock($0.end))" }
        case .crossing(let line, _):
            rule = "crossing"
            points = line.map { [$0.x, $0.y] }
        case .loitering: rule = "loitering"
        case .ignore: rule = "ignore"
        case .private: rule = "private"
        }
    }

    private static func clock(_ minute: Int) -> String {
        let hours = String(minute / 60)
        let minutes = String(minute % 60)
        return "\(hours.count < 2 ? "0" : "")\(hours):\(minutes.count < 2 ? "0" : "")\(minutes)"
    }
}
