/// A camera as a camera file has it, on its way to a node that reads and checks it.
package struct CameraForm: Sendable {
    package let json: JSONForm
    /// The path of the file that it comes from.
    package let file: String
    private let lines: [String: Int]
    private let first: Int

    /// The cameras of a file; what is no camera file at all is among the mistakes.
    package static func read(_ path: String) -> (forms: [CameraForm], mistakes: [Mistake]) {
        var findings = Findings(file: path)
        var forms: [CameraForm] = []
        if let document = FileSource.document(path, "cameras", &findings),
            let fields = Fields(document, "a camera file", keys: ["cameras"], &findings),
            let list = fields.required("cameras", "a list of cameras", &findings)?
                .list("a list of cameras", &findings)
        {
            forms = list.map { CameraForm($0.value, file: path) }
        }
        return (forms, findings.inOrder)
    }

    private init(_ value: YAMLValue, file: String) {
        var lines: [String: Int] = [:]
        json = JSONForm(value, key: "", at: "", &lines)
        self.lines = lines
        self.file = file
        first = value.line
    }

    /// The line of a field such as `zones[0].points`, or of what it is missing from.
    package func line(of field: String?) -> Int {
        var path = Substring(field ?? "")
        while !path.isEmpty {
            if let line = lines[String(path)] { return line }
            path = path[..<(path.lastIndex { $0 == "." || $0 == "[" } ?? path.startIndex)]
        }
        return first
    }
}

/// JSON as a request bears it.
package indirect enum JSONForm: Sendable, Encodable {
    case text(String)
    case number(Double)
    case null
    case list([JSONForm])
    case mapping([String: JSONForm])

    /// The keys whose values are numbers; every other scalar is a text, whatever it looks like.
    private static let numeric: Set = [
        "position", "sensitivity", "points", "line", "seconds", "priority",
    ]

    init(_ value: YAMLValue, key: String, at path: String, _ lines: inout [String: Int]) {
        if lines[path] == nil { lines[path] = value.line }
        switch value.content {
        case .scalar where value.isNull: self = .null
        case .scalar(let text, isPlain: true) where Self.numeric.contains(key):
            self = Double(text).map { .number($0) } ?? .text(text)
        case .scalar(let text, _): self = .text(text)
        case .list(let items):
            self = .list(
                items.enumerated().map {
                    JSONForm($1, key: key, at: "\(path)[\($0)]", &lines)
                }
            )
        case .mapping(let entries):
            var members: [String: JSONForm] = [:]
            for entry in entries {
                let place = path.isEmpty ? entry.key : "\(path).\(entry.key)"
                lines[place] = entry.line
                members[entry.key] = JSONForm(entry.value, key: entry.key, at: place, &lines)
            }
            self = .mapping(members)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .null: try container.encodeNil()
        case .list(let items): try container.encode(items)
        case .mapping(let members): try container.encode(members)
        }
    }

    /// What a mapping says under a key.
    package subscript(_ key: String) -> String? {
        guard case .mapping(let members) = self, case .text(let text)? = members[key] else {
            return nil
        }
        return text
    }
}
