/// Figures in Prometheus's text format.
///
/// - Source: https://prometheus.io/docs/instrumenting/exposition_formats/
package struct MetricsPage: Sendable {
    package private(set) var text = ""

    package init() {}

    package enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    /// What tells the series of a figure apart.
    package typealias Labels = [(name: String, value: String)]

    /// Adds a figure; each series is its labels and its value.
    package mutating func add(
        _ name: String,
        _ kind: Kind,
        help: String,
        _ series: [(Labels, Double)]
    ) {
        head(name, kind, help)
        for (labels, value) in series { sample(name, labels, value) }
    }

    package mutating func add(
        _ name: String, _ kind: Kind, help: String, _ value: some BinaryInteger
    ) {
        add(name, kind, help: help, [([], Double(value))])
    }

    /// Adds histograms, a series of buckets each.
    package mutating func add(
        _ name: String,
        help: String,
        _ series: [(Labels, Histogram.Reading)]
    ) {
        head(name, .histogram, help)
        for (labels, reading) in series {
            var count = 0
            for (index, more) in reading.counts.enumerated() {
                count += more
                let bound = index < reading.bounds.count ? "\(reading.bounds[index])" : "+Inf"
                sample("\(name)_bucket", labels + [("le", bound)], Double(count))
            }
            sample("\(name)_sum", labels, reading.sum)
            sample("\(name)_count", labels, Double(count))
        }
    }

    package mutating func add(_ name: String, help: String, _ reading: Histogram.Reading?) {
        add(name, help: help, reading.map { [([], $0)] } ?? [])
    }

    private mutating func head(_ name: String, _ kind: Kind, _ help: String) {
        let words = help.map { ["\\": "\\\\", "\n": "\\n"][$0] ?? String($0) }.joined()
        text += "# HELP \(name) \(words)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    private mutating func sample(_ name: String, _ labels: Labels, _ value: Double) {
        let marks = labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
        text += "\(name)\(marks.isEmpty ? "" : "{\(marks.joined(separator: ","))}") "
        text += "\(Self.number(value))\n"
    }

    private static func escaped(_ value: String) -> String {
        value.map { ["\\": "\\\\", "\"": "\\\"", "\n": "\\n"][$0] ?? String($0) }.joined()
    }

    private static func number(_ value: Double) -> String {
        if let whole = Int64(exactly: value) { return "\(whole)" }
        return value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Inf" : "+Inf") : "\(value)"
    }
}
