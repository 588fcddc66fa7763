import Delivery

/// What a node tells of itself: its cameras, its ailments, its metrics.
struct NodeFigures: Sendable {
    let fleet: CameraFleet
    let driver: DeskDriver
    let snapshots: SnapshotStore
    let hub: StreamHub

    /// What keeps the node from its work, for people.
    func ailments() -> [String] {
        let desk = driver.currentFigures
        var ailments: [String] = []
        if desk.isFailing { ailments.append("the ledger cannot be written") }
        if desk.waiting * 2 > desk.bound {
            ailments.append("\(desk.waiting) of at most \(desk.bound) entries wait for the ledger")
        }
        return ailments
    }

    func page() -> MetricsPage {
        var page = MetricsPage()
        addCameras(to: &page)
        addDesk(to: &page)
        page.add(
            "watchpost_streams_open",
            .gauge,
            help: "Open event streams.",
            hub.readerCount
        )
        page.add(
            "watchpost_snapshots_dropped_total",
            .counter,
            help: "Pictures of alerts that were not kept.",
            snapshots.dropped
        )
        return page
    }

    private func addCameras(to page: inout MetricsPage) {
        let counts = fleet.counts
        let statuses = fleet.statuses.map(\.status)
        page.add(
            "watchpost_cameras",
            .gauge,
            help: "Cameras by state.",
            CameraDocument.State.allCases.map { state in
                let count = statuses.count { $0.state.rawValue == state.rawValue }
                return ([("state", state.rawValue)], Double(count))
            }
        )
        for (name, help, figure) in Self.cameraCounters {
            page.add(
                "watchpost_\(name)_total",
                .counter,
                help: help,
                counts[keyPath: figure]
            )
        }
        page.add(
            "watchpost_packets_waiting",
            .gauge,
            help: "Packets that wait to be decoded.",
            statuses.reduce(0) { $0 + $1.waiting }
        )
    }

    private static var cameraCounters: [(String, String, KeyPath<CameraCounts, Int>)] {
        [
            ("packets_read", "Packets read from cameras.", \.packets),
            ("packets_dropped", "Packets dropped because too many waited.", \.dropped),
            ("pictures_decoded", "Pictures decoded.", \.pictures),
            ("pictures_damaged", "Packets and pictures that were damaged.", \.damaged),
            ("camera_reconnects", "Connections to cameras after the first.", \.reconnects),
        ]
    }

    private func addDesk(to page: inout MetricsPage) {
        let desk = driver.currentFigures
        page.add(
            "watchpost_alerts_open", .gauge, help: "Alerts that are not closed.", desk.openAlerts
        )
        page.add(
            "watchpost_desk_waiting",
            .gauge,
            help: "Episodes and requests that wait for the ledger.",
            desk.waiting
        )
        page.add(
            "watchpost_desk_waiting_bound",
            .gauge,
            help: "The most that may wait for the ledger.",
            desk.bound
        )
        page.add(
            "watchpost_episodes_refused_total",
            .counter,
            help: "Episodes not recorded because too much waited for the ledger.",
            desk.refused
        )
        page.add("watchpost_ledger_commits_total", .counter, help: "Transactions.", desk.commits)
        page.add("watchpost_ledger_entries_total", .counter, help: "Entries written.", desk.entries)
        page.add(
            "watchpost_ledger_failures_total",
            .counter,
            help: "Transactions that could not be written.",
            desk.failures
        )
    }
}
