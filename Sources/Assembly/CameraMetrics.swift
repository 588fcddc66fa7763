import Delivery
import Domain

/// What a node tells Prometheus of its cameras: sums, and each camera as long as they are few.
struct CameraMetrics {
    private let statuses: [(camera: Camera, status: CameraStatus)]
    private let counts: CameraCounts
    private let now: Moment

    init(_ fleet: CameraFleet, now: Moment) {
        statuses = fleet.statuses
        counts = fleet.counts
        self.now = now
    }

    /// What is counted of each camera and of all.
    private struct Count {
        /// What stands between `watchpost_` or `watchpost_camera_` and `_total`.
        let name: String
        let help: String
        let each: KeyPath<CameraStatus, Int>
        let all: KeyPath<CameraCounts, Int>
    }

    private static var counters: [Count] {
        [
            Count(name: "packets_read", help: "Packets read.", each: \.packets, all: \.packets),
            Count(
                name: "received_bytes", help: "Video read, in bytes.", each: \.bytes, all: \.bytes
            ),
            Count(
                name: "rtp_packets_lost",
                help: "RTP packets that never came.",
                each: \.lost,
                all: \.lost
            ),
            Count(
                name: "pictures_decoded",
                help: "Pictures decoded.",
                each: \.pictures,
                all: \.pictures
            ),
            Count(
                name: "pictures_damaged",
                help: "Packets and pictures that were damaged.",
                each: \.damaged,
                all: \.damaged
            ),
            Count(
                name: "reconnects",
                help: "Connections after the first.",
                each: \.reconnects,
                all: \.reconnects
            ),
        ]
    }

    func add(to page: inout MetricsPage) {
        addSums(to: &page)
        let areFew = statuses.count <= NodeLimits.cameraSeries
        page.add(
            "watchpost_camera_series",
            .gauge,
            help: """
                1 while each camera has series of its own, 0 beyond \(NodeLimits.cameraSeries) \
                cameras.
                """,
            areFew ? 1 : 0
        )
        if areFew, !statuses.isEmpty { addEach(to: &page) }
    }

    private func addSums(to page: inout MetricsPage) {
        page.add(
            "watchpost_cameras",
            .gauge,
            help: "Cameras by state.",
            CameraDocument.State.allCases.map { state in
                let count = statuses.count { $0.status.state.rawValue == state.rawValue }
                return ([("state", state.rawValue)], Double(count))
            }
        )
        for figure in Self.counters {
            page.add(
                "watchpost_\(figure.name)_total",
                .counter,
                help: "\(figure.help) All cameras, also those that are not watched any more.",
                counts[keyPath: figure.all]
            )
        }
        page.add(
            "watchpost_packets_dropped_total",
            .counter,
            help: "Packets that were not decoded, and why.",
            [([("reason", "lane_behind")], Double(counts.dropped))]
        )
        page.add(
            "watchpost_packets_waiting",
            .gauge,
            help: "Packets that wait to be decoded.",
            statuses.reduce(0) { $0 + $1.status.waiting }
        )
    }

    private func addEach(to page: inout MetricsPage) {
        page.add(
            "watchpost_camera_state",
            .gauge,
            help: "1 for the state that a camera is in, 0 for the others.",
            statuses.flatMap { camera, status in
                CameraDocument.State.allCases.map { state in
                    (
                        [("camera", camera.id.rawValue), ("state", state.rawValue)],
                        state.rawValue == status.state.rawValue ? 1 : 0
                    )
                }
            }
        )
        for figure in Self.counters {
            page.add(
                "watchpost_camera_\(figure.name)_total",
                .counter,
                help: "\(figure.help) Each camera.",
                each { Double($0[keyPath: figure.each]) }
            )
        }
        page.add(
            "watchpost_camera_packets_dropped_total",
            .counter,
            help: "Packets that were not decoded, as too many waited.",
            each { Double($0.dropped) }
        )
        page.add(
            "watchpost_camera_last_picture_age_seconds",
            .gauge,
            help: "Since the last picture; absent before the first.",
            statuses.compactMap { camera, status in
                status.pictureAge(at: now).map { ([("camera", camera.id.rawValue)], $0) }
            }
        )
    }

    private func each(_ value: (CameraStatus) -> Double) -> [(MetricsPage.Labels, Double)] {
        statuses.map { ([("camera", $0.camera.id.rawValue)], value($0.status)) }
    }
}
