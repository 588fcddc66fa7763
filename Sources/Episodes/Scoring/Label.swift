/// A stretch of a recording's time.
///
/// - Units: seconds from its first picture.
package struct Span: Sendable, Hashable {
    package var start: Double
    package var end: Double

    package init(_ start: Double, _ end: Double) {
        self.start = start
        self.end = end
    }

    var length: Double { end - start }

    /// Seconds that both share, the other one widened at both ends; negative where they lie apart.
    func overlap(with other: Span, widenedBy margin: Double = 0) -> Double {
        min(end, other.end + margin) - max(start, other.start - margin)
    }
}

extension [Span] {
    /// The same time without overlaps, so that none is counted twice; in order.
    var merged: [Span] {
        sorted { ($0.start, $0.end) < ($1.start, $1.end) }.reduce(into: []) { merged, span in
            if let last = merged.last, span.start <= last.end {
                merged[merged.count - 1].end = Swift.max(last.end, span.end)
            } else {
                merged.append(span)
            }
        }
    }

    /// Seconds that two lists share, each without overlaps.
    func shared(with others: [Span]) -> Double {
        reduce(0) { sum, span in
            others.reduce(sum) { $0 + Swift.max(0, span.overlap(with: $1)) }
        }
    }
}

/// What is known to happen in a stretch of a recording.
package struct Label: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case motion, quiet, lighting
        case cameraMode = "camera_mode"
        case nuisance
        /// Not scored.
        case uncertain
    }

    package var span: Span
    package var kind: Kind

    package init(_ span: Span, _ kind: Kind) {
        self.span = span
        self.kind = kind
    }
}

/// An episode that was found, to be held against labels.
package struct FoundEpisode: Sendable, Hashable {
    package var span: Span
    /// When the alert went out.
    package var raised: Double

    package init(_ span: Span, raised: Double) {
        self.span = span
        self.raised = raised
    }
}
