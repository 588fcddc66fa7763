package import Delivery
package import Desk
package import Domain

/// What the API speaks of and acts upon.
package struct Surroundings: Sendable {
    package let city: City
    let queues: QueueDirectory
    package var clock: any CityClock
    package var limits: WebLimits
    package var desk: any FrontDesk
    package var ledger: any Ledger
    package var hub: StreamHub
    package var traffic: Traffic
    package var terminals: TerminalBook
    package var cameras: any CameraOffice
    /// An alert's picture as JPEG.
    package var snapshot: @Sendable (AlertID) async -> [UInt8]?
    /// What keeps the node from working, for people; empty where it is ready.
    package var ailments: @Sendable () async -> [String]
    package var metrics: @Sendable () async -> MetricsPage
    package var figures: RequestFigures

    package init(
        city: City,
        clock: any CityClock,
        limits: WebLimits = WebLimits(),
        desk: any FrontDesk,
        ledger: any Ledger,
        hub: StreamHub,
        traffic: Traffic,
        terminals: TerminalBook,
        cameras: any CameraOffice,
        snapshot: @escaping @Sendable (AlertID) async -> [UInt8]?,
        ailments: @escaping @Sendable () async -> [String],
        metrics: @escaping @Sendable () async -> MetricsPage,
        figures: RequestFigures = RequestFigures()
    ) {
        self.city = city
        queues = QueueDirectory(city)
        self.clock = clock
        self.limits = limits
        self.desk = desk
        self.ledger = ledger
        self.hub = hub
        self.traffic = traffic
        self.terminals = terminals
        self.cameras = cameras
        self.snapshot = snapshot
        self.ailments = ailments
        self.metrics = metrics
        self.figures = figures
    }
}
