import Foundation

/// A request's JSON as values that readers of files take, in which each line stands for a field.
struct JSONBody {
    let value: YAMLValue
    private let paths: [String]

    /// What the API itself adds to a camera; whoever sends back what was answered may leave it in.
    static let answered = ["grid", "owner", "file", "status", "warnings"]
    /// Objects and lists within each other; a camera needs five.
    private static let depth = 16

    /// - Returns: `nil` where the text is no JSON object, or one of absurd depth.
    init?(_ text: String) {
        guard Self.depth(of: text) <= Self.depth,
            case .mapping(var entries)? = try? JSONDecoder().decode(
                Tree.self, from: Data(text.utf8))
        else { return nil }
        for key in Self.answered { entries[key] = nil }
        var numbering = Numbering()
        value = numbering.value(.mapping(entries), at: "")
        paths = numbering.paths
    }

    /// A mistake of a reader with the field that it is about, such as `zones[0].points`.
    func placed(_ mistake: Mistake) -> Mistake {
        let place = place(mistake.line)
        let field = mistake.field.map { place.isEmpty ? $0 : "\(place).\($0)" } ?? place
        return Mistake(
            file: mistake.file,
            line: 0,
            message: mistake.message,
            kind: mistake.kind,
            field: field.isEmpty ? nil : field
        )
    }

    /// The field that a line stands for; empty for the whole.
    func place(_ line: Int) -> String { paths.indices.contains(line - 1) ? paths[line - 1] : "" }

    private indirect enum Tree: Decodable {
        case null
        case plain(String)
        case text(String)
        case list([Tree])
        case mapping([String: Tree])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let flag = try? container.decode(Bool.self) {
                self = .plain("\(flag)")
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let number = try? container.decode(Int.self) {
                self = .plain("\(number)")
            } else if let number = try? container.decode(Double.self) {
                self = .plain(Cameras.plain(number))
            } else if let list = try? container.decode([Tree].self) {
                self = .list(list)
            } else {
                self = .mapping(try container.decode([String: Tree].self))
            }
        }
    }

    private struct Numbering {
        var paths: [String] = []

        mutating func value(_ tree: Tree, at path: String) -> YAMLValue {
            paths.append(path)
            let line = paths.count
            let content: YAMLValue.Content =
                switch tree {
                case .null: .scalar("", isPlain: true)
                case .plain(let text): .scalar(text, isPlain: true)
                case .text(let text): .scalar(text, isPlain: false)
                case .list(let items):
                    .list(items.enumerated().map { value($1, at: "\(path)[\($0)]") })
                case .mapping(let entries):
                    .mapping(
                        entries.sorted { $0.key < $1.key }.map { key, tree in
                            let value = value(tree, at: path.isEmpty ? key : "\(path).\(key)")
                            return YAMLValue.Entry(key: key, line: value.line, value: value)
                        }
                    )
                }
            return YAMLValue(line: line, content: content, isTyped: true)
        }
    }

    private static func depth(of text: String) -> Int {
        var depth = 0
        var deepest = 0
        var isInString = false
        var isEscaped = false
        for byte in text.utf8 {
            switch byte {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\"): isEscaped = isInString
            case UInt8(ascii: "\""): isInString.toggle()
            case _ where isInString: break
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                deepest = max(deepest, depth)
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
        }
        return deepest
    }
}
