/// Figures in Prometheus's text format.
///
/// - Source: https://prometheus.io/docs/instrumenting/exposition_formats/
package struct MetricsPage: Sendable {
    package private(set) var text = ""

    package init() {}

    package enum Kind: String, Sendable {
        case counter, gauge
    }

    /// Adds a figure; each series is its labels and its value.
    package mutating func add(
        _ name: String,
        _ kind: Kind,
        help: String,
        _ series: [([(String, String)], Double)]
    ) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
        for (labels, value) in series {
            let marks = labels.map { "\($0.0)=\(CloudEvent.quoted($0.1))" }.joined(separator: ",")
            text += "\(name)\(marks.isEmpty ? "" : "{\(marks)}") \(Self.number(value))\n"
        }
    }

    package mutating func add(
        _ name: String, _ kind: Kind, help: String, _ value: some BinaryInteger
    ) {
        add(name, kind, help: help, [([], Double(value))])
    }

    private static func number(_ value: Double) -> String {
        Double(Int64(exactly: value) ?? .min) == value ? "\(Int64(value))" : "\(value)"
    }
}
