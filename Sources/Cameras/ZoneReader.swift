import Domain

/// Reads a camera's zones.
struct ZoneReader {
    /// Every key of a zone and the rules that it goes with; `nil` where it goes with all.
    private static let keys: [(key: String, rules: [String]?)] = [
        ("name", nil),
        ("rule", nil),
        ("priority", ["motion", "intrusion", "crossing", "loitering"]),
        ("points", ["motion", "intrusion", "loitering", "ignore", "private"]),
        ("hours", ["intrusion"]),
        ("line", ["crossing"]),
        ("direction", ["crossing"]),
        ("seconds", ["loitering"]),
    ]
    private static let rules = [
        "motion", "intrusion", "crossing", "loitering", "ignore", "private",
    ]

    /// What is wrong is among the findings, and the zone then left out.
    static func zones(_ field: Field, _ findings: inout Findings) -> [Zone] {
        var zones: [Zone] = []
        var lines: [String: Int] = [:]
        for item in field.list("a list of zones", &findings) ?? [] {
            guard let zone = zone(item.value, &findings) else { continue }
            if let first = lines[zone.name] {
                findings.mistake(
                    item.value.line,
                    "zone \(shown(zone.name)) is there twice; first in \(findings.place(first))"
                )
            }
            lines[zone.name] = lines[zone.name] ?? item.value.line
            zones.append(zone)
        }
        return zones
    }

    private static func zone(_ value: YAMLValue, _ findings: inout Findings) -> Zone? {
        guard let fields = Fields(value, "a zone", keys: keys.map(\.key), &findings) else {
            return nil
        }
        let name = fields.required("name", "a name for the zone", &findings)?.title(&findings)
        let word = fields.required("rule", alternatives(rules), &findings)?
            .choice(rules.map { ($0, $0) }, &findings)
        if name == "whole" {
            findings.mistake(
                value.line, "zone 'whole' bears the name of the whole picture; rename it")
        }
        guard let word else { return nil }
        for field in fields.all {
            guard let fit = keys.first(where: { $0.key == field.name })?.rules, !fit.contains(word)
            else { continue }
            findings.mistake(
                field.line,
                "'\(field.name)' has no place in a zone of rule '\(word)'; it goes with "
                    + alternatives(fit)
            )
        }
        let outline = word == "crossing" ? Polygon(points: []) : outline(fields, &findings)
        let priority = fields.optional("priority", &findings)?
            .whole(in: 1...4, " (1 is the highest)", &findings).flatMap(Priority.init)
        let rule = rule(word, fields, &findings)
        guard let name, let outline, let rule else { return nil }
        return Zone(name: name, rule: rule, priority: priority, outline: outline)
    }

    private static func rule(
        _ word: String,
        _ fields: Fields,
        _ findings: inout Findings
    ) -> ZoneRule? {
        switch word {
        case "motion": return .motion
        case "ignore": return .ignore
        case "private": return .private
        case "intrusion":
            guard fields.has("hours") else { return .intrusion(hours: nil) }
            guard let field = fields.optional("hours", &findings) else { return nil }
            return hours(field, &findings).map { .intrusion(hours: $0) }
        case "loitering":
            warnNoEffect(word, fields, &findings)
            return fields.required("seconds", "for how long someone must stay", &findings)?
                .number(in: 1...86_400, " seconds", &findings).map { .loitering(seconds: $0) }
        default:
            warnNoEffect(word, fields, &findings)
            return crossing(fields, &findings)
        }
    }

    private static func warnNoEffect(
        _ word: String,
        _ fields: Fields,
        _ findings: inout Findings
    ) {
        findings.warning(fields.line, "rule '\(word)' has no effect yet: the zone raises nothing")
    }

    private static func crossing(_ fields: Fields, _ findings: inout Findings) -> ZoneRule? {
        let choices = ZoneRule.Direction.allCases.map { ($0.rawValue, $0) }
        let direction =
            fields.has("direction")
            ? fields.optional("direction", &findings)?.choice(choices, &findings) : .both
        guard let field = fields.required("line", "two points [[x,y],[x,y]]", &findings),
            let line = points(field, &findings)
        else { return nil }
        guard line.count == 2, line[0] != line[1] else {
            findings.mistake(
                field.line,
                line.count == 2
                    ? "'line' begins where it ends; expected two different points"
                    : "'line' has \(line.count.counted("point")); expected 2"
            )
            return nil
        }
        return direction.map { .crossing(line: line, direction: $0) }
    }

    private static func outline(_ fields: Fields, _ findings: inout Findings) -> Polygon? {
        guard let field = fields.required("points", "three corners or more", &findings),
            let points = points(field, &findings)
        else { return nil }
        guard points.count >= 3 else {
            findings.mistake(
                field.line, "'points' has \(points.count.counted("point")); expected 3 or more"
            )
            return nil
        }
        guard Set(points).count >= 3, area(points) > 1e-6 else {
            findings.mistake(field.line, "'points' enclose no area; expected a polygon's corners")
            return nil
        }
        return Polygon(points: points)
    }

    /// Twice what a polygon covers or, where it crosses itself, at least a hint of it.
    private static func area(_ points: [Point]) -> Double {
        let xs = points.map(\.x)
        let ys = points.map(\.y)
        let spread = ((xs.max() ?? 0) - (xs.min() ?? 0)) * ((ys.max() ?? 0) - (ys.min() ?? 0))
        // Corners on one slanted line span a box and yet cover nothing.
        let a = points[0]
        let far = points.max { distance(a, $0) < distance(a, $1) } ?? a
        let isOneLine = points.allSatisfy {
            abs((far.x - a.x) * ($0.y - a.y) - (far.y - a.y) * ($0.x - a.x)) < 1e-9
        }
        return isOneLine ? 0 : spread
    }

    private static func distance(_ a: Point, _ b: Point) -> Double {
        (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)
    }

    private static func points(_ field: Field, _ findings: inout Findings) -> [Point]? {
        guard let items = field.list("a list of points [[x,y], …]", &findings) else { return nil }
        guard items.count <= FileLimits.corners else {
            findings.mistake(
                field.line, "'\(field.name)' has more than \(FileLimits.corners) points"
            )
            return nil
        }
        let read = items.map { point($0, &findings) }
        return read.contains(nil) ? nil : read.compactMap(\.self)
    }

    private static func point(_ field: Field, _ findings: inout Findings) -> Point? {
        guard case .list(let pair) = field.value.content, pair.count == 2 else {
            findings.mistake(
                field.value.line,
                "'\(field.name)' holds something that is no point; expected [x,y]"
            )
            return nil
        }
        let x = fraction(pair[0], "x of '\(field.name)'", &findings)
        let y = fraction(pair[1], "y of '\(field.name)'", &findings)
        guard let x, let y else { return nil }
        return Point(x: x, y: y)
    }

    private static func fraction(
        _ value: YAMLValue,
        _ what: String,
        _ findings: inout Findings
    ) -> Double? {
        guard case .scalar(let text, isPlain: true) = value.content, let number = Double(text),
            number >= 0, number <= 1
        else {
            findings.mistake(
                value.line,
                "\(what) is \(value.inWords); expected a fraction of the picture from 0 to 1"
            )
            return nil
        }
        return number
    }

    /// `"22:00-06:00"`.
    private static func hours(_ field: Field, _ findings: inout Findings) -> Hours? {
        let expected = "hours such as \"22:00-06:00\""
        guard case .scalar(let text, _) = field.value.content else {
            return field.refuse(expected, &findings)
        }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let start = minutes(ends[0]), let end = minutes(ends[1]),
            start < 1440
        else { return field.refuse(expected, &findings) }
        guard start != end else {
            findings.mistake(
                field.line, "'hours' ends when it begins; leave it out to arm the zone at any hour"
            )
            return nil
        }
        return Hours(start: start, end: end)
    }

    /// `06:00`, up to `24:00`.
    private static func minutes(_ text: Substring) -> Int? {
        let parts = text.trimmingPrefix(" ").split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isASCII) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0...59).contains(minute),
            hour >= 0, hour * 60 + minute <= 1440
        else { return nil }
        return hour * 60 + minute
    }
}
