import DequeModule
package import Domain

/// What is owed to whom: it turns episodes, signals and people's actions into ledger entries.
///
/// A pure machine: the same inputs at the same stamps give the same entries.
package struct ResponseDesk: Sendable {
    let policy: ResponsePolicy
    /// Every open alert, and the last one of each track.
    private var records: [AlertID: AlertRecord] = [:]
    private var tracks: [TrackKey: AlertID] = [:]
    private var signals: [Alert.SignalReference: AlertID] = [:]
    /// The last number given out in each queue.
    private var heads: [QueueID: Int]
    /// Alerts that no terminal of their queue has acknowledged, in the order of their numbers.
    private var undelivered: [QueueID: Deque<(number: Int, alert: AlertID)>] = [:]

    /// How each camera is, as the ledger says.
    var cameras: [CameraID: CameraRecord] = [:]

    /// What the ledger remembers when a node starts.
    package struct Memory: Sendable {
        /// Every alert that is open or whose episode is, in the order in which they were raised.
        package var records: [AlertRecord]
        package var heads: [QueueID: Int]
        /// Every camera that was ever spoken of.
        package var cameras: [CameraRecord]

        package init(
            records: [AlertRecord] = [],
            heads: [QueueID: Int] = [:],
            cameras: [CameraRecord] = []
        ) {
            self.records = records
            self.heads = heads
            self.cameras = cameras
        }
    }

    package init(policy: ResponsePolicy, memory: Memory = Memory()) {
        self.policy = policy
        heads = memory.heads
        cameras = Dictionary(memory.cameras.map { ($0.condition.camera.id, $0) }) { $1 }
        for record in memory.records {
            if let track = record.track { follow(track, by: record.alert.id) }
            remember(record)
            if record.alert.state == .raised { awaitDelivery(of: record) }
        }
    }

    /// How many alerts are not closed.
    package private(set) var openAlerts = 0

    /// The desk's memory of an alert; `nil` where it is closed and no track needs it.
    package func record(of alert: AlertID) -> AlertRecord? { records[alert] }

    package func alert(of track: TrackKey) -> AlertID? { tracks[track] }

    package func alert(of signal: Alert.SignalReference) -> AlertID? { signals[signal] }

    package func head(of queue: QueueID) -> Int { heads[queue] ?? 0 }

    package mutating func step(_ input: DeskInput, at now: Stamp) -> [DeskEffect] {
        switch input {
        case .started:
            cutOpenEpisodes(at: now.wall)
        case .episodeOpened(let report, let candidate):
            [opened(report, candidate: candidate, at: now.wall)]
        case .episodeEnded(let report):
            ended(report, at: now.wall)
        case .signal(let signal, let candidate, let known):
            [signalled(signal, candidate: candidate, known: known, at: now.wall)]
        case .acknowledged(let queue, let terminal, let after, let through):
            delivered(queue, to: terminal, after: after, through: through, at: now.wall)
        case .act(let action, let alert, let recalled):
            [act(action, on: alert, recalled: recalled, at: now.wall)]
        case .camera(let news):
            learned(news, at: now.wall)
        }
    }

    // MARK: Episodes

    private mutating func opened(
        _ report: EpisodeReport,
        candidate: AlertID,
        at now: WallTime
    ) -> DeskEffect {
        if let id = tracks[report.track], let record = records[id], record.isOpen,
            let last = record.episode
        {
            // A second node may see what this one sees.
            if last.isOpen { return .known(id) }
            let pause = report.start.seconds(since: last.joinFrom)
            let join = policy.join(at: record.alert.priority)
            // What lies wholly before the last one is no overlap: a clock was set back.
            let overlaps = pause < 0 && report.lastMotion >= last.start
            if overlaps || (join > 0 && (0...join).contains(pause)) {
                return carryOn(record, with: report, at: now)
            }
        }
        return raise(alert(for: report, id: candidate, at: now), episode: report, at: now)
    }

    private mutating func carryOn(
        _ record: AlertRecord,
        with report: EpisodeReport,
        at now: WallTime
    ) -> DeskEffect {
        var record = record
        record.episode = EpisodeMemory(report)
        record.alert.why = Alert.Why(report)
        return append(
            .continued, to: record, Detail(seenAt: report.seenAt, start: report.start), at: now)
    }

    private mutating func ended(_ report: EpisodeReport, at now: WallTime) -> [DeskEffect] {
        guard let id = tracks[report.track], var record = records[id],
            var episode = record.episode, episode.isOpen
        else { return [] }
        episode.isOpen = false
        episode.lastMotion = report.lastMotion
        episode.joinFrom = report.lastMotion
        record.episode = episode
        let peak = report.episode.peak
        let detail = Detail(
            start: episode.start,
            end: report.lastMotion,
            peak: Detail.Peak(
                at: report.peakAt,
                area: peak.area.short,
                box: [peak.box.x, peak.box.y, peak.box.width, peak.box.height].map(\.short)
            ),
            path: report.episode.path.pairs
        )
        return [append(.ended, to: record, detail, at: now)]
    }

    /// Ends what was open when the last node stopped: its end was not seen.
    private mutating func cutOpenEpisodes(at now: WallTime) -> [DeskEffect] {
        let cut = records.values.filter { $0.episode?.isOpen == true }
        return cut.sorted { $0.alert.id < $1.alert.id }.map { open in
            var record = open
            let last = record.episode!
            record.episode!.isOpen = false
            record.episode!.joinFrom = max(last.lastMotion, now)
            return append(
                .ended,
                to: record,
                Detail(start: last.start, end: last.lastMotion, cut: true),
                at: now
            )
        }
    }

    // MARK: Signals

    private mutating func signalled(
        _ signal: Signal,
        candidate: AlertID,
        known: AlertID?,
        at now: WallTime
    ) -> DeskEffect {
        if let alert = known ?? signals[signal.reference] { return .known(alert) }
        return raise(alert(for: signal, id: candidate, at: now), episode: nil, at: now)
    }

    // MARK: Delivery

    private mutating func delivered(
        _ queue: QueueID,
        to terminal: String,
        after: Int,
        through: Int,
        at now: WallTime
    ) -> [DeskEffect] {
        guard let waiting = undelivered[queue],
            let from = waiting.firstIndex(where: { $0.number > after })
        else { return [] }
        let shown = waiting[from...].prefix { $0.number <= through }
        undelivered[queue]!.removeSubrange(shown.startIndex..<shown.endIndex)
        var effects: [DeskEffect] = []
        for (_, alert) in shown {
            guard var record = records[alert], record.alert.state == .raised else { continue }
            record.alert.state = .delivered
            record.stateBy = terminal
            record.stateAt = now
            effects.append(append(.delivered, to: record, Detail(terminal: terminal), at: now))
        }
        return effects
    }

    // MARK: People

    private mutating func act(
        _ action: AlertAction,
        on id: AlertID,
        recalled: AlertRecord?,
        at now: WallTime
    ) -> DeskEffect {
        guard var record = records[id] ?? recalled else { return .refuse(.unknownAlert(id)) }
        let state = record.alert.state
        if let expected = action.expect, expected != state {
            return .refuse(
                .expected(id, expected, but: state, by: record.stateBy, at: record.stateAt)
            )
        }
        let type: EntryType
        switch action.verb {
        case .accept:
            guard state < .accepted else {
                return .refuse(.state(id, state, by: record.stateBy, at: record.stateAt))
            }
            record.alert.state = .accepted
            record.alert.acceptedBy = action.actor
            type = .accepted
        case .close(let disposition, let cause):
            guard state < .closed else {
                return .refuse(.state(id, state, by: record.stateBy, at: record.stateAt))
            }
            record.alert.state = .closed
            record.alert.closedBy = action.actor
            record.alert.disposition = disposition
            record.alert.cause = cause
            type = .closed
        }
        if state == .raised { forgetDelivery(of: record) }
        record.stateBy = action.actor
        record.stateAt = now
        return append(type, to: record, Detail(actor: action.actor, note: action.note), at: now)
    }

    // MARK: Entries

    private mutating func raise(
        _ alert: Alert,
        episode: EpisodeReport?,
        at now: WallTime
    ) -> DeskEffect {
        let record = AlertRecord(
            alert: alert,
            entries: 0,
            raisedNumber: head(of: alert.station.queue) + 1,
            stateBy: alert.camera?.id.rawValue ?? alert.signal?.source ?? "",
            stateAt: now,
            episode: episode.map { EpisodeMemory($0) }
        )
        if let track = record.track { follow(track, by: alert.id) }
        awaitDelivery(of: record)
        let detail = Detail(seenAt: episode?.seenAt, start: episode?.start)
        return append(.raised, to: record, detail, at: now)
    }

    private mutating func append(
        _ type: EntryType,
        to record: AlertRecord,
        _ detail: Detail,
        at now: WallTime
    ) -> DeskEffect {
        var record = record
        record.entries += 1
        let queue = record.alert.station.queue
        remember(record)
        return .append(
            Entry(
                type: type,
                ordinal: record.entries,
                at: now,
                places: [Entry.Place(queue: queue, number: nextNumber(in: queue))],
                matter: .alert(record, detail)
            )
        )
    }

    mutating func nextNumber(in queue: QueueID) -> Int {
        heads[queue, default: 0] += 1
        return heads[queue]!
    }

    private mutating func awaitDelivery(of record: AlertRecord) {
        undelivered[record.alert.station.queue, default: []]
            .append((record.raisedNumber, record.alert.id))
    }

    /// What somebody acted upon need not be delivered any more.
    private mutating func forgetDelivery(of record: AlertRecord) {
        let queue = record.alert.station.queue
        undelivered[queue]?.removeAll { $0.number == record.raisedNumber }
    }

    /// Makes an alert the last one of its track, and forgets the one before if it is closed.
    private mutating func follow(_ track: TrackKey, by id: AlertID) {
        guard let last = tracks.updateValue(id, forKey: track), last != id else { return }
        if records[last]?.isOpen == false { records[last] = nil }
    }

    /// Keeps what is open, and the last alert of each track.
    private mutating func remember(_ record: AlertRecord) {
        let id = record.alert.id
        let isLast = record.track.map { tracks[$0] == id } ?? false
        openAlerts += (record.isOpen ? 1 : 0) - (records[id]?.isOpen == true ? 1 : 0)
        records[id] = record.isOpen || isLast ? record : nil
        if let signal = record.alert.signal { signals[signal] = record.isOpen ? id : nil }
    }
}

extension [Point] {
    /// As `[x, y]` each, for documents.
    var pairs: [[Double]] { map { [$0.x.short, $0.y.short] } }
}

extension Double {
    /// To four decimals: a tenth of a pixel in a picture of 1,000.
    var short: Double { (self * 10_000).rounded() / 10_000 }
}
