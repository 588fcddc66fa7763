package import Domain

/// Where people and systems come with what they want of the desk: implemented by its driver.
package protocol FrontDesk: Sendable {
    /// Returns when what was asked is on disk.
    func submit(_ request: DeskRequest, key: RequestKey?) async throws(DeskError) -> DeskReply
}

/// What is wanted of the desk.
package enum DeskRequest: Sendable, Hashable {
    case act(AlertAction, on: AlertID)
    case signal(Signal)
    /// A terminal holds everything in its queue up to a number, from where it began: `after`, or
    /// what it said before.
    case acknowledge(queue: QueueID, terminal: String, after: Int?, through: Int)
    /// A terminal is alive.
    case heartbeat(queue: QueueID, terminal: String)
    /// The action, upon every open alert of an incident that it fits.
    case actOnIncident(AlertAction, IncidentID)
    case units
    case locate(UnitID, Fix)
    case turn(UnitID, UnitStatus, by: String)
    case drills
    case startDrill(name: String, station: StationID, by: String)
    case stopDrill(DrillID, by: String)
}

/// What makes a repeated request known as the same.
package struct RequestKey: Sendable, Hashable {
    package var key: String
    /// What is asked, in full.
    package var request: String

    package init(key: String, request: String) {
        self.key = key
        self.request = request
    }
}

/// What came of a request.
package enum DeskReply: Sendable, Hashable {
    /// The alert as the request left it, or as it stands where the request is a repeat.
    case alert(AlertRecord, created: Bool)
    /// How many alerts were delivered.
    case delivered(Int)
    case heard
    /// The alerts of an incident that an action changed, as it left them.
    case incident([AlertRecord])
    /// Every unit, by id, or the one that was asked about.
    case units([UnitRecord])
    /// Every drill, the last one first, or the one that was asked about.
    case drills([Drill])
}

/// Why nothing came of a request.
package enum DeskError: Error, Sendable, Hashable {
    case refused(Refusal)
    /// The idempotency key was used for another request.
    case keyReused
    case ledger(LedgerError)
    /// Too much waits for the ledger.
    case busy
    /// The node is stopping.
    case stopping
}
