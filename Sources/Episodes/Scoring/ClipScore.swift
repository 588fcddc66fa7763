/// How what was found in a recording compares with what is known of it.
///
/// With a tolerance of T seconds: a motion interval is found where an episode overlaps it widened by
/// T; an episode that overlaps one so is true; of the rest, one that overlaps an uncertain interval so
/// is not scored, and any other is a false alarm of the kind that it lies in for longest.
package struct ClipScore: Sendable, Hashable {
    /// What false alarms lie in.
    package enum FalseKind: String, Sendable, Hashable, CaseIterable {
        case quiet, lighting
        case cameraMode = "camera_mode"
        case nuisance, unlabelled
    }

    /// Labelled stretches of motion.
    package private(set) var intervals = 0
    package private(set) var episodes = 0
    package private(set) var trueEpisodes = 0
    package private(set) var unscored = 0
    package private(set) var falseAlarms: [FalseKind: Int] = [:]
    /// From the beginning of each interval that was found to the alert; 0 where its episode began before.
    package private(set) var latencies: [Double] = []
    /// The same, of each interval in which an episode of its own began.
    package private(set) var ownLatencies: [Double] = []
    package private(set) var movingSeconds = 0.0
    package private(set) var stillSeconds = 0.0
    /// Seconds of motion, and of stillness, within an episode.
    package private(set) var coveredSeconds = 0.0
    package private(set) var excessSeconds = 0.0
    /// Labelled still stretches that are long enough to be called clean, and how many are.
    package private(set) var stretches = 0
    package private(set) var cleanStretches = 0

    /// A still stretch is looked at from so many seconds on, and clean with so few in an episode.
    private static let stretch = (shortest: 5.0, alarm: 0.5)

    package init() {}

    package init(_ labels: [Label], _ found: [FoundEpisode], tolerance: Double = 1) {
        let found = found.sorted {
            ($0.span.start, $0.span.end, $0.raised) < ($1.span.start, $1.span.end, $1.raised)
        }
        let motion = labels.filter { $0.kind == .motion }.map(\.span)
        let uncertain = labels.filter { $0.kind == .uncertain }.map(\.span)
        let still = labels.filter { $0.kind != .motion && $0.kind != .uncertain }
        intervals = motion.count
        episodes = found.count
        for interval in motion { look(for: interval, in: found, tolerance) }
        for episode in found {
            func touches(_ span: Span) -> Bool {
                episode.span.overlap(with: span, widenedBy: tolerance) >= 0
            }
            if motion.contains(where: touches) {
                trueEpisodes += 1
            } else if uncertain.contains(where: touches) {
                unscored += 1
            } else {
                falseAlarms[Self.kind(of: episode.span, among: still), default: 0] += 1
            }
        }
        measure(found.map(\.span).merged, motion.merged, still.map(\.span))
    }

    /// The same of several recordings together.
    package static func + (a: ClipScore, b: ClipScore) -> ClipScore {
        var sum = a
        sum.intervals += b.intervals
        sum.episodes += b.episodes
        sum.trueEpisodes += b.trueEpisodes
        sum.unscored += b.unscored
        sum.falseAlarms.merge(b.falseAlarms, uniquingKeysWith: +)
        sum.latencies += b.latencies
        sum.ownLatencies += b.ownLatencies
        sum.movingSeconds += b.movingSeconds
        sum.stillSeconds += b.stillSeconds
        sum.coveredSeconds += b.coveredSeconds
        sum.excessSeconds += b.excessSeconds
        sum.stretches += b.stretches
        sum.cleanStretches += b.cleanStretches
        return sum
    }

    private mutating func look(
        for interval: Span,
        in found: [FoundEpisode],
        _ tolerance: Double
    ) {
        let hit = found.first { $0.span.overlap(with: interval, widenedBy: tolerance) >= 0 }
        if let hit {
            let isBefore = hit.span.start < interval.start
            latencies.append(isBefore ? 0 : max(0, hit.raised - interval.start))
        }
        let own = found.first {
            interval.start - tolerance <= $0.span.start && $0.span.start <= interval.end
        }
        if let own { ownLatencies.append(max(0, own.raised - interval.start)) }
    }

    /// What a false alarm lies in for longest; of the same length, what comes first in `FalseKind`.
    private static func kind(of episode: Span, among still: [Label]) -> FalseKind {
        // Where it touches nothing, a hair's breadth is unlabelled; an instant still lies somewhere.
        var shares: [FalseKind: Double] = [.unlabelled: 1e-12]
        for label in still {
            let overlap = episode.overlap(with: label.span)
            guard overlap >= 0, let kind = FalseKind(rawValue: label.kind.rawValue) else {
                continue
            }
            shares[kind, default: 0] += max(overlap, 1e-9)
        }
        let longest = shares.values.max()
        return FalseKind.allCases.first { shares[$0] == longest } ?? .unlabelled
    }

    private mutating func measure(_ found: [Span], _ motion: [Span], _ still: [Span]) {
        movingSeconds = motion.reduce(0) { $0 + $1.length }
        stillSeconds = still.merged.reduce(0) { $0 + $1.length }
        coveredSeconds = found.shared(with: motion)
        excessSeconds = found.shared(with: still.merged)
        let long = still.filter { $0.length >= Self.stretch.shortest }
        stretches = long.count
        cleanStretches = long.count { stretch in
            found.allSatisfy { $0.overlap(with: stretch) <= Self.stretch.alarm }
        }
    }
}
