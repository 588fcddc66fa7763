/// How often something took how long, by fixed bounds.
///
/// To observe is two relaxed additions, so that it may stand in the way of every picture.
package final class Histogram: Sendable {
    /// - Units: seconds, ascending.
    private let bounds: [Double]
    /// One for each bound, and one for what is beyond the last.
    private let counts: [Counter]
    private let nanoseconds = Counter()

    package init(_ bounds: [Double]) {
        self.bounds = bounds
        counts = (0...bounds.count).map { _ in Counter() }
    }

    /// Counts what took so many seconds; less than none, by a clock that was set back, is none.
    package func observe(_ seconds: Double) {
        let time = min(max(seconds, 0), 1e6)
        counts[bounds.firstIndex { time <= $0 } ?? bounds.count].add()
        nanoseconds.add(Int(time * 1e9))
    }

    package var reading: Reading {
        Reading(
            bounds: bounds,
            counts: counts.map(\.value),
            sum: Double(nanoseconds.value) / 1e9
        )
    }

    /// What was counted up to a moment.
    package struct Reading: Sendable, Hashable {
        package var bounds: [Double]
        /// Of each bound those above the one before; last, those beyond all.
        package var counts: [Int]
        /// - Units: seconds.
        package var sum: Double

        package init(bounds: [Double], counts: [Int], sum: Double) {
            self.bounds = bounds
            self.counts = counts
            self.sum = sum
        }

        /// Several histograms with the same bounds as one.
        package static func total(of all: [Reading]) -> Reading? {
            guard var total = all.first else { return nil }
            for reading in all.dropFirst() {
                total.sum += reading.sum
                for index in total.counts.indices { total.counts[index] += reading.counts[index] }
            }
            return total
        }
    }
}

extension Histogram {
    /// For what a person or another machine waits for: 1 ms to 10 s.
    package static var ofWaiting: Histogram {
        Histogram([
            0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
        ])
    }

    /// For what a processor does: 0.1 ms to 0.25 s.
    package static var ofWork: Histogram {
        Histogram([
            0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
        ])
    }
}
