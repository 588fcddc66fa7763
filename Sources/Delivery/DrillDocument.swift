package import Desk
package import Domain

/// An exercise as the API shows it, named as its alerts and signals name it.
package struct DrillDocument: Sendable, Hashable, Codable {
    package var drill: DrillID
    package var name: String
    package var station: StationID
    package var startedBy: String
    package var startedAt: WallTime
    package var stoppedBy: String?
    package var stoppedAt: WallTime?
    /// How many alerts it has raised.
    package var alerts: Int

    package init(_ drill: Drill) {
        self.drill = drill.id
        name = drill.name
        station = drill.station
        startedBy = drill.startedBy
        startedAt = drill.startedAt
        stoppedBy = drill.stoppedBy
        stoppedAt = drill.stoppedAt
        alerts = drill.alerts
    }
}
