/// JSON as it was received, brought onto single lines without changing a value.
package enum JSONText {
    /// A document without white space between its parts.
    package static func line(_ document: some Sequence<UInt8>) -> String {
        var scanner = Scanner()
        for byte in document { scanner.take(byte) }
        return String(decoding: scanner.kept, as: UTF8.self)
    }

    /// The same values, with what a terminal would obey written as escapes.
    ///
    /// Such characters stand only within texts; those below a space JSON never holds as they are.
    package static func harmless(_ json: String) -> String {
        func isOrder(_ scalar: Unicode.Scalar) -> Bool {
            scalar.turnsWriting || (0x7F...0x9F).contains(scalar.value)
        }
        guard json.unicodeScalars.contains(where: isOrder) else { return json }
        var text = String.UnicodeScalarView()
        for scalar in json.unicodeScalars {
            guard isOrder(scalar) else {
                text.append(scalar)
                continue
            }
            let digits = String(scalar.value, radix: 16)
            let escape = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            text.append(contentsOf: escape.unicodeScalars)
        }
        return String(text)
    }

    /// The objects of a page's `items`, one line each.
    ///
    /// The document must be sound JSON; whoever asks has decoded it.
    package static func items(_ page: some Sequence<UInt8>) -> [String] {
        var scanner = Scanner()
        for byte in page { scanner.take(byte) }
        return scanner.items.map { String(decoding: scanner.kept[$0], as: UTF8.self) }
    }

    private struct Scanner {
        var kept: [UInt8] = []
        var items: [Range<Int>] = []
        private var depth = 0
        private var isInString = false
        private var isEscaped = false
        private var isInItems = false
        private var itemStart = 0

        private static let key = Array(#""items":["#.utf8)

        mutating func take(_ byte: UInt8) {
            if isInString {
                kept.append(byte)
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                return
            }
            guard byte > 0x20 else { return }
            kept.append(byte)
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): open()
            case UInt8(ascii: "}"), UInt8(ascii: "]"): close()
            default: break
            }
        }

        private mutating func open() {
            if isInItems, depth == 2 { itemStart = kept.count - 1 }
            depth += 1
            if depth == 2, kept.suffix(Self.key.count).elementsEqual(Self.key) { isInItems = true }
        }

        private mutating func close() {
            depth -= 1
            if isInItems, depth == 2 { items.append(itemStart..<kept.count) }
            if depth == 1 { isInItems = false }
        }
    }
}
