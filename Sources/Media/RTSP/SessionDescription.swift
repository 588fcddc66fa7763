/// What a camera says that it can send.
///
/// - Source: RFC 4566, RFC 2326 C.1.
package struct SessionDescription: Equatable {
    package var control: String?
    package var media: [Medium] = []

    package struct Medium: Equatable {
        /// In lower case: `video`, `audio`, `application` …
        package var kind: String
        /// Such as `RTP/AVP`.
        package var transport: String
        package var payloadTypes: [UInt8]
        /// The attributes in their order; those without a value have an empty one.
        package var attributes: [Attribute] = []

        package var control: String? { self["control"] }

        package subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }
    }

    package struct Attribute: Equatable {
        /// In lower case.
        package var name: String
        package var value: String
    }

    /// Lines that are read; real descriptions have some forty.
    ///
    /// What is chosen from is looked through for each payload type, so that without a bound one
    /// description could keep its reader for minutes.
    package static let lineLimit = 1000
    /// Payload types of one medium; RTP has no more.
    package static let typeLimit = 128

    /// Reads what makes sense of it, in whatever order it stands.
    package init(_ text: String) {
        for line in Lines.of(text).prefix(Self.lineLimit) {
            let value = Lines.trimmed(line.dropFirst(2))
            switch line.prefix(2) {
            case "m=": take(medium: value)
            case "a=": take(attribute: value)
            default: break
            }
        }
    }

    private mutating func take(medium value: Substring) {
        let words = value.split(whereSeparator: \.isWhitespace)
        guard words.count >= 3 else { return }
        media.append(
            Medium(
                kind: words[0].lowercased(),
                transport: words[2].uppercased(),
                payloadTypes: words.dropFirst(3).prefix(Self.typeLimit).compactMap { UInt8($0) }
                    .filter { $0 < 128 }
            )
        )
    }

    private mutating func take(attribute value: Substring) {
        let parts = value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let attribute = Attribute(
            name: Lines.trimmed(parts[0]).lowercased(),
            value: parts.count > 1 ? String(Lines.trimmed(parts[1])) : ""
        )
        if !media.isEmpty {
            media[media.count - 1].attributes.append(attribute)
        } else if attribute.name == "control", control == nil {
            control = attribute.value
        }
    }
}

extension SessionDescription.Medium {
    /// What a payload type stands for, as `H264` and 90000; `nil` where nobody says.
    func encoding(of type: UInt8) -> (name: String, clock: Int)? {
        if let value = value(of: "rtpmap", type) {
            let parts = value.split(separator: "/").map(Lines.trimmed)
            guard let name = parts.first else { return nil }
            let clock = parts.count > 1 ? Int(parts[1]) : nil
            return (name.uppercased(), clock.flatMap { $0 > 0 ? $0 : nil } ?? 90_000)
        }
        return type == 26 ? ("JPEG", 90_000) : nil
    }

    /// The codec's parameters; names in lower case.
    func parameters(of type: UInt8) -> [String: String] {
        var result: [String: String] = [:]
        for option in (value(of: "fmtp", type) ?? "").split(separator: ";") {
            let parts = option.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { continue }
            result[Lines.trimmed(parts[0]).lowercased()] = String(Lines.trimmed(parts[1]))
        }
        return result
    }

    /// What follows the payload type in an attribute that begins with one.
    private func value(of name: String, _ type: UInt8) -> Substring? {
        for attribute in attributes where attribute.name == name {
            let parts = attribute.value.split(maxSplits: 1, whereSeparator: \.isWhitespace)
            if parts.count == 2, UInt8(parts[0]) == type { return parts[1] }
        }
        return nil
    }
}
