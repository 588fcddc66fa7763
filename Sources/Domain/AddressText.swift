/// Numeric addresses of hosts as text.
///
/// - Source: RFC 4291 2.2, RFC 5952.
package enum AddressText {
    /// The 4 or 16 bytes of an address; `nil` where the text is something else.
    package static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        text.contains(":") ? six(Substring(text)) : four(Substring(text))
    }

    /// - Precondition: 4 or 16 bytes.
    package static func text(_ address: [UInt8]) -> String {
        if address.count == 4 { return address.map { String($0) }.joined(separator: ".") }
        let groups = stride(from: 0, to: address.count, by: 2).map {
            Int(address[$0]) << 8 | Int(address[$0 + 1])
        }
        func written(_ range: Range<Int>) -> String {
            groups[range].map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard let gap = longestGap(groups) else { return written(0..<groups.count) }
        return written(0..<gap.lowerBound) + "::" + written(gap.upperBound..<groups.count)
    }

    private static func four(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let bytes = parts.compactMap { part -> UInt8? in
            // A leading zero would be octal to some readers.
            guard part.utf8.allSatisfy({ (48...57).contains($0) }), part == "0" || part.first != "0"
            else { return nil }
            return UInt8(part)
        }
        return bytes.count == 4 ? bytes : nil
    }

    private static func six(_ text: Substring) -> [UInt8]? {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2, let head = groups(halves[0], endsAddress: halves.count == 1) else {
            return nil
        }
        if halves.count == 1 { return head.count == 16 ? head : nil }
        guard let tail = groups(halves[1], endsAddress: true), head.count + tail.count <= 14
        else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// - Parameter endsAddress: whether an IPv4 address may stand last.
    private static func groups(_ text: Substring, endsAddress: Bool) -> [UInt8]? {
        if text.isEmpty { return [] }
        var bytes: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if part.contains(".") {
                guard endsAddress, index == parts.count - 1, let last = four(part) else {
                    return nil
                }
                bytes += last
            } else {
                guard (1...4).contains(part.utf8.count), part.first != "+",
                    let value = UInt16(part, radix: 16)
                else { return nil }
                bytes += [UInt8(value >> 8), UInt8(value & 0xFF)]
            }
        }
        return bytes
    }

    private static func longestGap(_ groups: [Int]) -> Range<Int>? {
        var best: Range<Int>?
        var start = 0
        while start < groups.count {
            var end = start
            while end < groups.count, groups[end] == 0 { end += 1 }
            if end - start > max(1, best?.count ?? 0) { best = start..<end }
            start = max(end, start + 1)
        }
        return best
    }
}
