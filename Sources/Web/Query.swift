import Domain
import Hummingbird

/// A request's parameters, read strictly: one that is wrong is named, never passed over.
struct Query {
    private let path: String
    private let pairs: [(name: String, value: String)]

    init(_ request: Request) throws {
        path = request.uri.path
        pairs = try (request.uri.query ?? "").split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let decoded = parts.map { PercentCode.decoded($0, plusIsSpace: true) }
            guard let name = decoded[0], let value = decoded.count > 1 ? decoded[1] : "" else {
                throw Problem(
                    .badRequest,
                    "'\(pair)' is not percent-encoded UTF-8",
                    field: decoded[0] ?? String(parts[0]),
                    fix: "write a percent sign as %25"
                )
            }
            return (name, value)
        }
    }

    /// Refuses parameters that are unknown, stand twice, or have characters not for reading.
    func check(_ known: [String]) throws {
        var seen: Set<String> = []
        for (name, value) in pairs {
            guard known.contains(name) else {
                throw Problem.unknown("parameter", name, among: known)
            }
            guard seen.insert(name).inserted else {
                throw Problem(
                    .badRequest,
                    "'\(name)' is given twice",
                    field: name,
                    fix: "give it once; a list has commas between its words"
                )
            }
            _ = try value.checked(name, TextLimits.parameter)
        }
    }

    /// The address of the page that begins after a cursor, as a `Link` names it.
    ///
    /// - Source: RFC 8288.
    func link(next cursor: String) -> String {
        let others = pairs.filter { $0.name != "after" } + [("after", cursor)]
        let query = others.map { "\($0.name)=\(PercentCode.encoded($0.value))" }
        return "<\(path)?\(query.joined(separator: "&"))>; rel=\"next\""
    }

    func text(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

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
        guard let text = text(name) else { return [] }
        return try Set(
            text.split(separator: ",", omittingEmptySubsequences: false).map { word in
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
