package import Desk
package import Domain

/// A patrol unit as the API shows it.
package struct UnitDocument: Sendable, Hashable, Codable {
    package var id: UnitID
    package var name: String
    /// A word for people, such as `car` or `foot`.
    package var kind: String
    package var station: StationID
    package var queue: QueueID
    package var status: UnitStatus
    /// Since when, and by whom; `nil` where nobody ever changed it.
    package var since: WallTime?
    package var by: String?
    /// `[longitude, latitude]`; `nil` where it never said.
    package var position: [Double]?
    package var positionAt: WallTime?
    /// - Units: seconds.
    package var positionAge: Double?
    /// From the place that was asked about.
    ///
    /// - Units: metres, as the crow flies.
    package var distance: Double?
    /// Oldest first.
    package var orders: [Order]

    /// - Returns: `nil` where the city has no such unit.
    package init?(
        _ record: UnitRecord,
        of city: City,
        near place: GeoPoint? = nil,
        now: WallTime
    ) {
        guard let unit = city.units[record.id] else { return nil }
        id = unit.id
        name = unit.name
        kind = unit.kind
        station = unit.station
        queue = unit.id.queue
        status = record.status
        since = record.since.milliseconds > 0 ? record.since : nil
        by = record.by.isEmpty ? nil : record.by
        orders = record.orders
        guard let fix = record.fix else { return }
        position = [fix.position.longitude, fix.position.latitude]
        positionAt = fix.at
        positionAge = max(0, now.seconds(since: fix.at))
        distance = place.map { $0.distance(to: fix.position).rounded() }
    }
}
