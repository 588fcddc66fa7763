import Domain

/// Which pixels of a row an outline covers.
enum PolygonRows {
    /// The stretches of a row that lie inside the outline, by the even-odd rule, or touch its edge.
    ///
    /// - Units: pixels; `row` counts from the top.
    static func spans(of outline: Polygon, row: Int, _ width: Int, _ height: Int) -> [Range<Int>] {
        let corners = outline.points.map { ($0.x * Double(width), $0.y * Double(height)) }
        let (top, bottom) = (Double(row), Double(row + 1))
        var spans: [Range<Int>] = []
        var crossings: [Double] = []
        for (index, end) in corners.enumerated() {
            let start = corners[(index + corners.count - 1) % corners.count]
            if let touched = edge(from: start, to: end, within: top..<bottom) {
                append(touched.lowerBound, touched.upperBound, width, to: &spans)
            }
            let middle = top + 0.5
            if (start.1 > middle) != (end.1 > middle) {
                let share = (middle - start.1) / (end.1 - start.1)
                crossings.append(start.0 + share * (end.0 - start.0))
            }
        }
        crossings.sort()
        for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
            append(crossings[pair], crossings[pair + 1], width, to: &spans)
        }
        return spans
    }

    /// How far an edge reaches from left to right within a row.
    private static func edge(
        from start: (Double, Double),
        to end: (Double, Double),
        within row: Range<Double>
    ) -> ClosedRange<Double>? {
        let (high, low) = start.1 < end.1 ? (start, end) : (end, start)
        guard high.1 < row.upperBound, low.1 >= row.lowerBound else { return nil }
        guard high.1 < low.1 else { return min(high.0, low.0)...max(high.0, low.0) }
        func x(at y: Double) -> Double {
            let share = (min(max(y, high.1), low.1) - high.1) / (low.1 - high.1)
            return high.0 + share * (low.0 - high.0)
        }
        let (a, b) = (x(at: row.lowerBound), x(at: row.upperBound))
        return min(a, b)...max(a, b)
    }

    private static func append(
        _ left: Double,
        _ right: Double,
        _ width: Int,
        to spans: inout [Range<Int>]
    ) {
        // Compared before it is made whole, for a corner may lie anywhere.
        guard right >= 0, left < Double(width) else { return }
        let first = Int(max(left, 0))
        let last = Int(min(right, Double(width - 1)))
        spans.append(first..<(last + 1))
    }
}
