import Domain

/// A mapping that is read key by key.
struct Fields {
    /// The mapping's first line.
    let line: Int
    /// What it describes, for messages: `camera`, `zone 'kerb'`.
    let what: String
    private let entries: [YAMLValue.Entry]

    /// Says every key that is unknown or given twice.
    ///
    /// - Parameter keys: `nil` where any name may be a key.
    /// - Parameter isSecret: no part of an unknown key may be shown.
    init?(
        _ value: YAMLValue,
        _ what: String,
        keys: [String]?,
        isSecret: Bool = false,
        _ findings: inout Findings
    ) {
        guard case .mapping(let entries) = value.content else {
            let example = keys?.first.map { " such as '\($0):'" } ?? ""
            findings.mistake(
                value.line,
                "\(what) is \(value.kindInWords); expected a mapping with keys\(example)"
            )
            return nil
        }
        line = value.line
        self.what = what
        var first: [String: YAMLValue.Entry] = [:]
        for entry in entries {
            if let other = first[entry.key] {
                let key = isSecret ? "a key" : "key \(shown(entry.key))"
                findings.mistake(
                    entry.line, "\(key) is given twice in one mapping; first in line \(other.line)"
                )
                continue
            }
            first[entry.key] = entry
            guard let keys, !keys.contains(entry.key) else { continue }
            let name = isSecret ? "unknown key (not shown)" : "unknown key \(shown(entry.key))"
            let hint = suggestion(for: entry.key, among: keys)
            findings.mistake(entry.line, "\(name)\(hint)")
        }
        self.entries = first.values.sorted { $0.line < $1.line }
    }

    /// Every key with its value, in the file's order.
    var all: [Field] { entries.map { Field(name: $0.key, line: $0.line, value: $0.value) } }

    /// The key's value; `nil` where there is none, or it is empty, which is said.
    func optional(_ key: String, _ findings: inout Findings) -> Field? {
        guard let entry = entries.first(where: { $0.key == key }) else { return nil }
        guard !entry.value.isNull else {
            findings.mistake(entry.line, "'\(key)' is empty; give it a value or leave the key out")
            return nil
        }
        return Field(name: key, line: entry.line, value: entry.value)
    }

    /// As `optional`, and its absence is said.
    func required(_ key: String, _ expected: String, _ findings: inout Findings) -> Field? {
        guard let entry = entries.first(where: { $0.key == key }) else {
            findings.mistake(line, "\(what) has no '\(key)'; expected \(expected)", key: key)
            return nil
        }
        guard !entry.value.isNull else {
            findings.mistake(entry.line, "'\(key)' is empty; expected \(expected)")
            return nil
        }
        return Field(name: key, line: entry.line, value: entry.value)
    }

    func has(_ key: String) -> Bool { entries.contains { $0.key == key } }
}

/// A key's value, and how it is turned into what is expected; what does not fit is said.
struct Field {
    let name: String
    let line: Int
    let value: YAMLValue

    /// Text of any sort, which messages do not quote.
    func text(_ findings: inout Findings) -> String? {
        guard case .scalar(let text, let isPlain) = value.content, !(isPlain && value.isTyped)
        else { return refuse("text", &findings) }
        guard !text.allSatisfy(\.isWhitespace) else {
            findings.mistake(value.line, "'\(name)' is empty; expected text")
            return nil
        }
        guard !text.unicodeScalars.contains(where: isControl) else {
            findings.mistake(value.line, "'\(name)' holds control characters; expected plain text")
            return nil
        }
        return text
    }

    /// A name that people read.
    func title(_ findings: inout Findings) -> String? {
        guard let text = text(&findings) else { return nil }
        guard text.count <= FileLimits.nameLength else {
            findings.mistake(
                value.line, "'\(name)' is longer than \(FileLimits.nameLength) characters"
            )
            return nil
        }
        return text
    }

    /// `[a-z0-9-]{1,64}`.
    func identifier(_ expected: String, _ findings: inout Findings) -> String? {
        guard let text = text(&findings) else { return nil }
        guard isIdentifier(text) else {
            findings.mistake(value.line, "'\(name)' is \(value.inWords); expected \(expected)")
            return nil
        }
        return text
    }

    func number(in range: ClosedRange<Double>, _ unit: String, _ findings: inout Findings)
        -> Double?
    {
        let expected =
            "a number from \(plain(range.lowerBound)) to \(plain(range.upperBound))\(unit)"
        guard case .scalar(let text, isPlain: true) = value.content,
            text.allSatisfy({ "+-.0123456789eE".contains($0) }), let number = Double(text),
            range.contains(number)
        else { return refuse(expected, &findings) }
        return number
    }

    func whole(in range: ClosedRange<Int>, _ meaning: String, _ findings: inout Findings) -> Int? {
        guard case .scalar(let text, isPlain: true) = value.content, let number = Int(text),
            range.contains(number)
        else {
            return refuse(
                "a whole number from \(range.lowerBound) to \(range.upperBound)\(meaning)",
                &findings
            )
        }
        return number
    }

    /// One of a few words.
    func choice<Choice>(
        _ choices: [(word: String, meaning: Choice)],
        _ findings: inout Findings
    ) -> Choice? {
        let words = choices.map(\.word)
        guard case .scalar(let text, _) = value.content else {
            return refuse(alternatives(words), &findings)
        }
        if let found = choices.first(where: { $0.word == text }) { return found.meaning }
        let near = nearest(text, among: words).map { "; did you mean '\($0)'?" } ?? ""
        return refuse("\(alternatives(words))\(near)", &findings)
    }

    /// The list's elements, each a field of the same name.
    func list(_ expected: String, _ findings: inout Findings) -> [Field]? {
        guard case .list(let values) = value.content else { return refuse(expected, &findings) }
        return values.map { Field(name: name, line: $0.line, value: $0) }
    }

    func refuse<Value>(_ expected: String, _ findings: inout Findings) -> Value? {
        findings.mistake(value.line, "'\(name)' is \(value.inWords); expected \(expected)")
        return nil
    }
}

func isIdentifier(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
        && text.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
}

/// A number as people write it: `60`, not `60.0`.
func plain(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
}
