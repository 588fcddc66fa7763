/// Lines of equal length under a header, for spreadsheets.
///
/// - Source: RFC 4180.
struct CSVTable {
    private(set) var text = ""

    init(header: [String]) { add(header) }

    mutating func add(_ fields: [String]) {
        text += fields.map(Self.quoted).joined(separator: ",") + "\r\n"
    }

    private static func quoted(_ field: String) -> String {
        let marks: [Unicode.Scalar] = [",", "\"", "\r", "\n"]
        guard field.unicodeScalars.contains(where: marks.contains) else { return field }
        var text = "\""
        for scalar in field.unicodeScalars {
            if scalar == "\"" { text += "\"" }
            text.unicodeScalars.append(scalar)
        }
        return text + "\""
    }
}

/// A figure as a field; empty where there is none.
func field(_ figure: (some CustomStringConvertible)?) -> String { figure?.description ?? "" }
