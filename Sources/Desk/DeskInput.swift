package import Domain

/// What the world tells the desk.
package enum DeskInput: Sendable {
    /// The node has started on what the ledger remembers.
    case started
    /// A camera began to see something; `candidate` names the alert if it is a new one.
    case episodeOpened(EpisodeReport, candidate: AlertID)
    case episodeEnded(EpisodeReport)
    /// An alarm from outside; `known` is its alert, where the ledger has one already.
    case signal(Signal, candidate: AlertID, known: AlertID?)
    /// A terminal holds everything in its queue after one number and up to another.
    case acknowledged(queue: QueueID, terminal: String, after: Int, through: Int)
    /// A person acts; `recalled` is the ledger's record, where the desk may have forgotten it.
    case act(AlertAction, on: AlertID, recalled: AlertRecord?)
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
    package var text: String?

    package init(
        reference: Alert.SignalReference,
        kind: AlertKind,
        priority: Priority?,
        station: StationID,
        grid: GridID,
        text: String?
    ) {
        self.reference = reference
        self.kind = kind
        self.priority = priority
        self.station = station
        self.grid = grid
        self.text = text
    }
}

/// What a person does to an alert.
package struct AlertAction: Sendable, Hashable {
    package var verb: Verb
    package var actor: String
    /// The state that the caller saw; refused where the alert is in another.
    package var expect: AlertState?
    package var note: String?

    package enum Verb: Sendable, Hashable {
        case accept
        case close(Disposition, cause: FalseAlarmCause?)
    }

    package init(verb: Verb, actor: String, expect: AlertState? = nil, note: String? = nil) {
        self.verb = verb
        self.actor = actor
        self.expect = expect
        self.note = note
    }
}

/// What the desk answers.
package enum DeskEffect: Sendable, Hashable {
    /// To be written before anyone hears of it.
    case append(Entry)
    /// Nothing to write: the alert stands already.
    case known(AlertID)
    case refuse(Refusal)
}

/// Why an action was not taken.
package enum Refusal: Sendable, Hashable {
    case unknownAlert(AlertID)
    /// The action does not fit the state that `by` brought about.
    case state(AlertID, AlertState, by: String, at: WallTime)
    /// The caller saw another state.
    case expected(AlertID, AlertState, but: AlertState, by: String, at: WallTime)
}
