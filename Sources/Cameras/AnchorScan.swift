/// Finds YAML anchors and aliases before a parser follows them.
///
/// A few lines of aliases to aliases stand for billions of values, and the parser hashes every key,
/// so looking at its result would be too late. What stands in quotes and comments is left out; block
/// text (`|`, `>`), for which no file here has a use, is not.
struct AnchorScan {
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private var flowDepth = 0
    /// Whether a value or key may begin here.
    private var isStart = true

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The line of the first anchor or alias.
    mutating func firstLine() -> Int? {
        while index < bytes.count {
            let byte = bytes[index]
            if isStart, byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*"), isName(index + 1) {
                return line
            }
            step(byte)
        }
        return nil
    }

    private mutating func step(_ byte: UInt8) {
        index += 1
        switch byte {
        case UInt8(ascii: "\n"):
            line += 1
            isStart = true
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
            break
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            if isStart { skipQuoted(byte) }
        case UInt8(ascii: "#") where index < 2 || isSpace(index - 2):
            while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
        case UInt8(ascii: ":"):
            isStart = isStart || isSpace(index)
        case UInt8(ascii: "-"), UInt8(ascii: "?"):
            isStart = isStart && (isSpace(index) || bytes[index] == byte)
        case UInt8(ascii: "!") where isStart:
            while !isSpace(index) { index += 1 }
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            if isStart || flowDepth > 0 {
                flowDepth += 1
                isStart = true
            }
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            flowDepth = max(0, flowDepth - 1)
        case UInt8(ascii: ",") where flowDepth > 0:
            isStart = true
        default:
            isStart = false
        }
    }

    /// Goes past the closing quote; what follows may begin a value, as in `{"a":*b}`.
    private mutating func skipQuoted(_ quote: UInt8) {
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") { index += 1 }
            if byte == quote { return }
        }
    }

    private func isSpace(_ index: Int) -> Bool {
        guard index < bytes.count else { return true }
        switch bytes[index] {
        case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
            return true
        default:
            return false
        }
    }

    private func isName(_ index: Int) -> Bool {
        guard index < bytes.count else { return false }
        switch bytes[index] {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            return true
        default:
            return false
        }
    }
}
