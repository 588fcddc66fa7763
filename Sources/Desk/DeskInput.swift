package import Domain

/// What the world tells the desk.
package enum DeskInput: Sendable {
    /// The node has started on what the ledger remembers.
    case started
    /// The same node goes on from the ledger after a step that could not be written.
    case resumed(ResponseDesk.Clocks)
    /// A camera began to see something; `candidate` names the alert if it is a new one.
    ///
    /// `folded` counts further episodes of its track that came while it waited.
    case episodeOpened(EpisodeReport, candidate: AlertID, folded: Int)
    case episodeEnded(EpisodeReport)
    /// The detector takes back what it said: nothing was there.
    case episodeWithdrawn(EpisodeReport)
    /// An alarm from outside; `known` is its alert, where the ledger has one already.
    case signal(Signal, candidate: AlertID, known: AlertID?)
    /// A terminal holds everything in its queue after one number and up to another.
    case acknowledged(queue: QueueID, terminal: String, after: Int, through: Int)
    /// A person acts; `recalled` is the ledger's record, where the desk may have forgotten it.
    case act(AlertAction, on: AlertID, recalled: AlertRecord?)
    /// The same for every open alert of an incident that it fits.
    case actOnIncident(AlertAction, IncidentID)
    /// A terminal of a queue shows that it is alive.
    case heard(queue: QueueID, terminal: String)
    /// A unit is somewhere.
    case located(UnitID, Fix)
    case unit(UnitID, UnitStatus, by: String)
    case drillStarted(Drill)
    case drillStopped(DrillID, by: String)
    /// Another policy, for alerts raised from now on.
    case policy(ResponsePolicy)
    /// The time that was asked for has come.
    case wake
    /// A camera was found, lost, or is not what it was.
    case camera(CameraNews)
}

/// An episode with its camera, in wall time.
package struct EpisodeReport: Sendable, Hashable {
    package var camera: Camera
    package var episode: Episode
    /// When the picture arrived that this was decided on.
    package var seenAt: WallTime
    package var start: WallTime
    package var lastMotion: WallTime
    package var peakAt: WallTime

    package init(
        camera: Camera,
        episode: Episode,
        seenAt: WallTime,
        start: WallTime,
        lastMotion: WallTime,
        peakAt: WallTime
    ) {
        self.camera = camera
        self.episode = episode
        self.seenAt = seenAt
        self.start = start
        self.lastMotion = lastMotion
        self.peakAt = peakAt
    }

    package var track: TrackKey {
        TrackKey(camera: camera.id, zone: episode.zone, kind: episode.kind)
    }
}

/// An alarm from outside: a panic button, a door contact, another system's analytics.
package struct Signal: Sendable, Hashable {
    package var reference: Alert.SignalReference
    package var kind: AlertKind
    package var priority: Priority?
    package var station: StationID
    package var grid: GridID
    package var placeClass: PlaceClass
    package var position: GeoPoint?
    package var text: String?
    /// The drill that it is part of.
    package var drill: DrillID?

    package init(
        reference: Alert.SignalReference,
        kind: AlertKind,
        priority: Priority?,
        station: StationID,
        grid: GridID,
        placeClass: PlaceClass = .p5,
        position: GeoPoint? = nil,
        text: String?,
        drill: DrillID? = nil
    ) {
        self.reference = reference
        self.kind = kind
        self.priority = priority
        self.station = station
        self.grid = grid
        self.placeClass = placeClass
        self.position = position
        self.text = text
        self.drill = drill
    }
}

/// What a person does to an alert.
package struct AlertAction: Sendable, Hashable {
    package var verb: Verb
    package var actor: String
    /// The state that the caller saw; refused where the alert is in another.
    package var expect: AlertState?
    package var note: String?
    /// What proves it, where no person says so.
    package var proof: String?

    package enum Verb: Sendable, Hashable {
        case accept
        case dispatch(UnitID)
        /// Of the unit that was sent last, where none is named.
        case enroute(UnitID?)
        case arrive(UnitID?)
        case contain
        case close(Disposition, cause: FalseAlarmCause?)
        case release
        case note
    }

    package init(
        verb: Verb,
        actor: String,
        expect: AlertState? = nil,
        note: String? = nil,
        proof: String? = nil
    ) {
        self.verb = verb
        self.actor = actor
        self.expect = expect
        self.note = note
        self.proof = proof
    }
}

/// What the desk answers.
package enum DeskEffect: Sendable, Hashable {
    /// To be written before anyone hears of it.
    case append(Entry)
    /// To be kept in the same transaction.
    case keep(Memo)
    /// Nothing to write: the alert stands already.
    case known(AlertID)
    case refuse(Refusal)
    /// In place of what was asked for before.
    case wake(at: Moment)
}

/// Why an action was not taken.
package enum Refusal: Sendable, Hashable {
    case unknownAlert(AlertID)
    case unknownIncident(IncidentID)
    case unknownUnit(UnitID)
    case unknownDrill(DrillID)
    /// The action does not fit the state that `by` brought about.
    case state(AlertID, AlertState, by: String, at: WallTime)
    /// The caller saw another state.
    case expected(AlertID, AlertState, but: AlertState, by: String, at: WallTime)
    /// No open alert of the incident is in a state that the action fits.
    case noneFits(IncidentID)
    case offDuty(UnitID, by: String, at: WallTime)
    /// The unit has its order already.
    case ordered(UnitID, AlertID)
    /// The unit is ordered nowhere.
    case noOrder(UnitID)
    /// A real alert is no drill.
    case notExercise(AlertID)
    /// A position of a time to come.
    case future(UnitID, WallTime, now: WallTime)
    /// The unit's orders keep it from that status.
    case busy(UnitID, [AlertID])
    case drillStopped(DrillID, by: String, at: WallTime)
}
