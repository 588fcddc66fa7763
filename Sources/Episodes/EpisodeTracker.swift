package import Domain

/// Makes one camera's readings into episodes, zone by zone.
///
/// An episode opens when a thing that goes somewhere has moved in the zone for half a second, and
/// ends three seconds after the last motion. A camera without a zone that detects anything watches
/// its whole picture.
///
/// - Time: by the readings' times, which must rise; armed hours by the wall time handed in.
package struct EpisodeTracker: Sendable {
    /// Seconds that a thing must have moved before an episode opens.
    package static let minimumDuration = 0.5
    /// Seconds without motion after which an episode ends.
    package static let pause = 3.0
    /// How far before it opens an episode may have started: what was longer ago has proved nothing.
    package static let evidence = 4.0
    /// The score from which a track counts.
    package static let provenScore = 0.5

    private var watches: [ZoneWatch]
    private var next = 1

    package init(zones: [Zone]) {
        watches = zones.compactMap { zone in
            switch zone.rule {
            case .motion:
                ZoneWatch(kind: .motion, name: zone.name, zone: zone, hours: nil)
            case .intrusion(let hours):
                ZoneWatch(kind: .intrusion, name: zone.name, zone: zone, hours: hours)
            case .crossing, .loitering, .ignore, .private:
                nil
            }
        }
        if watches.isEmpty {
            watches = [ZoneWatch(kind: .motion, name: "whole", zone: nil, hours: nil)]
        }
    }

    /// Takes the reading of one picture, and says what it did to the episodes.
    package mutating func step(_ reading: MotionReading, at now: Stamp) -> [EpisodeEvent] {
        var events: [EpisodeEvent] = []
        for index in watches.indices {
            events += watches[index].step(
                reading,
                minuteOfDay: now.wall.minuteOfDay,
                next: &next
            )
        }
        return events
    }

    /// Ends what is open, as the stream has ended or its times have jumped.
    package mutating func finish() -> [EpisodeEvent] {
        watches.indices.compactMap { watches[$0].finish() }
    }
}
