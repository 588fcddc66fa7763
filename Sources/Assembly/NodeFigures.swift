import Delivery
import Domain
import Media

/// What a node tells of itself: its cameras, its ailments, its metrics.
struct NodeFigures: Sendable {
    let clock: any CityClock
    let cameras: [Camera]
    let fleet: CameraFleet
    let driver: DeskDriver
    let snapshots: SnapshotStore
    let hub: StreamHub

    func cameraDocuments() -> [CameraDocument] {
        let now = clock.now()
        return cameras.map { camera in
            guard let status = fleet.status(of: camera.id) else {
                return CameraDocument(camera, status: .init(state: .connecting, since: now.wall))
            }
            return CameraDocument(camera, status: Self.document(status, at: now))
        }
    }

    private static func document(_ status: CameraStatus, at now: Stamp) -> CameraDocument.Status {
        CameraDocument.Status(
            state: CameraDocument.State(rawValue: status.state.rawValue) ?? .connecting,
            since: status.since.wall,
            reason: status.reason,
            lastError: status.lastError,
            codec: status.info?.codec,
            width: status.size?.width,
            height: status.size?.height,
            rate: status.rate.map { ($0 * 10).rounded() / 10 },
            bitsPerSecond: status.bitRate.map { Int($0) },
            packets: status.packets,
            pictures: status.pictures,
            damaged: status.damaged,
            dropped: status.dropped,
            lost: status.lost,
            reconnects: status.reconnects,
            pictureAge: status.pictureAge(at: now.moment).map { ($0 * 1000).rounded() / 1000 }
        )
    }

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
                statuses.reduce(0) { $0 + $1[keyPath: figure] }
            )
        }
        page.add(
            "watchpost_packets_waiting",
            .gauge,
            help: "Packets that wait to be decoded.",
            statuses.reduce(0) { $0 + $1.waiting }
        )
    }

    private static var cameraCounters: [(String, String, KeyPath<CameraStatus, Int>)] {
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
