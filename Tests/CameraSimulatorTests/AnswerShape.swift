import Foundation

/// What of an answer is its maker's way: names, their spelling and order, spaces, which fields there
/// are and what form their values have; not the values.
struct AnswerShape: Equatable {
    let head: [String]
    let body: [String]

    /// - Parameter text: An answer, or a session description alone.
    init(_ text: String) {
        let lines = text.components(separatedBy: "\r\n")
        let isAnswer = text.hasPrefix("RTSP/")
        let empty = lines.firstIndex(of: "") ?? lines.endIndex
        head = isAnswer ? [lines[0]] + lines[1..<empty].compactMap(Self.header) : []
        var body = Array(isAnswer ? lines.dropFirst(empty + 1) : lines[...])
        if body.last == "" { body.removeLast() }
        self.body = body.map(Self.line)
    }

    private static func header(_ line: String) -> String? {
        guard let colon = line.firstIndex(of: ":") else { return line }
        let name = line[..<colon]
        let value = line[line.index(after: colon)...]
        let spaces = String(value.prefix { $0 == " " })
        let content = String(value.dropFirst(spaces.count))
        let shape: String
        switch name.lowercased() {
        case "notes", "x-notes": return nil  // Those who collected the answers speak here.
        case "public", "content-type", "cache-control": shape = content
        case "server": shape = "…"
        case "session":
            shape = "…" + digitsAlike(String(content.drop { $0 != ";" }))
        case "transport": shape = content.fields(";").map(transportField).joined(separator: ";")
        case "rtp-info":
            shape = content.fields(",")
                .map { $0.fields(";").map(infoField).joined(separator: ";") }
                .joined(separator: ",")
        case "content-base":
            shape =
                (content.contains("://") ? "whole" : "bare")
                + (content.contains("?") ? " query" : "") + (content.hasSuffix("/") ? " /" : "")
        case "www-authenticate":
            shape = content.split(separator: ",").map { $0.prefix { $0 != "=" } + "=…" }
                .joined(separator: ",")
        default: shape = wordsAlike(content)
        }
        return "\(name):\(spaces)\(shape)"
    }

    private static func transportField(_ field: String) -> String {
        guard let equals = field.firstIndex(of: "=") else { return field }
        let value = field[field.index(after: equals)...]
        let spaces = value.prefix { $0 == " " }
        let rest = value.dropFirst(spaces.count)
        let form = rest.hasPrefix("\"") ? "\"…\"" : rest == "0" ? "0" : "…"
        // How many spaces there are depends on the number behind them.
        return "\(field[..<equals])=\(spaces.isEmpty ? "" : " ")\(form)"
    }

    private static func infoField(_ field: String) -> String {
        guard let equals = field.firstIndex(of: "=") else { return field }
        let value = String(field[field.index(after: equals)...])
        guard field.hasPrefix("url=") else {
            return field[...equals] + (value.hasPrefix("-") ? "negative" : "…")
        }
        return (value.contains("://") ? "url=whole" : "url=relative")
            + value.drop { $0 != "?" }
    }

    private static func line(_ line: String) -> String {
        let content = String(line.dropFirst(2))
        switch line.prefix(2) {
        case "o=":
            let words = content.split(separator: " ")
            return "o=\(words.first == "-" ? "-" : "name") of \(words.count)"
        case "s=", "i=", "u=", "b=":
            return String(line.prefix(2)) + (line.contains(":") ? "AS" : "…")
        case "e=": return content == "NONE" ? line : "e=…"
        case "c=": return line.hasSuffix(" 0.0.0.0") ? line : "c=IN IP4 …"
        case "a=": return "a=" + attribute(content)
        default: return line
        }
    }

    private static func attribute(_ text: String) -> String {
        let name = String(text.prefix { $0 != ":" })
        let value = String(text.dropFirst(name.count + 1))
        switch name {
        case "control":
            guard value.contains("://") else { return text }
            return "control:whole/" + (value.split(separator: "/").last ?? "")
        case "fmtp":
            let number = value.prefix { $0 != " " }
            let fields = String(value.dropFirst(number.count)).fields(";").map(parameter)
            return "fmtp:\(number)" + fields.joined(separator: ";")
        case "framerate", "x-dimensions", "x-framerate", "range", "cliprect", "framesize":
            return name + ":" + digitsAlike(value)
        case "tool", "x-qt-text-nam", "x-qt-text-inf", "Media_header": return name
        default: return text
        }
    }

    private static func parameter(_ field: String) -> String {
        guard let equals = field.firstIndex(of: "=") else { return field }
        let name = field[..<equals]
        let value = String(field[field.index(after: equals)...])
        switch name.trimmingCharacters(in: .whitespaces) {
        case "profile-level-id" where value.count > 2:
            let isHexadecimal = value.count == 6 && value.allSatisfy(\.isHexDigit)
            return name + (isHexadecimal ? "=hex" : value.allSatisfy(\.isNumber) ? "=9" : "=text")
        case "sprop-parameter-sets":
            let ends = value.split(separator: ",").map { set in
                let bytes = Data(base64Encoded: String(set)) ?? Data()
                return bytes.suffix(4) == Data([0, 0, 0, 1]) ? "set and start" : "set"
            }
            return name + "=" + ends.joined(separator: ",")
        default: return name + "=…"
        }
    }

    private static func digitsAlike(_ text: String) -> String {
        text.replacing(/[0-9]+/, with: "9")
    }

    private static func wordsAlike(_ text: String) -> String {
        digitsAlike(text.replacing(/[A-Za-z]+/, with: "a"))
    }
}

extension String {
    fileprivate func fields(_ separator: Character) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
