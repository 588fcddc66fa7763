/// Rows under headings, aligned for people: wide characters count two columns.
package struct TextTable: Sendable {
    private var rows: [[String]]
    private let gap: String
    private let yielding: [Int]

    /// How narrow a column that yields may become.
    private static let least = 5

    /// - Parameter yielding: the columns that are made narrower where a line would not fit, always
    ///   the widest of them; the last one yields too.
    package init(_ headings: [String], gap: Int = 2, yielding: [Int] = []) {
        rows = [headings]
        self.gap = String(repeating: " ", count: gap)
        self.yielding = yielding + [headings.count - 1]
    }

    package mutating func append(_ row: [String]) {
        rows.append(row.map(\.onOneLine))
    }

    /// The lines, headings first; none is wider than the width, where one is given.
    package func lines(width: Int?) -> [String] {
        let widths = widths(within: width)
        return rows.map { row in
            let cells = row.enumerated().map { column, text in
                DisplayWidth.cell(text, widths[column])
            }
            let line = cells.joined(separator: gap).trimmingSuffix()
            return width.map { DisplayWidth.fit(line, to: $0) } ?? line
        }
    }

    private func widths(within width: Int?) -> [Int] {
        let columns = rows.map(\.count).max() ?? 0
        var widths = (0..<columns).map { column in
            rows.map { column < $0.count ? DisplayWidth.of($0[column]) : 0 }.max() ?? 0
        }
        guard let width else { return widths }
        var excess = widths.reduce(0, +) + gap.count * max(0, columns - 1) - width
        while excess > 0,
            let widest = yielding.filter({ widths[$0] > Self.least })
                .max(by: { widths[$0] < widths[$1] })
        {
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }
}
