/// How a camera says that it will send, in its answer to SETUP.
///
/// - Source: RFC 2326 12.39.
package struct TransportReply: Equatable {
    package var isInterleaved: Bool
    /// Of RTP, and of RTCP where the camera says so.
    package var channels: Pair?
    package var serverPorts: Pair?
    /// Where packets will come from, as the camera says.
    package var source: String?

    package struct Pair: Equatable {
        package var first: Int
        package var second: Int

        package init(first: Int, second: Int) {
            self.first = first
            self.second = second
        }
    }

    /// - Returns: `nil` where it cannot be read.
    package init?(_ header: String) {
        let options = header.prefix { $0 != "," }.split(separator: ";").map(Lines.trimmed)
        guard let first = options.first, first.uppercased().hasPrefix("RTP/") else { return nil }
        isInterleaved = first.uppercased().hasSuffix("/TCP")
        for option in options.dropFirst() {
            let parts = option.split(separator: "=", maxSplits: 1).map(Lines.trimmed)
            guard parts.count == 2 else { continue }
            switch parts[0].lowercased() {
            case "interleaved":
                channels = Self.pair(parts[1], 0...255)
                isInterleaved = isInterleaved || channels != nil
            case "server_port": serverPorts = Self.pair(parts[1], 1...65535)
            case "source": source = String(parts[1])
            default: break
            }
        }
    }

    private static func pair(_ text: Substring, _ range: ClosedRange<Int>) -> Pair? {
        let numbers = text.split(separator: "-").map { Int(Lines.trimmed($0)) }
        guard let first = numbers.first ?? nil, range.contains(first) else { return nil }
        let second = numbers.count > 1 ? numbers[1] ?? first + 1 : first + 1
        return range.contains(second) ? Pair(first: first, second: second) : nil
    }
}

/// A session as a camera numbers it.
///
/// - Source: RFC 2326 12.37.
package struct SessionReply: Equatable {
    package var id: String
    /// - Units: seconds.
    package var timeout: Int?

    package init?(_ header: String) {
        let options = header.split(separator: ";").map(Lines.trimmed)
        guard let id = options.first, !id.isEmpty else { return nil }
        self.id = String(id)
        for option in options.dropFirst() {
            let parts = option.split(separator: "=", maxSplits: 1).map(Lines.trimmed)
            if parts.count == 2, parts[0].lowercased() == "timeout", let seconds = Int(parts[1]) {
                timeout = seconds
            }
        }
    }
}
