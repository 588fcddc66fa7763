/// What stands at one place of a YAML or JSON file, with its line.
struct YAMLValue {
    /// Counted from 1.
    let line: Int
    let content: Content
    /// Whether it comes from JSON, where a plain scalar is never a text.
    var isTyped = false

    indirect enum Content {
        case scalar(String, isPlain: Bool)
        case list([YAMLValue])
        case mapping([Entry])
    }

    struct Entry {
        let key: String
        let line: Int
        let value: YAMLValue
    }

    /// Whether nothing is said: no value, `~` or `null`.
    var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// What it is, without saying what it holds.
    var kindInWords: String {
        switch content {
        case .scalar: isNull ? "empty" : "text"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }

    /// What it is and, of a scalar, its text.
    var inWords: String {
        guard case .scalar(let text, let isPlain) = content, !isNull else { return kindInWords }
        return isPlain ? shown(text) : "the text \(shown(text))"
    }
}

/// A text from a file as it may stand in a message: in quotes, shortened, without control codes.
///
/// What looks like a URL or an address with an @ is not shown at all: it may hold a password.
func shown(_ text: String) -> String {
    guard !text.contains("@"), !text.contains("://") else { return "'…' (not shown)" }
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(60) {
        scalars.append(isControl(scalar) ? "\u{FFFD}" : scalar)
    }
    return "'\(String(scalars))\(text.unicodeScalars.count > 60 ? "…" : "")'"
}

/// Whether a terminal could take the character for an order, or YAML has no place for it.
func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: scalar.properties.isNoncharacterCodePoint
    }
}
