/// How many columns of a terminal a text takes.
///
/// - Source: Unicode Standard Annex 11, East Asian Width (wide and fullwidth take two columns).
package enum DisplayWidth {
    package static func of(_ text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + of($1) }
    }

    static func of(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        // Variation selector 16 asks for the emoji form, which is wide.
        if character.unicodeScalars.contains("\u{FE0F}") { return 2 }
        return of(first)
    }

    /// The text cut to a number of columns, with `…` where something is missing.
    package static func fit(_ text: String, to columns: Int) -> String {
        guard of(text) > columns else { return text }
        guard columns > 0 else { return "" }
        var kept = ""
        var width = 0
        for character in text {
            let more = of(character)
            if width + more > columns - 1 { break }
            kept.append(character)
            width += more
        }
        return kept + "…"
    }

    /// The text cut or filled to a number of columns.
    package static func cell(_ text: String, _ columns: Int) -> String {
        pad(fit(text, to: columns), to: columns)
    }

    /// The text followed by spaces up to a number of columns.
    package static func pad(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - of(text)))
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return scalar.value >= 0x20 && scalar.value != 0x7F ? 1 : 0 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        if scalar.properties.isEmojiPresentation { return 2 }
        return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
        0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
        0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF,
        0x1F200...0x1F2FF, 0x20000...0x3FFFD,
    ]
}

extension String {
    /// The text on one line, without characters that would move a terminal's cursor or colour it.
    ///
    /// Names and notes come from files and people. What turns the direction of writing would show
    /// what follows as something else.
    var onOneLine: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    if scalar.turnsWriting { return "\u{FFFD}" }
                    return switch scalar.properties.generalCategory {
                    case .control, .lineSeparator, .paragraphSeparator: " "
                    default: scalar
                    }
                }
            )
        )
    }
}

extension Unicode.Scalar {
    /// Whether what follows is shown in another direction, and so reads as something else.
    ///
    /// - Source: Unicode Standard Annex 9, explicit directional embeddings, overrides, isolates.
    var turnsWriting: Bool {
        (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
    }
}

extension String {
    /// Whether it can be the id of a camera, a station or a queue: `[a-z0-9-]{1,64}`.
    var isIdentifier: Bool {
        (1...64).contains(utf8.count)
            && allSatisfy { $0 == "-" || ("a"..."z").contains($0) || ("0"..."9").contains($0) }
    }
}
