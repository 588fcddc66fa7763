import Domain

/// Writes JSON as bytes straight into one buffer: a ledger writes tens of thousands of objects a
/// second.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    /// A number was none (NaN, infinite), so that the text is worth nothing.
    private(set) var isInvalid = false
    /// Whether the next member or element follows another.
    private var follows = false

    init(capacity: Int = 1024) { bytes.reserveCapacity(capacity) }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func object(_ members: (inout Self) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        follows = false
        members(&self)
        bytes.append(UInt8(ascii: "}"))
        follows = true
    }

    mutating func array<Value: JSONWritable>(_ values: [Value]) {
        bytes.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            value.write(to: &self)
        }
        bytes.append(UInt8(ascii: "]"))
        follows = true
    }

    /// A member of the object that is being written; nothing where there is no value.
    ///
    /// - Parameter key: without characters that must be escaped.
    @inline(__always)
    mutating func member<Value: JSONWritable>(_ key: String, _ value: Value?) {
        guard let value else { return }
        begin(key)
        value.write(to: &self)
        follows = true
    }

    mutating func member(_ key: String, _ members: (inout Self) -> Void) {
        begin(key)
        object(members)
    }

    /// Members that were written before, without braces.
    mutating func splice(_ members: [UInt8]) {
        guard !members.isEmpty else { return }
        if follows { bytes.append(UInt8(ascii: ",")) }
        bytes += members
        follows = true
    }

    private mutating func begin(_ key: String) {
        if follows { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: key.utf8)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    // MARK: Values

    mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        if text.utf8.contains(where: Self.mustBeEscaped) {
            for byte in text.utf8 { escape(byte) }
        } else {
            bytes.append(contentsOf: text.utf8)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func write(_ number: Double) {
        guard number.isFinite else { return isInvalid = true }
        let digits = number.description.utf8
        // What is whole is written without decimals, as `Codable` does.
        let isWhole = digits.suffix(2).elementsEqual(".0".utf8)
        bytes.append(contentsOf: isWhole ? digits.dropLast(2) : digits[...])
    }

    mutating func write(_ time: WallTime) {
        bytes.append(UInt8(ascii: "\""))
        time.append(to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Text that needs no quotes: a number or a literal.
    mutating func write(plain text: String) { bytes.append(contentsOf: text.utf8) }

    private static func mustBeEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func escape(_ byte: UInt8) {
        guard Self.mustBeEscaped(byte) else { return bytes.append(byte) }
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case UInt8(ascii: "\n"): bytes.append(UInt8(ascii: "n"))
        case UInt8(ascii: "\r"): bytes.append(UInt8(ascii: "r"))
        case UInt8(ascii: "\t"): bytes.append(UInt8(ascii: "t"))
        default:
            let digits = Array("0123456789abcdef".utf8)
            bytes += Array("u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
}

/// What can be written as JSON.
protocol JSONWritable {
    func write(to json: inout JSONWriter)
}

extension String: JSONWritable {
    func write(to json: inout JSONWriter) { json.write(self) }
}

extension Int: JSONWritable {
    func write(to json: inout JSONWriter) { json.write(plain: String(self)) }
}

extension Double: JSONWritable {
    func write(to json: inout JSONWriter) { json.write(self) }
}

extension Bool: JSONWritable {
    func write(to json: inout JSONWriter) { json.write(plain: self ? "true" : "false") }
}

extension WallTime: JSONWritable {
    func write(to json: inout JSONWriter) { json.write(self) }
}

extension ID: JSONWritable {
    func write(to json: inout JSONWriter) { json.write(rawValue) }
}

extension Array: JSONWritable where Element: JSONWritable {
    func write(to json: inout JSONWriter) { json.array(self) }
}

extension JSONWritable where Self: RawRepresentable<String> {
    func write(to json: inout JSONWriter) { json.write(rawValue) }
}

extension JSONWritable where Self: RawRepresentable<Int> {
    func write(to json: inout JSONWriter) { json.write(plain: String(rawValue)) }
}
