/// Rows under headings, aligned for people: wide characters count two columns.
package struct TextTable: Sendable {
    private var rows: [[String]]

    package init(_ headings: [String]) {
        rows = [headings]
    }

    package mutating func append(_ row: [String]) {
        rows.append(row.map(\.onOneLine))
    }

    /// The lines, headings first; the last column is cut where a width is given and too small.
    package func lines(width: Int?) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { column < $0.count ? DisplayWidth.of($0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, text in
                column == row.count - 1 ? text : DisplayWidth.pad(text, to: widths[column])
            }
            let line = cells.joined(separator: "  ")
            return width.map { DisplayWidth.fit(line, to: $0) } ?? line
        }
    }
}
