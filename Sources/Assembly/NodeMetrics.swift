import Delivery
import Desk
import Domain

/// What a node tells Prometheus: what went through it, how long it took, what waits against its
/// bound.
///
/// - Note: names are a promise like the paths of the API. Base units; a counter ends in `_total`; what
///   has a bound has a gauge of it beside it, `_limit`.
struct NodeMetrics: Sendable {
    let figures: NodeFigures
    let clock: any CityClock
    let reloads: @Sendable () -> CameraRegisterDriver.Reloads
    let logLost: @Sendable () -> Int
    let requests = RequestFigures()

    func page() -> MetricsPage {
        var page = MetricsPage()
        page.add(
            "watchpost_build_info",
            .gauge,
            help: "Always 1; the version is a label.",
            [([("version", Version.current)], 1)]
        )
        ProcessFigures().add(to: &page)
        CameraMetrics(figures.fleet, now: clock.moment).add(to: &page)
        addPictures(to: &page)
        addDesk(to: &page)
        addLedger(to: &page)
        addSnapshots(to: &page)
        addRequests(to: &page)
        addReloads(to: &page)
        page.add(
            "watchpost_log_lines_dropped_total",
            .counter,
            help: "Lines of the log that stderr did not take in time.",
            logLost()
        )
        return page
    }

    private func addPictures(to page: inout MetricsPage) {
        let lanes = figures.fleet.laneFigures
        func sum(_ counter: KeyPath<LaneFigures, Counter>) -> Int {
            lanes.reduce(0) { $0 + $1[keyPath: counter].value }
        }
        func times(_ histogram: KeyPath<LaneFigures, Histogram>) -> Histogram.Reading? {
            .total(of: lanes.map { $0[keyPath: histogram].reading })
        }
        page.add(
            "watchpost_pictures_analysed_total",
            .counter,
            help: "Pictures in which motion was looked for.",
            sum(\.analysed)
        )
        page.add(
            "watchpost_pictures_dropped_total",
            .counter,
            help: "Decoded pictures in which motion was not looked for, and why.",
            [
                ([("reason", "damaged")], Double(sum(\.damaged))),
                ([("reason", "surplus")], Double(sum(\.surplus))),
                ([("reason", "untimely")], Double(sum(\.untimely))),
            ]
        )
        page.add(
            "watchpost_packets_waiting_limit",
            .gauge,
            help: "The most packets that may wait to be decoded.",
            figures.fleet.waitingLimit
        )
        page.add(
            "watchpost_packet_wait_seconds",
            help: "From the arrival of a packet to its decoding.",
            times(\.wait)
        )
        page.add(
            "watchpost_decode_seconds", help: "Decoding of a packet.", times(\.decode)
        )
        page.add(
            "watchpost_detect_seconds",
            help: "Looking for motion in a picture.",
            times(\.detect)
        )
    }

    private func addReloads(to page: inout MetricsPage) {
        let reloads = reloads()
        page.add(
            "watchpost_config_reloads_total",
            .counter,
            help:
                "Readings of changed camera files, credentials and networks, and what came of it.",
            [
                ([("result", "applied")], Double(reloads.applied)),
                ([("result", "refused")], Double(reloads.refused)),
            ]
        )
        page.add(
            "watchpost_config_mistakes",
            .gauge,
            help: "Mistakes in these files that keep them from being applied.",
            reloads.mistakes
        )
        page.add(
            "watchpost_config_applied_timestamp_seconds",
            .gauge,
            help: "When these files were last applied.",
            [([], Double(reloads.appliedAt.milliseconds) / 1000)]
        )
    }

    private func addDesk(to page: inout MetricsPage) {
        let desk = figures.driver.currentFigures
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
            "watchpost_desk_waiting_limit",
            .gauge,
            help: "The most that may wait for the ledger.",
            desk.bound
        )
        page.add(
            "watchpost_episodes_folded_total",
            .counter,
            help: "Episodes written as one with another, because too much waited for the ledger.",
            desk.folded
        )
        page.add(
            "watchpost_alerts_raised_total",
            .counter,
            help: "Alerts raised since the ledger began.",
            desk.balance.raised
        )
        page.add(
            "watchpost_alerts_standing",
            .gauge,
            help: "Alerts of the whole ledger, by where they stand; the sum is what was raised.",
            Standing.allCases.map { ([("standing", $0.rawValue)], Double(desk.balance[$0])) }
        )
        page.add(
            "watchpost_alerts_balance_off",
            .gauge,
            help: "Alerts raised that stand nowhere, or twice; 0, always.",
            desk.balance.off
        )
        page.add(
            "watchpost_stage_delay_seconds",
            help: "From the moment at which a stage of an alert was due until it is on disk.",
            figures.driver.stageTimes.reading
        )
        page.add(
            "watchpost_raise_seconds",
            help: "From the arrival of the packet that decided on an episode until it is on disk.",
            figures.driver.raiseTimes.reading
        )
    }

    private func addLedger(to page: inout MetricsPage) {
        let desk = figures.driver.currentFigures
        page.add(
            "watchpost_ledger_failing",
            .gauge,
            help: "1 while the ledger cannot be written, else 0.",
            desk.isFailing ? 1 : 0
        )
        page.add(
            "watchpost_ledger_commits_total", .counter, help: "Transactions written.", desk.commits
        )
        page.add(
            "watchpost_ledger_entries_total", .counter, help: "Entries written.", desk.entries
        )
        page.add(
            "watchpost_ledger_failures_total",
            .counter,
            help: "Transactions that could not be written.",
            desk.failures
        )
        page.add(
            "watchpost_ledger_commit_seconds",
            help: "Writing a transaction to the disk.",
            figures.driver.commitTimes.reading
        )
    }

    private func addSnapshots(to page: inout MetricsPage) {
        let dropped = figures.snapshots.dropped
        page.add(
            "watchpost_snapshots_dropped_total",
            .counter,
            help: "Pictures of alerts that were not kept, and why.",
            SnapshotStore.Loss.allCases.map {
                ([("reason", $0.rawValue)], Double(dropped[$0, default: 0]))
            }
        )
        page.add(
            "watchpost_snapshots_waiting",
            .gauge,
            help: "Pictures of alerts that wait for the disk.",
            figures.snapshots.waiting
        )
        page.add(
            "watchpost_snapshots_waiting_limit",
            .gauge,
            help: "The most pictures of alerts that may wait for the disk.",
            NodeLimits.snapshots
        )
    }

    private func addRequests(to page: inout MetricsPage) {
        addReaders(to: &page)
        page.add(
            "watchpost_stream_delay_seconds",
            help: "From an entry of the ledger until it is handed to a reader that waited for it.",
            requests.streamDelay.reading
        )
        page.add(
            "watchpost_request_seconds",
            help: "From a request until its answer begins, by the pattern of its route.",
            requests.readings.map { kind, reading in
                (
                    [("method", kind.method), ("route", kind.route), ("status", kind.status)],
                    reading
                )
            }
        )
    }

    private func addReaders(to page: inout MetricsPage) {
        let streams = figures.hub.figures
        page.add("watchpost_streams_open", .gauge, help: "Open event streams.", streams.open)
        page.add(
            "watchpost_streams_refused_total",
            .counter,
            help: "Streams not opened because too many were.",
            streams.refused
        )
        page.add(
            "watchpost_streams_lost_total",
            .counter,
            help: "Streams that ended before their reader had all, and why.",
            [
                ([("reason", "gone")], Double(streams.gone)),
                ([("reason", "stalled")], Double(streams.stalled)),
                ([("reason", "gap")], Double(streams.gaps)),
            ]
        )
        let connections = figures.traffic.figures
        page.add(
            "watchpost_connections_open", .gauge, help: "Open connections.", connections.open
        )
        page.add(
            "watchpost_connections_closed_total",
            .counter,
            help: "Connections that were closed without a whole request, and why.",
            [
                ([("reason", "too-many")], Double(connections.refused)),
                ([("reason", "late")], Double(connections.late)),
                ([("reason", "malformed")], Double(connections.malformed)),
            ]
        )
    }
}
