package import Domain

/// How a station's queue is attended, as streams show it.
package struct Attendance: Sendable, Hashable, Codable {
    package var station: StationID
    package var attended: Bool
    package var since: WallTime
    /// Seconds that it was unattended, where it is attended again.
    package var lasted: Double?
    /// Alerts that were raised meanwhile.
    package var raised: Int?

    package init(
        station: StationID,
        attended: Bool,
        since: WallTime,
        lasted: Double? = nil,
        raised: Int? = nil
    ) {
        self.station = station
        self.attended = attended
        self.since = since
        self.lasted = lasted
        self.raised = raised
    }
}

/// A station with what the desk must remember of it beyond what a stream shows.
package struct StationRecord: Sendable, Hashable, Codable {
    package var attendance: Attendance
    /// How many ledger entries speak of it.
    package var entries: Int
    /// Whether it ever had a terminal.
    package var hadTerminal: Bool
    /// Who was told that it is unattended.
    package var told: [QueueID]

    package init(
        attendance: Attendance,
        entries: Int,
        hadTerminal: Bool,
        told: [QueueID]
    ) {
        self.attendance = attendance
        self.entries = entries
        self.hadTerminal = hadTerminal
        self.told = told
    }
}

/// A place at a time.
package struct Fix: Sendable, Hashable, Codable {
    package var position: GeoPoint
    package var at: WallTime

    package init(position: GeoPoint, at: WallTime) {
        self.position = position
        self.at = at
    }
}

/// A patrol unit as the desk knows it.
package struct UnitRecord: Sendable, Hashable, Codable {
    package var id: UnitID
    package var status: UnitStatus
    package var since: WallTime
    /// Who brought it into its status.
    package var by: String
    package var fix: Fix?
    /// Oldest first.
    package var orders: [Order]

    package init(
        id: UnitID,
        status: UnitStatus,
        since: WallTime,
        by: String = "",
        fix: Fix? = nil,
        orders: [Order] = []
    ) {
        self.id = id
        self.status = status
        self.since = since
        self.by = by
        self.fix = fix
        self.orders = orders
    }
}

/// A unit's order to go to an alert.
package struct Order: Sendable, Hashable, Codable {
    package var alert: AlertID
    package var sentAt: WallTime
    /// When the unit set out or arrived.
    package var acceptedAt: WallTime?

    package init(alert: AlertID, sentAt: WallTime) {
        self.alert = alert
        self.sentAt = sentAt
    }
}

/// An available unit that could be sent.
package struct Proposal: Sendable, Hashable, Codable {
    package var unit: UnitID
    /// - Units: metres, as the crow flies.
    package var distance: Double
    /// - Units: seconds since its last position.
    package var age: Double

    package init(unit: UnitID, distance: Double, age: Double) {
        self.unit = unit
        self.distance = distance
        self.age = age
    }
}

/// An exercise: its alerts go through the whole chain, are marked everywhere, and stay out of the
/// figures.
package struct Drill: Sendable, Hashable, Codable {
    /// The incident-like name of its alerts: a ULID.
    package var id: DrillID
    package var name: String
    package var station: StationID
    package var startedBy: String
    package var startedAt: WallTime
    package var stoppedBy: String?
    package var stoppedAt: WallTime?
    /// How many alerts it has raised.
    package var alerts: Int

    package init(
        id: DrillID,
        name: String,
        station: StationID,
        startedBy: String,
        startedAt: WallTime
    ) {
        self.id = id
        self.name = name
        self.station = station
        self.startedBy = startedBy
        self.startedAt = startedAt
        alerts = 0
    }

    /// The source of the signals that belong to a drill.
    package static let source = "drill"
}

package typealias DrillID = ID<Drill>

/// What is kept beside the entries, each as it was last, in the transaction of the step that
/// changed it.
package enum Memo: Sendable, Hashable {
    case unit(UnitRecord)
    case drill(Drill)
    case policy(ResponsePolicy)
}

/// How many alerts stand where; their sum is what was raised.
package struct Balance: Sendable, Hashable, Codable {
    package var raised = 0
    package var waiting = 0
    package var reached = 0
    package var merged = 0
    package var withdrawn = 0

    package init() {}

    /// What is missing or too many: 0, always.
    package var off: Int { raised - waiting - reached - merged - withdrawn }

    package subscript(standing: Standing) -> Int {
        get {
            switch standing {
            case .waiting: waiting
            case .reached: reached
            case .merged: merged
            case .withdrawn: withdrawn
            }
        }
        set {
            switch standing {
            case .waiting: waiting = newValue
            case .reached: reached = newValue
            case .merged: merged = newValue
            case .withdrawn: withdrawn = newValue
            }
        }
    }
}

/// Where an alert stands in the balance: always in exactly one of these.
package enum Standing: String, Sendable, Hashable, Codable, CaseIterable {
    case waiting
    /// Acknowledged by a terminal, or acted upon.
    case reached
    /// Carried by another alert.
    case merged
    /// The detector took it back before anyone accepted it.
    case withdrawn
}
