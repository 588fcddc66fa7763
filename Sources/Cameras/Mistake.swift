/// Something wrong, or at least doubtful, in a file, and where it stands.
package struct Mistake: Hashable, Sendable, CustomStringConvertible {
    /// The path as the caller named it, or the environment variable.
    package let file: String
    /// Counted from 1; 0 where there is no line, because there is no such file.
    package let line: Int
    /// What is wrong and what is expected; never a password.
    package let message: String
    package let kind: Kind
    /// The key that is missing from the mapping in this line; of a request, the field's path.
    package let field: String?

    package enum Kind: String, Hashable, Sendable {
        /// Nothing starts with it.
        case mistake
        /// As `mistake`: the file or folder is not there.
        case missing
        /// Said, and nothing more.
        case warning
    }

    package init(
        file: String,
        line: Int,
        message: String,
        kind: Kind = .mistake,
        field: String? = nil
    ) {
        self.file = file
        self.line = line
        self.message = message
        self.kind = kind
        self.field = field
    }

    package var isWarning: Bool { kind == .warning }

    package var description: String {
        let place = line > 0 ? "\(file):\(line)" : file
        return "\(place): \(isWarning ? "warning: " : "")\(message)"
    }
}

/// The mistakes found so far, and the file being read.
struct Findings {
    /// The path as the caller named it.
    let file: String
    private(set) var mistakes: [Mistake] = []
    /// How a line is called in a message: `line 7`, or the field that a request has there.
    let place: (Int) -> String

    init(file: String, place: @escaping (Int) -> String = { "line \($0)" }) {
        self.file = file
        self.place = place
    }

    /// By line; of one line, as they were found.
    var inOrder: [Mistake] {
        mistakes.enumerated()
            .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
            .map(\.element)
    }

    /// - Parameter key: the key that is missing from the mapping in the line.
    mutating func mistake(_ line: Int, _ message: String, key: String? = nil) {
        mistakes.append(Mistake(file: file, line: line, message: message, field: key))
    }

    mutating func missing(_ message: String) {
        mistakes.append(Mistake(file: file, line: 0, message: message, kind: .missing))
    }

    mutating func warning(_ line: Int, _ message: String) {
        mistakes.append(Mistake(file: file, line: line, message: message, kind: .warning))
    }
}
