import Domain

/// One zone and its rule: what moves there, and the episode that is open.
struct ZoneWatch: Sendable {
    private let kind: AlertKind
    private let name: String
    private let priority: Priority?
    /// `nil` for the whole picture.
    private let outline: Polygon?
    private let hours: Hours?
    private var presences: [Int: Presence] = [:]
    private var open: Episode?
    /// How many tracks the open episode has had.
    private var tracks = 0
    private var farthest = Extent()

    init(kind: AlertKind, name: String, zone: Zone?, hours: Hours?) {
        self.kind = kind
        self.name = name
        self.hours = hours
        priority = zone?.priority
        outline = zone?.outline
    }

    /// One track's uninterrupted motion in the zone.
    private struct Presence {
        var since: StreamTime
        var last: StreamTime
        var extent: Extent
        /// The episode that has counted it.
        var counted = 0
    }

    mutating func step(
        _ reading: MotionReading,
        minuteOfDay: Int,
        next: inout Int
    ) -> [EpisodeEvent] {
        var events: [EpisodeEvent] = []
        if let episode = open, reading.time - episode.lastMotion >= EpisodeTracker.pause {
            events += finish().map { [$0] } ?? []
        }
        let moving = moving(in: reading, minuteOfDay: minuteOfDay)
        note(moving, at: reading.time)
        let proven = moving.filter { $0.score >= EpisodeTracker.provenScore }
        if open != nil {
            if !proven.isEmpty { events += carryOn(proven, at: reading.time) }
        } else if proven.contains(where: { lasts($0, at: reading.time) }) {
            events.append(begin(proven, at: reading.time, number: next))
            next += 1
        }
        return events
    }

    /// Ends the open episode, if there is one, and forgets what moves.
    mutating func finish() -> EpisodeEvent? {
        presences.removeAll()
        guard var episode = open else { return nil }
        episode.why = why(episode)
        open = nil
        return .ended(episode)
    }

    /// The tracks that move in the zone, now, in its hours.
    private func moving(in reading: MotionReading, minuteOfDay: Int) -> [Track] {
        guard reading.scene == .steady, hours?.contains(minuteOfDay: minuteOfDay) ?? true else {
            return []
        }
        return reading.tracks.filter { track in
            track.lastMoved == reading.time && (outline?.holds(track.box) ?? true)
        }
    }

    private mutating func note(_ moving: [Track], at time: StreamTime) {
        presences = presences.filter { time - $0.value.last < EpisodeTracker.pause }
        for track in moving {
            let place = track.box.center
            var presence =
                presences[track.id] ?? Presence(since: time, last: time, extent: Extent())
            presence.last = time
            presence.extent.reach(place)
            presences[track.id] = presence
        }
    }

    private func lasts(_ track: Track, at time: StreamTime) -> Bool {
        guard let presence = presences[track.id] else { return false }
        return time - presence.since >= EpisodeTracker.minimumDuration
    }

    private mutating func begin(
        _ tracks: [Track],
        at time: StreamTime,
        number: Int
    ) -> EpisodeEvent {
        let lasting = tracks.filter { lasts($0, at: time) }
        let since = lasting.compactMap { presences[$0.id]?.since }.min() ?? time
        let start = max(since, time + -EpisodeTracker.evidence)
        self.tracks = 0
        farthest = Extent()
        var episode = Episode(
            number: number,
            kind: kind,
            zone: name,
            priority: priority,
            start: start,
            lastMotion: time,
            peak: peak(of: tracks, at: time)
        )
        gather(tracks, into: &episode)
        episode.why = why(episode)
        open = episode
        return .opened(episode)
    }

    private mutating func carryOn(_ tracks: [Track], at time: StreamTime) -> [EpisodeEvent] {
        guard var episode = open else { return [] }
        episode.lastMotion = time
        gather(tracks, into: &episode)
        let now = peak(of: tracks, at: time)
        // A picture is worth storing anew when a good deal more is to be seen in it.
        let better = now.area > episode.peak.area * 1.1
        if better {
            episode.peak = now
            episode.why = why(episode)
        }
        open = episode
        return better ? [.peaked(episode)] : []
    }

    /// Adds what the tracks show to the episode.
    private mutating func gather(_ moving: [Track], into episode: inout Episode) {
        for track in moving {
            episode.score = max(episode.score, track.score)
            guard var presence = presences[track.id] else { continue }
            if presence.counted != episode.number {
                presence.counted = episode.number
                presences[track.id] = presence
                tracks += 1
            }
            if presence.extent.length >= farthest.length {
                farthest = presence.extent
                episode.path = track.path
            }
        }
    }

    private func peak(of tracks: [Track], at time: StreamTime) -> Episode.Peak {
        let boxes = tracks.map(\.box)
        let whole = boxes.dropFirst().reduce(boxes.first ?? Box(x: 0, y: 0, width: 0, height: 0)) {
            $0.union($1)
        }
        return Episode.Peak(time: time, area: tracks.reduce(0) { $0 + $1.area }, box: whole)
    }

    private func why(_ episode: Episode) -> String {
        let seconds = episode.lastMotion - episode.start
        return "\(tracks.counted("track")), \(decimal(seconds, places: 1)) s, "
            + "travelled \(decimal(farthest.length, places: 2)) of the \(farthest.side)"
    }
}

/// The part of the picture over which a track's middle has gone.
private struct Extent: Sendable {
    private var left = Double.infinity
    private var right = -Double.infinity
    private var top = Double.infinity
    private var bottom = -Double.infinity

    mutating func reach(_ place: Point) {
        left = min(left, place.x)
        right = max(right, place.x)
        top = min(top, place.y)
        bottom = max(bottom, place.y)
    }

    private var across: Double { max(0, right - left) }
    private var down: Double { max(0, bottom - top) }
    var length: Double { max(across, down) }
    var side: String { across >= down ? "width" : "height" }
}

/// A number of fixed decimals, as `String(format:)` is not to be had on this floor.
private func decimal(_ number: Double, places: Int) -> String {
    let scale = places == 1 ? 10 : 100
    let whole = Int((number * Double(scale)).rounded())
    let digits = String(whole % scale)
    let zeros = String(repeating: "0", count: places - digits.count)
    return "\(whole / scale).\(zeros)\(digits)"
}

extension Polygon {
    /// Whether a thing is in the zone: its foot or its middle, or a good part of it.
    func holds(_ box: Box) -> Bool {
        let foot = Point(x: box.x + box.width / 2, y: box.y + box.height * 0.95)
        if contains(foot) || contains(box.center) { return true }
        var inside = 0
        for row in 0..<5 {
            for column in 0..<5 {
                let place = Point(
                    x: box.x + (Double(column) + 0.5) / 5 * box.width,
                    y: box.y + (Double(row) + 0.5) / 5 * box.height
                )
                if contains(place) { inside += 1 }
            }
        }
        return inside >= 8
    }
}
