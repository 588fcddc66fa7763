/// A word or a sign of Swift code.
struct Token: Equatable {
    let text: String
    /// Counted from 1.
    let line: Int

    var isWord: Bool { text.unicodeScalars.first.map(isWordPart) ?? false }
}

/// Takes Swift code apart, without comments and without what strings say.
///
/// Code inside a string's interpolation is code and stays.
struct SwiftTokens {
    private let source: [Unicode.Scalar]
    private var index = 0
    private var line = 1
    private var tokens: [Token] = []

    static func read(_ source: String) -> [Token] {
        var reader = SwiftTokens(source)
        reader.code(untilClosed: false)
        return reader.tokens
    }

    private init(_ source: String) { self.source = Array(source.unicodeScalars) }

    /// Reads to the end or, inside an interpolation, to the parenthesis that closes it.
    private mutating func code(untilClosed: Bool) {
        var depth = 0
        while let scalar = peek(0) {
            if scalar == "/", peek(1) == "/" {
                while let next = peek(0), next != "\n" { advance() }
            } else if scalar == "/", peek(1) == "*" {
                blockComment()
            } else if let hashes = stringStart() {
                string(hashes: hashes)
            } else if isWordPart(scalar) {
                word()
            } else {
                if scalar == "(" { depth += 1 }
                if scalar == ")" { depth -= 1 }
                if !scalar.properties.isWhitespace, scalar != "`" {
                    tokens.append(Token(text: String(scalar), line: line))
                }
                advance()
                if untilClosed, depth < 0 { return }
            }
        }
    }

    private mutating func word() {
        let start = index
        while let scalar = peek(0), isWordPart(scalar) { advance() }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: source[start..<index])
        tokens.append(Token(text: String(text), line: line))
    }

    /// Block comments nest in Swift.
    private mutating func blockComment() {
        var depth = 0
        repeat {
            if peek(0) == "/", peek(1) == "*" {
                depth += 1
                advance(2)
            } else if peek(0) == "*", peek(1) == "/" {
                depth -= 1
                advance(2)
            } else {
                advance()
            }
        } while depth > 0 && peek(0) != nil
    }

    /// How many `#` stand before the quote, where a string begins here.
    private func stringStart() -> Int? {
        var hashes = 0
        while peek(hashes) == "#" { hashes += 1 }
        return peek(hashes) == "\"" ? hashes : nil
    }

    private mutating func string(hashes: Int) {
        advance(hashes)
        let quotes = peek(1) == "\"" && peek(2) == "\"" ? 3 : 1
        advance(quotes)
        while let scalar = peek(0) {
            if scalar == "\"", run(of: "\"", at: 0) >= quotes, run(of: "#", at: quotes) >= hashes {
                advance(quotes + hashes)
                return
            }
            if scalar == "\\", run(of: "#", at: 1) >= hashes {
                let isInterpolation = peek(1 + hashes) == "("
                advance(2 + hashes)
                if isInterpolation { code(untilClosed: true) }
            } else {
                advance()
            }
        }
    }

    private func run(of scalar: Unicode.Scalar, at offset: Int) -> Int {
        var count = 0
        while peek(offset + count) == scalar { count += 1 }
        return count
    }

    private func peek(_ offset: Int) -> Unicode.Scalar? {
        index + offset < source.count ? source[index + offset] : nil
    }

    private mutating func advance(_ count: Int = 1) {
        for _ in 0..<count {
            if peek(0) == "\n" { line += 1 }
            index += 1
        }
    }
}

private func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "@" || scalar.properties.isAlphabetic
        || scalar.properties.numericType != nil
}
