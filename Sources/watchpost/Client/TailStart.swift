package import Delivery
import Domain

/// Where in a queue a tail begins.
package enum TailStart: Hashable, Sendable {
    /// What is new from now on.
    case end
    /// The last so many entries.
    case last(Int)
    /// Since a time, as the server reads it: `10m`, or RFC 3339.
    case since(String)
    case after(Cursor)
}

/// A duration or a time that `--since` takes.
package enum SinceTime {
    /// The text as the server reads it.
    ///
    /// - Returns: `nil` where it is neither a duration (`90s`, `10m`, `2h`, `1d`) nor RFC 3339 with
    ///   an offset.
    package static func parse(_ text: String) -> String? {
        if let unit = text.last, "smhd".contains(unit), text.count > 1, text.count < 10,
            text.dropLast().utf8.allSatisfy({ (48...57).contains($0) })
        {
            return text
        }
        return WallTime(text)?.description
    }
}
