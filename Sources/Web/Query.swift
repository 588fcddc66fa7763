import Domain
import Hummingbird

/// A request's parameters, read strictly: one that is wrong is named, never passed over.
struct Query {
    let request: Request

    func text(_ name: String) -> String? {
        request.uri.queryParameters[Substring(name)].map(String.init)
    }

    func number(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw Problem(
                .badRequest,
                "'\(text)' is no such number",
                field: name,
                fix: "give \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    func flag(_ name: String) throws -> Bool? {
        switch text(name) {
        case nil: nil
        case "true": true
        case "false": false
        case .some(let text):
            throw Problem(
                .badRequest,
                "'\(text)' is neither true nor false",
                field: name,
                fix: "give true or false"
            )
        }
    }

    /// A time as RFC 3339, or a stretch before now such as `90s`, `10m`, `2h` or `1d`.
    func time(_ name: String, now: WallTime) throws -> WallTime? {
        guard let text = text(name) else { return nil }
        // A plus sign in a query stands for a space.
        if let time = WallTime(text.replacing(" ", with: "+")) { return time }
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        if let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()),
            (0...1_000_000).contains(count)
        {
            return now.advanced(bySeconds: -Double(count * unit))
        }
        throw Problem(
            .badRequest,
            "'\(text)' is no time",
            field: name,
            fix: "give RFC 3339 with an offset, or a stretch such as 90s, 10m, 2h, 1d"
        )
    }

    /// The words of a list with commas between them, each one of a closed set.
    func words<Word: Hashable>(
        _ name: String,
        among allowed: [String: Word]
    ) throws -> Set<Word> {
        guard let text = text(name), !text.isEmpty else { return [] }
        return try Set(
            text.split(separator: ",").map { word in
                guard let known = allowed[String(word)] else {
                    throw Problem(
                        .badRequest,
                        "'\(word)' is unknown",
                        field: name,
                        fix: "one of: \(allowed.keys.sorted().joined(separator: ", "))"
                    )
                }
                return known
            }
        )
    }
}
