package import Domain

/// An alert with what the desk must remember of it beyond what a stream shows.
package struct AlertRecord: Sendable, Hashable, Codable {
    package var alert: Alert
    /// How many ledger entries speak of it.
    package var entries: Int
    /// Its number in the station's queue when it was raised.
    package var raisedNumber: Int
    /// Who brought it into its state, and when.
    package var stateBy: String
    package var stateAt: WallTime
    /// What the camera is seeing of it; `nil` for a signal.
    package var episode: EpisodeMemory?

    package init(
        alert: Alert,
        entries: Int,
        raisedNumber: Int,
        stateBy: String,
        stateAt: WallTime,
        episode: EpisodeMemory?
    ) {
        self.alert = alert
        self.entries = entries
        self.raisedNumber = raisedNumber
        self.stateBy = stateBy
        self.stateAt = stateAt
        self.episode = episode
    }

    package var isOpen: Bool { alert.state != .closed }

    /// The camera, zone and rule that episodes are joined by.
    package var track: TrackKey? {
        guard let camera = alert.camera, let zone = alert.why.zone else { return nil }
        return TrackKey(camera: camera.id, zone: zone, kind: alert.kind)
    }
}

/// The last episode of an alert.
package struct EpisodeMemory: Sendable, Hashable, Codable {
    package var isOpen: Bool
    package var start: WallTime
    /// The last motion that the ledger knows.
    package var lastMotion: WallTime
    /// From when the time to a joining episode counts: the last motion, or a restart after it.
    package var joinFrom: WallTime

    package init(isOpen: Bool, start: WallTime, lastMotion: WallTime, joinFrom: WallTime) {
        self.isOpen = isOpen
        self.start = start
        self.lastMotion = lastMotion
        self.joinFrom = joinFrom
    }
}

/// One rule in one zone of one camera.
package struct TrackKey: Sendable, Hashable {
    package var camera: CameraID
    package var zone: String
    package var kind: AlertKind

    package init(camera: CameraID, zone: String, kind: AlertKind) {
        self.camera = camera
        self.zone = zone
        self.kind = kind
    }
}
