package import Domain

/// An alert with what the desk must remember of it beyond what a stream shows.
package struct AlertRecord: Sendable, Hashable, Codable {
    package var alert: Alert
    /// How many ledger entries speak of it.
    package var entries: Int
    /// How old it was at its last entry while it was open, by the clock that nobody sets.
    ///
    /// - Units: seconds since the raise.
    package var lived: Double
    /// Its number in the station's queue when it was raised.
    package var raisedNumber: Int
    /// Who brought it into its state, and when.
    package var stateBy: String
    package var stateAt: WallTime
    /// What the camera is seeing of it; `nil` for a signal.
    package var episode: EpisodeMemory?
    package var standing: Standing
    package var fired: StageSet
    package var times: ResponseTimes
    /// Whose queues its entries stand in, beside its station's.
    package var audience: [QueueID]
    /// What was told to whom, so that an incident tells nobody the same twice.
    package var told: [Telling]
    /// What was not told for the sake of another open alert of its incident that told the same: those
    /// queues list it, and hear of it when the other one is closed.
    package var grouped: [Telling]

    /// A stage and who was told of it.
    package struct Telling: Sendable, Hashable, Codable {
        package var stage: StageName
        package var queues: [QueueID]

        package init(stage: StageName, queues: [QueueID]) {
            self.stage = stage
            self.queues = queues
        }
    }

    package init(
        alert: Alert,
        entries: Int,
        lived: Double = 0,
        raisedNumber: Int,
        stateBy: String,
        stateAt: WallTime,
        episode: EpisodeMemory?,
        standing: Standing = .waiting,
        fired: StageSet = StageSet(),
        times: ResponseTimes = ResponseTimes(),
        audience: [QueueID] = [],
        told: [Telling] = [],
        grouped: [Telling] = []
    ) {
        self.alert = alert
        self.entries = entries
        self.lived = lived
        self.raisedNumber = raisedNumber
        self.stateBy = stateBy
        self.stateAt = stateAt
        self.episode = episode
        self.standing = standing
        self.fired = fired
        self.times = times
        self.audience = audience
        self.told = told
        self.grouped = grouped
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let alert = try container.decode(Alert.self, forKey: .alert)
        self.init(
            alert: alert,
            entries: try container.decode(Int.self, forKey: .entries),
            lived: try container.decodeIfPresent(Double.self, forKey: .lived) ?? 0,
            raisedNumber: try container.decode(Int.self, forKey: .raisedNumber),
            stateBy: try container.decode(String.self, forKey: .stateBy),
            stateAt: try container.decode(WallTime.self, forKey: .stateAt),
            episode: try container.decodeIfPresent(EpisodeMemory.self, forKey: .episode),
            // What was written before there was a ladder has none of these.
            standing: try container.decodeIfPresent(Standing.self, forKey: .standing)
                ?? (alert.state == .raised ? .waiting : .reached),
            fired: try container.decodeIfPresent(StageSet.self, forKey: .fired) ?? StageSet(),
            times: try container.decodeIfPresent(ResponseTimes.self, forKey: .times)
                ?? ResponseTimes(),
            audience: try container.decodeIfPresent([QueueID].self, forKey: .audience) ?? [],
            told: try container.decodeIfPresent([Telling].self, forKey: .told) ?? [],
            grouped: try container.decodeIfPresent([Telling].self, forKey: .grouped) ?? []
        )
    }

    package var isOpen: Bool { alert.state != .closed }

    /// Every queue that lists it: those that its entries stand in, and those that hear of it by
    /// another alert of its incident.
    package var rolls: [QueueID] {
        var queues = [alert.station.queue] + audience
        for queue in grouped.flatMap(\.queues) where !queues.contains(queue) {
            queues.append(queue)
        }
        return queues
    }

    /// The camera, zone and rule that episodes are joined by.
    package var track: TrackKey? {
        guard let camera = alert.camera, let zone = alert.why.zone else { return nil }
        return TrackKey(camera: camera.id, zone: zone, kind: alert.kind)
    }
}

/// How long each milestone took, by a clock that no change of the wall clock moves.
///
/// - Units: seconds after the raise; `nil` while it is owed.
package struct ResponseTimes: Sendable, Hashable, Codable {
    package var delivered: Double?
    package var accepted: Double?
    package var dispatched: Double?
    package var onscene: Double?
    package var contained: Double?
    package var closed: Double?

    package init() {}

    package subscript(milestone: Milestone) -> Double? {
        switch milestone {
        case .delivered: delivered
        case .accepted: accepted
        case .dispatched: dispatched
        case .onscene: onscene
        case .contained: contained
        }
    }
}

/// The last episode of an alert.
package struct EpisodeMemory: Sendable, Hashable, Codable {
    package var isOpen: Bool
    package var start: WallTime
    /// The last motion that the ledger knows.
    package var lastMotion: WallTime
    /// From when the time to a joining episode counts: the last motion, or a restart after it.
    package var joinFrom: WallTime

    package init(isOpen: Bool, start: WallTime, lastMotion: WallTime, joinFrom: WallTime) {
        self.isOpen = isOpen
        self.start = start
        self.lastMotion = lastMotion
        self.joinFrom = joinFrom
    }
}

/// One rule in one zone of one camera.
package struct TrackKey: Sendable, Hashable {
    package var camera: CameraID
    package var zone: String
    package var kind: AlertKind

    package init(camera: CameraID, zone: String, kind: AlertKind) {
        self.camera = camera
        self.zone = zone
        self.kind = kind
    }
}
