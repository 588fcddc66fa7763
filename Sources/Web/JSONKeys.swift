import Foundation
import HTTPTypes

/// The keys of a JSON object in the order of the text, each as often as it stands there.
enum JSONKeys {
    /// - Parameter text: a JSON object that was parsed before; anything else has no keys.
    static func outermost(of text: String) -> [String] {
        var keys: [String] = []
        var depth = 0
        /// A key comes after the object's brace and after each comma.
        var isKey = false
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                isKey = depth == 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ","): isKey = depth == 1
            case UInt8(ascii: "\""):
                let literal = string(&rest)
                if isKey, let key = decoded(text[literal]) { keys.append(key) }
                isKey = false
            default: break
            }
        }
        return keys
    }

    /// - Throws: `Problem` where a key stands twice.
    static func checkOnce(_ keys: [String]) throws {
        var seen: Set<String> = []
        for key in keys where !seen.insert(key).inserted {
            throw Problem(
                .badRequest, "'\(key)' is given twice", field: key, fix: "give it once")
        }
    }

    /// Goes past a string's closing quote.
    ///
    /// - Returns: where its inside lies.
    private static func string(_ rest: inout Substring.UTF8View) -> Range<String.Index> {
        let start = rest.startIndex
        var end = start
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\") { _ = rest.popFirst() }
            end = rest.startIndex
        }
        return start..<end
    }

    private static func decoded(_ literal: Substring) -> String? {
        guard literal.contains("\\") else { return String(literal) }
        return try? JSONDecoder().decode([String].self, from: Data("[\"\(literal)\"]".utf8)).first
    }
}
