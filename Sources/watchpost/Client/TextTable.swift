/// Rows under headings, aligned for people: wide characters count two columns.
package struct TextTable: Sendable {
    private var rows: [[String]]
    private let gap: String
    private let yielding: Yielding?

    /// A column that is made narrower where the first `kept` columns would not fit.
    package struct Yielding: Sendable {
        var column: Int
        var kept: Int

        package init(column: Int, kept: Int) {
            self.column = column
            self.kept = kept
        }

        static let least = 5
    }

    package init(_ headings: [String], gap: Int = 2, yielding: Yielding? = nil) {
        rows = [headings]
        self.gap = String(repeating: " ", count: gap)
        self.yielding = yielding
    }

    package mutating func append(_ row: [String]) {
        rows.append(row.map(\.onOneLine))
    }

    /// The lines, headings first; the last column is cut where a width is given and too small.
    package func lines(width: Int?) -> [String] {
        let widths = widths(within: width)
        return rows.map { row in
            let cells = row.enumerated().map { column, text in
                column == row.count - 1 ? text : DisplayWidth.cell(text, widths[column])
            }
            guard let width else { return cells.joined(separator: gap) }
            let head = cells.dropLast().joined(separator: gap)
            // A mark that more follows would take the place of a digit.
            let isFull = cells.count > 1 && width - DisplayWidth.of(head) - gap.count < 2
            return DisplayWidth.fit(isFull ? head : cells.joined(separator: gap), to: width)
        }
    }

    private func widths(within width: Int?) -> [Int] {
        let columns = rows.map(\.count).max() ?? 0
        var widths = (0..<columns).map { column in
            rows.map { column < $0.count ? DisplayWidth.of($0[column]) : 0 }.max() ?? 0
        }
        guard let width, let yielding else { return widths }
        let kept = widths.prefix(yielding.kept).reduce(0, +) + gap.count * (yielding.kept - 1)
        let narrower = widths[yielding.column] - max(0, kept - width)
        widths[yielding.column] = max(
            min(widths[yielding.column], Yielding.least),
            narrower
        )
        return widths
    }
}
