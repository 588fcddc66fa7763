/// What an alert is about: a rule that fired, or a signal's own word such as `panic-button`.
///
/// - Source: `motion`, `crossing`, `intrusion`, `loitering` are GB/T 28181 alarm method 5, types 2,
///   5, 6 and 8.
package struct AlertKind: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(_ rawValue: String) { self.rawValue = rawValue }

    package static let motion = AlertKind("motion")
    package static let intrusion = AlertKind("intrusion")
    package static let crossing = AlertKind("crossing")
    package static let loitering = AlertKind("loitering")

    package var description: String { rawValue }
}

extension AlertKind: Codable {
    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
