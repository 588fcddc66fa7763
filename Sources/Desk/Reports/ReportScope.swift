package import Domain

/// Which alerts a report counts.
package struct ReportScope: Sendable, Hashable {
    /// Raised at or after.
    package var from: WallTime
    /// Raised before.
    package var until: WallTime
    /// When the report is made: until then a station that nobody reads yet is counted.
    package var now: WallTime
    /// `nil`: of every station.
    package var station: StationID?
    /// Whether exercises are counted, and nothing else; else they are left out.
    package var exercise: Bool

    package init(
        from: WallTime,
        until: WallTime,
        now: WallTime,
        station: StationID? = nil,
        exercise: Bool = false
    ) {
        self.from = from
        self.until = until
        self.now = now
        self.station = station
        self.exercise = exercise
    }

    func takes(_ alert: Alert) -> Bool {
        alert.exercise == exercise && takes(alert.station) && alert.raisedAt >= from
            && alert.raisedAt < until
    }

    func takes(_ station: StationID) -> Bool { self.station.map { $0 == station } ?? true }
}
