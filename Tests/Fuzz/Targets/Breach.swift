/// A promise that an input broke.
package struct Breach: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// - Throws: `Breach` where what must hold does not.
func demand(_ holds: Bool, _ promise: @autoclosure () -> String) throws(Breach) {
    if !holds { throw Breach(promise()) }
}

/// Demands that two values are one, and shows both where they are not.
func demand<Value: Equatable>(
    _ found: Value,
    is expected: Value,
    _ promise: @autoclosure () -> String
) throws(Breach) {
    if found != expected {
        throw Breach(
            "\(promise()): found \(String(reflecting: found)), "
                + "expected \(String(reflecting: expected))")
    }
}

/// Demands that words for people say something, in one line that a terminal can show.
func demandPlain(_ words: String, _ what: @autoclosure () -> String) throws(Breach) {
    try demand(!words.allSatisfy(\.isWhitespace), "\(what()) says nothing")
    let isPlain = words.unicodeScalars.allSatisfy { scalar in
        scalar.properties.generalCategory != .control && scalar.value != 0x2028
            && scalar.value != 0x2029
    }
    try demand(isPlain, "\(what()) holds control characters: \(String(reflecting: words))")
}
