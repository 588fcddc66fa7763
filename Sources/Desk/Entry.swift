package import Domain

/// One line of the ledger: what happened to an alert, a camera or a station, who did it, and in
/// whose queues it stands.
package struct Entry: Sendable, Hashable {
    package var type: EntryType
    /// Counts the entries of its topic from 1.
    package var ordinal: Int
    package var at: WallTime
    /// Where it stands, numbered without holes in each queue.
    package var places: [Place]
    package var matter: Matter

    /// What an entry speaks of, as it is after it.
    package enum Matter: Sendable, Hashable {
        case alert(AlertRecord, Detail)
        case camera(CameraRecord)
        case station(StationRecord)
    }

    /// A numbered place in a queue.
    package struct Place: Sendable, Hashable {
        package var queue: QueueID
        package var number: Int

        package init(queue: QueueID, number: Int) {
            self.queue = queue
            self.number = number
        }
    }

    package init(
        type: EntryType,
        ordinal: Int,
        at: WallTime,
        places: [Place],
        matter: Matter
    ) {
        self.type = type
        self.ordinal = ordinal
        self.at = at
        self.places = places
        self.matter = matter
    }

    /// The alert after it; `nil` where it speaks of something else.
    package var record: AlertRecord? {
        if case .alert(let record, _) = matter { record } else { nil }
    }

    package var detail: Detail? {
        if case .alert(_, let detail) = matter { detail } else { nil }
    }

    /// The alert's id, or `cameras/…`, or `stations/…`: with the ordinal it names the entry.
    package var topic: String {
        switch matter {
        case .alert(let record, _): record.alert.id.rawValue
        case .camera(let record): "cameras/\(record.condition.camera.id)"
        case .station(let record): "stations/\(record.attendance.station)"
        }
    }

    /// What the entry is about: `cameras/…`, `signals/…`, `stations/…`.
    package var subject: String {
        guard case .alert(let record, _) = matter else { return topic }
        if let camera = record.alert.camera { return "cameras/\(camera.id)" }
        if let signal = record.alert.signal { return "signals/\(signal.source)/\(signal.id)" }
        return "alerts/\(record.alert.id)"
    }

    package var data: EntryData {
        switch matter {
        case .alert(let record, let detail): .alert(record.alert, detail)
        case .camera(let record): .camera(record.condition)
        case .station(let record): .station(record.attendance)
        }
    }
}

/// What an entry records.
package enum EntryType: String, Sendable, Hashable, Codable, CaseIterable {
    case raised, continued, ended, delivered, accepted, dispatched, enroute, onscene, contained
    case released, merged, withdrawn, closed, noted
    case stageWarned = "stage.warned"
    case stageFired = "stage.fired"
    /// A milestone was missed.
    case stageBreached = "stage.breached"
    case orderSent = "order.sent"
    case orderAccepted = "order.accepted"
    case stationUnattended = "station.unattended"
    case stationAttended = "station.attended"
    /// A camera was seen for the first time.
    case cameraOnline = "camera.online"
    case cameraOffline = "camera.offline"
    case cameraDegraded = "camera.degraded"
    /// A camera that was offline or degraded is well again.
    case cameraRestored = "camera.restored"

    /// The event's type, as streams show it.
    package var eventType: String { Self.eventTypes[self]! }

    private static let eventTypes = Dictionary(
        uniqueKeysWithValues: allCases.map { type in
            let kind = type.rawValue.contains(".") ? "" : "alert."
            return (type, "watchpost.\(kind)\(type.rawValue).v1")
        }
    )

    /// The last word but one of the event's type.
    package var word: String { rawValue.split(separator: ".").last.map(String.init) ?? rawValue }

    /// Whether it speaks of an alert, and not of a camera or a station.
    package var isOfAlert: Bool {
        !rawValue.hasPrefix("camera.") && !rawValue.hasPrefix("station.")
    }
}

/// What an entry says beyond the alert itself.
package struct Detail: Sendable, Hashable, Codable {
    /// The person, or the terminal that acknowledged.
    package var actor: String?
    package var terminal: String?
    package var note: String?
    /// When the picture arrived that opened the episode.
    package var seenAt: WallTime?
    /// An episode's first motion.
    package var start: WallTime?
    /// An episode's last motion.
    package var end: WallTime?
    package var peak: Peak?
    package var path: [[Double]]?
    /// The episode's end was not seen: the node stopped meanwhile.
    package var cut: Bool?
    /// How many episodes of the same camera, zone and rule waited for the ledger with this one.
    package var folded: Int?
    package var stage: StageName?
    /// When the stage was due.
    package var due: WallTime?
    /// Seconds after that; what is below 0.1 is not said.
    package var late: Double?
    /// Who was told of the stage by this entry.
    package var engaged: [QueueID]?
    /// Who was told of the same stage by another open alert of the incident.
    package var grouped: [QueueID]?
    package var unit: UnitID?
    /// All alerts that the order is for, and their cameras, where it is for more than one.
    package var alerts: [AlertID]?
    package var cameras: [CameraID]?
    /// Available units that could be sent, the nearest first.
    package var proposed: [Proposal]?
    /// What proves it, such as `positions`.
    package var proof: String?
    /// Why the desk did it.
    package var reason: String?
    /// The state that a release took it out of.
    package var from: AlertState?
    /// Seconds from the raise to a milestone, a release or the end.
    package var elapsed: Double?

    /// When and where the most moved.
    package struct Peak: Sendable, Hashable, Codable {
        package var at: WallTime
        /// Share of the picture.
        package var area: Double
        /// `[x, y, width, height]`, fractions of the picture.
        package var box: [Double]

        package init(at: WallTime, area: Double, box: [Double]) {
            self.at = at
            self.area = area
            self.box = box
        }
    }

    package init(
        actor: String? = nil,
        terminal: String? = nil,
        note: String? = nil,
        seenAt: WallTime? = nil,
        start: WallTime? = nil,
        end: WallTime? = nil,
        peak: Peak? = nil,
        path: [[Double]]? = nil,
        cut: Bool? = nil,
        folded: Int? = nil,
        stage: StageName? = nil,
        due: WallTime? = nil,
        late: Double? = nil,
        engaged: [QueueID]? = nil,
        grouped: [QueueID]? = nil,
        unit: UnitID? = nil,
        alerts: [AlertID]? = nil,
        cameras: [CameraID]? = nil,
        proposed: [Proposal]? = nil,
        proof: String? = nil,
        reason: String? = nil,
        from: AlertState? = nil,
        elapsed: Double? = nil
    ) {
        self.actor = actor
        self.terminal = terminal
        self.note = note
        self.seenAt = seenAt
        self.start = start
        self.end = end
        self.peak = peak
        self.path = path
        self.cut = cut
        self.folded = folded
        self.stage = stage
        self.due = due
        self.late = late
        self.engaged = engaged
        self.grouped = grouped
        self.unit = unit
        self.alerts = alerts
        self.cameras = cameras
        self.proposed = proposed
        self.proof = proof
        self.reason = reason
        self.from = from
        self.elapsed = elapsed
    }
}

/// The `data` of an entry's event: the alert and the detail in one object, or how a camera or a
/// station is.
package enum EntryData: Sendable, Hashable, Encodable {
    case alert(Alert, Detail)
    case camera(CameraCondition)
    case station(Attendance)

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .alert(let alert, let detail):
            try alert.encode(to: encoder)
            try detail.encode(to: encoder)
        case .camera(let condition): try condition.encode(to: encoder)
        case .station(let attendance): try attendance.encode(to: encoder)
        }
    }
}
