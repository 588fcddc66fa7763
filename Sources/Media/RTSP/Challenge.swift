/// What a camera wants to see before it lets someone in.
///
/// - Source: RFC 7235 4.1, RFC 2617, RFC 7616.
package struct Challenge: Equatable {
    /// In lower case: `basic`, `digest`, or another.
    package let scheme: String
    /// Values as they stand between their quotes; names in lower case.
    package var parameters: [String: String] = [:]

    package subscript(name: String) -> String? { parameters[name] }

    package var isStale: Bool { self["stale"]?.lowercased() == "true" }

    /// Reads a `WWW-Authenticate`, which may hold several.
    package static func read(_ value: String) -> [Challenge] {
        var result: [Challenge] = []
        for item in items(of: value) {
            let equals = item.firstIndex(of: "=")
            let name = Lines.trimmed(item[..<(equals ?? item.endIndex)])
            var key = name
            if equals == nil || name.contains(where: \.isWhitespace) {
                let end = name.firstIndex(where: \.isWhitespace) ?? name.endIndex
                result.append(Challenge(scheme: name[..<end].lowercased()))
                key = Lines.trimmed(name[end...])
            }
            guard let equals, !key.isEmpty, !result.isEmpty else { continue }
            let given = Lines.trimmed(item[item.index(after: equals)...])
            result[result.count - 1].parameters[key.lowercased()] = unquoted(given)
        }
        return result
    }

    /// Splits at the commas outside of quotes.
    private static func items(of value: String) -> [Substring] {
        var items: [Substring] = []
        var start = value.startIndex
        var isQuoted = false
        var isEscaped = false
        for index in value.indices {
            let character = value[index]
            if character == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = isQuoted && character == "\\" && !isEscaped
            if character == ",", !isQuoted {
                items.append(value[start..<index])
                start = value.index(after: index)
            }
        }
        items.append(value[start...])
        return items.filter { !Lines.trimmed($0).isEmpty }
    }

    private static func unquoted(_ text: Substring) -> String {
        guard text.first == "\"" else { return String(text) }
        let rest = text.dropFirst()
        return String(rest.last == "\"" ? rest.dropLast() : rest)
    }
}
