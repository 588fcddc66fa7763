/// The figures of a score: shares from 0 to 1, `nil` where there is nothing to take them of.
package struct ScoreFigures: Sendable, Hashable {
    package let intervals: Int
    package let found: Int
    /// Share of the intervals that were found.
    package let recall: Double?
    package let episodes: Int
    package let unscored: Int
    package let falseAlarms: Int
    package let falseByKind: [ClipScore.FalseKind: Int]
    /// Share of what was raised that was true.
    package let precision: Double?
    /// The harmonic mean of recall and precision.
    package let f1: Double?
    /// In still time.
    package let falsePerHour: Double?
    /// - Units: seconds.
    package let latencyMedian: Double?
    package let latencyP95: Double?
    /// Share of the time of motion, and of still time, within an episode.
    package let coverage: Double?
    package let excess: Double?
    /// Intervals with an alert of their own.
    package let own: Int
    package let ownMedian: Double?
    package let ownP95: Double?
    package let clean: Int
    package let stretches: Int

    package init(_ score: ClipScore) {
        func ratio(_ a: Double, _ b: Double) -> Double? { b == 0 ? nil : a / b }
        let alarms = score.falseAlarms.values.reduce(0, +)
        let recall = ratio(Double(score.latencies.count), Double(score.intervals))
        let precision = ratio(
            Double(score.trueEpisodes), Double(score.trueEpisodes + alarms)
        )
        intervals = score.intervals
        found = score.latencies.count
        episodes = score.episodes
        unscored = score.unscored
        falseAlarms = alarms
        falseByKind = score.falseAlarms
        self.recall = recall
        self.precision = precision
        f1 = Self.harmonicMean(recall, precision)
        falsePerHour = ratio(Double(alarms) * 3600, score.stillSeconds)
        latencyMedian = Self.percentile(50, of: score.latencies)
        latencyP95 = Self.percentile(95, of: score.latencies)
        coverage = ratio(score.coveredSeconds, score.movingSeconds)
        excess = ratio(score.excessSeconds, score.stillSeconds)
        own = score.ownLatencies.count
        ownMedian = Self.percentile(50, of: score.ownLatencies)
        ownP95 = Self.percentile(95, of: score.ownLatencies)
        clean = score.cleanStretches
        stretches = score.stretches
    }

    /// Where nothing was found, or nothing true raised, it is the recall.
    private static func harmonicMean(_ recall: Double?, _ precision: Double?) -> Double? {
        guard let recall, let precision, recall > 0, precision > 0 else { return recall }
        return 2 * recall * precision / (recall + precision)
    }

    /// - Source: the nearest rank.
    private static func percentile(_ percent: Int, of values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let rank = (percent * values.count + 99) / 100
        return values.sorted()[max(0, rank - 1)]
    }
}
