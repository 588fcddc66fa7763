package import Episodes

/// An evaluation as JSON, with the members of `score.py`: a figure that there is none of is null.
package struct EvaluationDocument: Encodable, Sendable {
    /// By name, and of all together as `TOTAL`.
    let clips: [String: Figures]

    /// - Parameter scores: by the clips' names.
    package init(_ scores: [String: ClipScore]) {
        var clips = scores.mapValues { Figures(figures: ScoreFigures($0)) }
        clips["TOTAL"] = Figures(figures: Self.total(scores))
        self.clips = clips
    }

    /// The figures of all clips together.
    package static func total(_ scores: [String: ClipScore]) -> ScoreFigures {
        ScoreFigures(scores.sorted { $0.key < $1.key }.map(\.value).reduce(ClipScore(), +))
    }

    struct Figures: Encodable, Sendable {
        let figures: ScoreFigures

        private enum Member: String, CodingKey {
            case intervals, found, recall, episodes, unscored
            case falseAlarms = "false"
            case falseByKind = "false_by_kind"
            case precision, f1
            case falsePerHour = "false_per_hour"
            case latencyMedian = "latency_median"
            case latencyP95 = "latency_p95"
            case coverage, excess, own
            case ownMedian = "own_median"
            case ownP95 = "own_p95"
            case clean
        }

        func encode(to encoder: any Encoder) throws {
            var json = encoder.container(keyedBy: Member.self)
            try json.encode(figures.intervals, forKey: .intervals)
            try json.encode(figures.found, forKey: .found)
            try json.encode(figures.recall, forKey: .recall)
            try json.encode(figures.episodes, forKey: .episodes)
            try json.encode(figures.unscored, forKey: .unscored)
            try json.encode(figures.falseAlarms, forKey: .falseAlarms)
            let kinds = ClipScore.FalseKind.allCases.map { kind in
                (kind.rawValue, figures.falseByKind[kind] ?? 0)
            }
            try json.encode(Dictionary(uniqueKeysWithValues: kinds), forKey: .falseByKind)
            try json.encode(figures.precision, forKey: .precision)
            try json.encode(figures.f1, forKey: .f1)
            try json.encode(figures.falsePerHour, forKey: .falsePerHour)
            try json.encode(figures.latencyMedian, forKey: .latencyMedian)
            try json.encode(figures.latencyP95, forKey: .latencyP95)
            try json.encode(figures.coverage, forKey: .coverage)
            try json.encode(figures.excess, forKey: .excess)
            try json.encode(figures.own, forKey: .own)
            try json.encode(figures.ownMedian, forKey: .ownMedian)
            try json.encode(figures.ownP95, forKey: .ownP95)
            try json.encode("\(figures.clean)/\(figures.stretches)", forKey: .clean)
        }
    }
}
