/// A line of a table of labels that cannot be read.
package struct LabelMistake: Error, Sendable, Hashable {
    /// Counted from 1.
    package let line: Int
    package let message: String
}

extension [Label] {
    /// Reads a table with the columns `start_s`, `end_s` and `kind`, in any order among others.
    ///
    /// - Parameter csv: commas between fields, quotes around those that hold commas or quotes; a header.
    /// - Throws: `LabelMistake`, for the first line that cannot be read.
    package init(csv: String) throws(LabelMistake) {
        var header: [String]?
        self = []
        for (index, line) in csv.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        )
        .enumerated() where !line.allSatisfy(\.isWhitespace) {
            let number = index + 1
            let fields = try Self.fields(of: line, number)
            guard let names = header else {
                let missing = ["start_s", "end_s", "kind"].filter { !fields.contains($0) }
                guard missing.isEmpty else {
                    throw LabelMistake(
                        line: number,
                        message:
                            "no column \(missing.joined(separator: ", ")); the first line names "
                            + "start_s, end_s and kind"
                    )
                }
                header = fields
                continue
            }
            append(try Self.label(Dictionary(zip(names, fields)) { $1 }, number))
        }
        if header == nil { throw LabelMistake(line: 1, message: "the table is empty") }
    }

    private static func label(
        _ row: [String: String],
        _ line: Int
    ) throws(LabelMistake) -> Label {
        func seconds(_ name: String) throws(LabelMistake) -> Double {
            let text = row[name] ?? ""
            if let value = Double(text), value.isFinite, value >= 0 { return value }
            throw LabelMistake(line: line, message: "\(name) '\(text)' is no number of seconds")
        }
        let span = Span(try seconds("start_s"), try seconds("end_s"))
        guard span.end >= span.start else {
            throw LabelMistake(
                line: line, message: "it ends at \(span.end) s, before it starts at \(span.start) s"
            )
        }
        guard let kind = Label.Kind(rawValue: row["kind"] ?? "") else {
            let kinds = Label.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw LabelMistake(
                line: line, message: "unknown kind '\(row["kind"] ?? "")'; there are \(kinds)"
            )
        }
        return Label(span, kind)
    }

    private static func fields(
        of line: Substring,
        _ number: Int
    ) throws(LabelMistake) -> [String] {
        var fields = [""]
        var isQuoted = false
        var wasQuote = false
        for character in line {
            switch character {
            case "\"":
                // Two quotes within a quoted field are one.
                if wasQuote { fields[fields.count - 1].append("\"") }
                wasQuote = isQuoted
                isQuoted.toggle()
                continue
            case "," where !isQuoted: fields.append("")
            default: fields[fields.count - 1].append(character)
            }
            wasQuote = false
        }
        guard !isQuoted else {
            throw LabelMistake(line: number, message: "a quote is not closed on its line")
        }
        return fields
    }
}
