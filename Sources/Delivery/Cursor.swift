/// A place in a queue's history: all up to `number` has been seen.
///
/// Written `<epoch>-<number>`; the epoch changes only where history was lost.
package struct Cursor: Hashable, Sendable, CustomStringConvertible {
    package var epoch: Int
    package var number: Int

    package init(epoch: Int, number: Int) {
        self.epoch = epoch
        self.number = number
    }

    /// - Returns: `nil` where the text is no cursor.
    package init?(_ text: some StringProtocol) {
        let parts = Substring(text).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let epoch = Self.number(parts[0]),
            let number = Self.number(parts[1])
        else { return nil }
        self.init(epoch: epoch, number: number)
    }

    package var description: String { "\(epoch)-\(number)" }

    /// Digits alone: `Int` would take a sign.
    private static func number(_ digits: Substring) -> Int? {
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(digits)
    }
}
