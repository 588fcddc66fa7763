import HTTPTypes

/// Which kinds of answer a request takes.
///
/// - Source: RFC 9110, section 12.5.1.
struct Accept {
    private struct Range {
        var type: Substring
        /// From 0, which is none of it, to 1.
        var quality: Double
    }

    /// Empty where everything is taken.
    private let ranges: [Range]

    init(_ headers: HTTPFields) {
        ranges = (headers[.accept] ?? "").lowercased().split(separator: ",").map { range in
            let parts = range.split(separator: ";").map { $0.trimmingSpaces() }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }?.dropFirst(2)
            return Range(type: parts.first ?? "", quality: quality.flatMap { Double($0) } ?? 1)
        }
    }

    /// The kind that is wanted most, or among equals the first: one that is named goes before one
    /// that is merely let pass, such as by `*/*`.
    ///
    /// - Returns: `nil` where none is taken.
    func choice(among types: [String], usual: String) -> String? {
        guard !ranges.isEmpty else { return usual }
        let named = types.compactMap { type in
            ranges.first { $0.type == type }.map { (type: type, quality: $0.quality) }
        }
        var best: (type: String, quality: Double)?
        for candidate in named where candidate.quality > best?.quality ?? 0 { best = candidate }
        if let best { return best.type }
        let refused = Set(named.map(\.type))
        let passing = ranges.filter { $0.quality > 0 && $0.type.hasSuffix("/*") }.map(\.type)
        return ([usual] + types).first { type in
            !refused.contains(type)
                && passing.contains { $0 == "*/*" || type.hasPrefix($0.dropLast()) }
        }
    }

    func check(_ types: [String]) throws {
        guard choice(among: types, usual: types[0]) == nil else { return }
        throw Problem(
            .notAcceptable,
            "the answer is \(types.joined(separator: " or ")), which the request does not take",
            field: "Accept",
            fix: "accept \(types[0])"
        )
    }
}

extension Substring {
    fileprivate func trimmingSpaces() -> Substring {
        let start = drop { $0 == " " || $0 == "\t" }
        guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return start[...last]
    }
}
