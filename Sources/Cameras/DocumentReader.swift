import Foundation
import Yams

/// Reads one YAML or JSON file into values that know their lines.
struct DocumentReader {
    /// What the file is written in, for messages.
    var language = "YAML"
    /// A file that says nothing is a mapping without keys.
    var mayBeEmpty = false

    /// The file's whole content, or `nil` and the reason among the findings.
    ///
    /// JSON is read as the YAML that it is, so that its mistakes have lines too.
    func read(_ data: Data, _ findings: inout Findings) -> YAMLValue? {
        var bytes = [UInt8](data)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let good = String(decoding: bytes, as: UTF8.self)
                .prefix { $0 != "\u{FFFD}" }.unicodeScalars.count { $0 == "\n" }
            findings.mistake(good + 1, "is not UTF-8; save the file in that encoding")
            return nil
        }
        var scan = AnchorScan(bytes)
        if let line = scan.firstLine() {
            findings.mistake(
                line,
                "has an anchor or alias (&name, *name); write the value out, or quote the text"
            )
            return nil
        }
        return parse(text, &findings)
    }

    /// A key that the parser refused as given twice, renamed so that it can go on.
    private struct Renamed {
        static let mark: Unicode.Scalar = "\u{E000}"
        var keys: [String] = []

        mutating func add(_ key: String) -> String {
            keys.append(key)
            return "\(Self.mark)\(keys.count - 1)"
        }

        func original(_ key: String) -> String {
            guard key.unicodeScalars.first == Self.mark, let index = Int(key.dropFirst()),
                keys.indices.contains(index)
            else { return key }
            return keys[index]
        }
    }

    private func parse(_ source: String, _ findings: inout Findings) -> YAMLValue? {
        var text = source
        var renamed = Renamed()
        while true {
            do {
                guard
                    let root = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
                        .singleRoot()
                else {
                    return empty(&findings)
                }
                var budget = FileLimits.values
                guard let value = Self.convert(root, renamed, &budget) else {
                    findings.mistake(
                        1,
                        "holds more than \(FileLimits.values) values; split it into several files"
                    )
                    return nil
                }
                return value.isNull ? empty(&findings) : value
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                // The parser stops at the first; rename that one and the rest is read as well.
                guard renamed.keys.count < FileLimits.repeatedKeys, let key = keys.first,
                    let next = Self.rename(key, at: context.mark, in: text, to: renamed.add(key))
                else {
                    findings.mistake(context.mark.line, "a key is given twice in one mapping")
                    return nil
                }
                text = next
            } catch {
                report(error, text, &findings)
                return nil
            }
        }
    }

    private func empty(_ findings: inout Findings) -> YAMLValue? {
        if mayBeEmpty { return YAMLValue(line: 1, content: .mapping([])) }
        findings.mistake(1, "is empty")
        return nil
    }

    /// - Returns: `nil` where the budget of values is used up.
    private static func convert(
        _ node: Node,
        _ renamed: Renamed,
        _ budget: inout Int
    ) -> YAMLValue? {
        budget -= 1
        guard budget >= 0 else { return nil }
        let line = node.mark?.line ?? 1
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain
            return YAMLValue(line: line, content: .scalar(scalar.string, isPlain: isPlain))
        case .alias:
            return YAMLValue(line: line, content: .scalar("", isPlain: true))
        case .sequence(let nodes):
            var list: [YAMLValue] = []
            for node in nodes {
                guard let value = convert(node, renamed, &budget) else { return nil }
                list.append(value)
            }
            return YAMLValue(line: line, content: .list(list))
        case .mapping(let pairs):
            var entries: [YAMLValue.Entry] = []
            for (keyNode, valueNode) in pairs {
                guard let value = convert(valueNode, renamed, &budget) else { return nil }
                let key = keyNode.scalar.map { renamed.original($0.string) } ?? "?"
                let keyLine = keyNode.mark?.line ?? value.line
                entries.append(YAMLValue.Entry(key: key, line: keyLine, value: value))
            }
            return YAMLValue(line: line, content: .mapping(entries))
        }
    }

    /// The text with another key at the mark, or `nil` where the key is not spelled there as it reads.
    private static func rename(
        _ key: String,
        at mark: Mark,
        in text: String,
        to newKey: String
    ) -> String? {
        var scalars = Array(text.unicodeScalars)
        var start = 0
        for _ in 1..<max(1, mark.line) {
            guard let end = scalars[start...].firstIndex(of: "\n") else { return nil }
            start = end + 1
        }
        start += mark.column - 1
        if start < scalars.count, scalars[start] == "\"" || scalars[start] == "'" { start += 1 }
        let old = Array(key.unicodeScalars)
        guard start + old.count <= scalars.count,
            scalars[start..<start + old.count].elementsEqual(old)
        else { return nil }
        scalars.replaceSubrange(start..<start + old.count, with: Array(newKey.unicodeScalars))
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// Says what the parser found, without quoting the line, which may hold a secret.
    private func report(_ error: any Error, _ text: String, _ findings: inout Findings) {
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _),
            YamlError.composer(let context, let problem, let mark, _):
            if problem.contains("another document") {
                findings.mistake(mark.line, "holds a second document (---); expected one a file")
                return
            }
            // libyaml notices an unclosed quote or bracket where the file ends; where it was opened
            // is what helps.
            let opened = context.flatMap { $0.mark.line < mark.line ? $0 : nil }
            let since = opened.map { " (\($0.text) begun in line \($0.mark.line))" } ?? ""
            findings.mistake(
                mark.line,
                "is malformed \(language): \(problem)\(since); check indentation, quotes, brackets"
            )
        case YamlError.reader(let problem, let offset, _, _):
            let head = offset.map { text.prefix($0).unicodeScalars.count { $0 == "\n" } } ?? 0
            findings.mistake(head + 1, "is malformed \(language): \(problem)")
        default:
            findings.mistake(1, "cannot be read as \(language)")
        }
    }
}
