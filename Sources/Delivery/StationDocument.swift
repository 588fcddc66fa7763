package import Domain

/// A station as the API shows it.
package struct StationDocument: Sendable, Hashable, Codable {
    package var id: StationID
    package var name: String
    package var district: String
    /// `[longitude, latitude]`
    package var position: [Double]
    package var grid: GridID?
    package var queue: QueueID
    /// Whether any terminal of its queue was heard lately.
    package var attended: Bool
    package var openAlerts: Int
    /// Open alerts that nobody has been reached by.
    package var waiting: Int
    package var units: [UnitID]
    /// Who is told where the station does not accept in time, or nobody reads its queue.
    package var adjacent: [QueueID]
    package var dutyOfficer: QueueID?
    package var policeOffice: QueueID?

    package init(
        id: StationID,
        name: String,
        district: String,
        position: [Double],
        grid: GridID?,
        queue: QueueID,
        attended: Bool,
        openAlerts: Int,
        waiting: Int,
        units: [UnitID],
        adjacent: [QueueID],
        dutyOfficer: QueueID?,
        policeOffice: QueueID?
    ) {
        self.id = id
        self.name = name
        self.district = district
        self.position = position
        self.grid = grid
        self.queue = queue
        self.attended = attended
        self.openAlerts = openAlerts
        self.waiting = waiting
        self.units = units
        self.adjacent = adjacent
        self.dutyOfficer = dutyOfficer
        self.policeOffice = policeOffice
    }
}
