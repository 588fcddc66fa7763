package import Domain

/// Something that a station must know of and answer, as its stream shows it.
///
/// Its encoding is the `data` of the CloudEvents that speak of it: names and shapes are the
/// contract of `/v1`.
package struct Alert: Sendable, Hashable, Codable {
    package var id: AlertID
    package var state: AlertState
    package var kind: AlertKind
    package var priority: Priority
    package var placeClass: PlaceClass
    /// Raised in a drill.
    package var exercise: Bool
    package var drill: DrillID?
    package var station: StationID
    package var grid: GridID
    /// The incident that it is part of; `nil` where it was raised before there were any.
    package var incident: IncidentID?
    /// Raised while its incident was a storm.
    package var storm: Bool?
    package var camera: CameraReference?
    package var signal: SignalReference?
    package var raisedAt: WallTime
    package var deadlines: Deadlines
    package var why: Why
    /// The path of its picture in the API, where it has one.
    package var snapshot: String?
    /// The version of the policy that it is judged by.
    package var policy: String
    package var acceptedBy: String?
    /// The units that are ordered to it, in the order in which they were sent.
    package var units: [UnitID]?
    package var closedBy: String?
    package var disposition: Disposition?
    package var cause: FalseAlarmCause?
    /// The alert that carries it.
    package var mergedInto: AlertID?

    package init(
        id: AlertID,
        state: AlertState,
        kind: AlertKind,
        priority: Priority,
        placeClass: PlaceClass,
        exercise: Bool,
        drill: DrillID? = nil,
        station: StationID,
        grid: GridID,
        incident: IncidentID? = nil,
        storm: Bool? = nil,
        camera: CameraReference? = nil,
        signal: SignalReference? = nil,
        raisedAt: WallTime,
        deadlines: Deadlines,
        why: Why,
        snapshot: String? = nil,
        policy: String
    ) {
        self.id = id
        self.state = state
        self.kind = kind
        self.priority = priority
        self.placeClass = placeClass
        self.exercise = exercise
        self.drill = drill
        self.station = station
        self.grid = grid
        self.incident = incident
        self.storm = storm
        self.camera = camera
        self.signal = signal
        self.raisedAt = raisedAt
        self.deadlines = deadlines
        self.why = why
        self.snapshot = snapshot
        self.policy = policy
    }

    enum CodingKeys: String, CodingKey {
        case id = "alert"
        case state, kind, priority, placeClass, exercise, drill, station, grid, incident, storm
        case camera, signal, raisedAt, deadlines, why, snapshot, policy, acceptedBy, units, closedBy
        case disposition, cause, mergedInto
    }

    /// The camera that saw it.
    package struct CameraReference: Sendable, Hashable, Codable {
        package var id: CameraID
        package var name: String
        package var longitude: Double?
        package var latitude: Double?

        package init(_ camera: Camera) {
            id = camera.id
            name = camera.name
            longitude = camera.position?.longitude
            latitude = camera.position?.latitude
        }
    }

    /// The alarm from outside that it stands for.
    package struct SignalReference: Sendable, Hashable, Codable {
        package var source: String
        package var id: String
        /// Where it came from, if it named a place.
        package var longitude: Double?
        package var latitude: Double?

        package init(source: String, id: String, position: GeoPoint? = nil) {
            self.source = source
            self.id = id
            longitude = position?.longitude
            latitude = position?.latitude
        }

        /// A signal is known by its source and its id alone.
        package static func == (a: Self, b: Self) -> Bool {
            a.source == b.source && a.id == b.id
        }

        package func hash(into hasher: inout Hasher) {
            hasher.combine(source)
            hasher.combine(id)
        }
    }

    /// What moved, where and how, or what the signal said.
    package struct Why: Sendable, Hashable, Codable {
        package var zone: String?
        /// Share of the picture.
        package var area: Double?
        /// How long it had moved when the alert was raised.
        package var seconds: Double?
        /// Fractions of the picture, `[x, y]` each.
        package var path: [[Double]]?
        package var score: Double?
        package var text: String?

        package init(
            zone: String? = nil,
            area: Double? = nil,
            seconds: Double? = nil,
            path: [[Double]]? = nil,
            score: Double? = nil,
            text: String? = nil
        ) {
            self.zone = zone
            self.area = area
            self.seconds = seconds
            self.path = path
            self.score = score
            self.text = text
        }
    }
}

extension Alert {
    /// Where it is, as far as its camera or signal says.
    package var position: GeoPoint? {
        guard let longitude = camera?.longitude ?? signal?.longitude,
            let latitude = camera?.latitude ?? signal?.latitude
        else { return nil }
        return GeoPoint(longitude: longitude, latitude: latitude)
    }
}

/// How far the response to an alert has come; it only goes forward, save by release, and steps may
/// be skipped.
package enum AlertState: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    case raised, delivered, accepted, dispatched, enroute, onscene, contained, closed

    package static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self)! }
}

/// What an alert turned out to be.
package enum Disposition: String, Sendable, Hashable, Codable, CaseIterable {
    case real
    case falseAlarm = "false-alarm"
    case drill, duplicate
    case handedOver = "handed-over"
    case noAction = "no-action"
}

/// What was taken for an event.
package enum FalseAlarmCause: String, Sendable, Hashable, Codable, CaseIterable {
    case weather, light, animal, plant, camera, other
}
