/// Text with places to fill in: `Session: {session};timeout={timeout}`.
enum Template {
    /// - Returns: `nil` where a value is missing.
    static func filled(_ text: String, _ values: [String: String]) -> String? {
        var result = ""
        var rest = Substring(text)
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: start)..<end])
            guard let value = values[name] else { return nil }
            result += rest[..<start] + value
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    /// The lines whose values are all there.
    static func lines(_ texts: [String], _ values: [String: String]) -> [String] {
        texts.compactMap { filled($0, values) }
    }
}
