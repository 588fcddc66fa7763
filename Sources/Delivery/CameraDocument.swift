package import Domain
import Foundation

/// A camera as `/v1/cameras` shows it: the keys of a camera file, and what is known beside them.
package struct CameraDocument: Sendable, Hashable, Codable {
    package var id: CameraID
    package var name: String
    /// Without user and password.
    package var url: String
    package var analyse: String?
    package var transport: StreamTransport
    /// A name among the node's credentials.
    package var credentials: String?
    package var station: StationID
    package var grid: GridID
    package var placeClass: PlaceClass
    /// `[longitude, latitude]`
    package var position: [Double]?
    package var sensitivity: Int
    package var mode: String
    package var zones: [ZoneDocument]
    package var owner: Owner
    /// The path of the camera file that it belongs to.
    package var file: String?
    /// What is doubtful in it, where it has just been written.
    package var warnings: [String]?
    package var status: Status

    /// To whom a camera belongs: whoever it is changes it.
    package enum Owner: String, Sendable, Hashable, Codable, CaseIterable {
        case file, api
    }

    package struct ZoneDocument: Sendable, Hashable, Codable {
        package var name: String
        package var rule: String
        package var priority: Priority?
        package var hours: String?
        package var seconds: Double?
        /// `[x, y]` each, fractions of the picture; `nil` for a crossing, which has a line.
        package var points: [[Double]]?
        package var line: [[Double]]?
        package var direction: String?
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

    /// - Parameter file: the camera file that it belongs to; `nil` where it came over the API.
    package init(_ camera: Camera, file: String? = nil, status: Status) {
        id = camera.id
        name = camera.name
        url = camera.url
        analyse = camera.analyse
        transport = camera.transport
        credentials = camera.credentials
        station = camera.station
        grid = camera.grid
        placeClass = camera.placeClass
        position = camera.position.map { [$0.longitude, $0.latitude] }
        sensitivity = camera.sensitivity
        mode = camera.mode.rawValue
        zones = camera.zones.map(ZoneDocument.init)
        owner = file == nil ? .api : .file
        self.file = file
        self.status = status
    }

    /// What tells whether it was changed, its status aside.
    package var tag: String {
        var fixed = self
        fixed.status = Status(state: .connecting, since: WallTime(milliseconds: 0, offset: 0))
        fixed.warnings = nil
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let bytes = (try? encoder.encode(fixed)) ?? Data()
        // FNV-1a: whoever wants two cameras to have one tag harms but himself.
        let hash = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        return String(hash, radix: 16)
    }
}

extension CameraDocument.ZoneDocument {
    init(_ zone: Zone) {
        func pairs(_ points: [Point]) -> [[Double]] { points.map { [$0.x, $0.y] } }
        name = zone.name
        priority = zone.priority
        points = zone.outline.points.isEmpty ? nil : pairs(zone.outline.points)
        switch zone.rule {
        case .motion: rule = "motion"
        case .intrusion(let armed):
            rule = "intrusion"
            hours = armed.map { "\($0)" }
        case .crossing(let line, let direction):
            rule = "crossing"
            self.line = pairs(line)
            self.direction = direction.rawValue
        case .loitering(let seconds):
            rule = "loitering"
            self.seconds = seconds
        case .ignore: rule = "ignore"
        case .private: rule = "private"
        }
    }
}
