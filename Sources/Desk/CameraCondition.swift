package import Domain

/// How a camera is, as its station's stream shows it.
///
/// Its encoding is the `data` of the CloudEvents that speak of it: names and shapes are the
/// contract of `/v1`.
package struct CameraCondition: Sendable, Hashable, Codable {
    package var camera: Alert.CameraReference
    package var station: StationID
    package var grid: GridID
    package var state: State
    /// Why it is not well; where it is again, why it was not.
    package var reason: String?
    /// When it came into this state.
    package var since: WallTime
    /// Seconds that it was not well, where it is again.
    package var lasted: Double?

    package enum State: String, Sendable, Hashable, Codable, CaseIterable {
        case online, degraded, offline
    }

    package init(
        camera: Alert.CameraReference,
        station: StationID,
        grid: GridID,
        state: State,
        reason: String? = nil,
        since: WallTime,
        lasted: Double? = nil
    ) {
        self.camera = camera
        self.station = station
        self.grid = grid
        self.state = state
        self.reason = reason
        self.since = since
        self.lasted = lasted
    }
}

/// A camera with what the desk must remember of it beyond what a stream shows.
package struct CameraRecord: Sendable, Hashable, Codable {
    package var condition: CameraCondition
    /// How many ledger entries speak of it.
    package var entries: Int
    /// Whether it was ever seen.
    package var wasOnline: Bool
    /// Since when it is not well.
    package var unwellSince: WallTime?

    package init(
        condition: CameraCondition,
        entries: Int,
        wasOnline: Bool,
        unwellSince: WallTime?
    ) {
        self.condition = condition
        self.entries = entries
        self.wasOnline = wasOnline
        self.unwellSince = unwellSince
    }
}

/// A change of a camera that has lasted long enough to be told.
package struct CameraNews: Sendable, Hashable {
    package var camera: Camera
    package var state: CameraCondition.State
    package var reason: String?
    package var since: WallTime

    package init(
        camera: Camera,
        state: CameraCondition.State,
        reason: String? = nil,
        since: WallTime
    ) {
        self.camera = camera
        self.state = state
        self.reason = reason
        self.since = since
    }
}
