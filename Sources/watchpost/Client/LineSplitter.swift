/// Cuts a stream of bytes into its lines; what is not ended by a newline is kept for later.
package struct LineSplitter: Sendable {
    private var rest: [UInt8] = []
    private let limit: Int

    /// - Parameter limit: bytes; a longer line is no event of a queue.
    package init(limit: Int = 1 << 20) {
        self.limit = limit
    }

    /// Takes bytes and gives the lines that they complete, without their newlines.
    ///
    /// - Returns: `nil` where a line is longer than the limit.
    package mutating func take(_ bytes: some Sequence<UInt8>) -> [String]? {
        var lines: [String] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
                lines.append(String(decoding: rest, as: UTF8.self))
                rest.removeAll(keepingCapacity: true)
            } else {
                guard rest.count < limit else { return nil }
                rest.append(byte)
            }
        }
        return lines
    }
}
