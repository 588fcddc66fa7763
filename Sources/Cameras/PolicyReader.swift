import Desk
import Domain

/// Reads `response.yaml`: the 1-3-5 promise.
struct PolicyReader {
    private static let keys = [
        "version", "join", "reading", "send", "radius", "storm", "deadlines", "priorities",
    ]
    private static let steps = ["delivered", "accept", "dispatch", "warn", "onscene", "contained"]
    /// A day: no step of a quick response takes longer.
    private static let longest = 86_400.0

    static func policy(_ document: YAMLValue, _ findings: inout Findings) -> ResponsePolicy? {
        guard let fields = Fields(document, "the policy", keys: keys, &findings) else { return nil }
        var policy = ResponsePolicy.standard
        if let version = fields.required("version", "a name for this policy", &findings)?
            .title(&findings)
        {
            policy.version = version
        }
        if let join = fields.optional("join", &findings)?
            .number(in: 0...3600, " seconds", &findings)
        {
            policy.join = join
        }
        desk(fields, &policy, &findings)
        if let field = fields.optional("deadlines", &findings) {
            deadlines(field.value, &policy, &findings)
        }
        if let field = fields.optional("priorities", &findings) {
            priorities(field.value, &policy, &findings)
        }
        return policy
    }

    /// What the desk does by itself.
    private static func desk(
        _ fields: Fields,
        _ policy: inout ResponsePolicy,
        _ findings: inout Findings
    ) {
        if let reading = fields.optional("reading", &findings)?
            .choice(ResponsePolicy.Reading.allCases.map { ($0.rawValue, $0) }, &findings)
        {
            policy.reading = reading
        }
        if let places = fields.optional("send", &findings)?
            .list("a list of place classes such as [P1], or []", &findings)
        {
            let classes = PlaceClass.allCases.map { ($0.rawValue, $0) }
            policy.sends = Set(places.compactMap { $0.choice(classes, &findings) })
        }
        if let radius = fields.optional("radius", &findings)?
            .number(in: 5...1000, " metres", &findings)
        {
            policy.radius = radius
        }
        if let storm = fields.optional("storm", &findings)?
            .whole(in: 2...10_000, " (alerts of one incident)", &findings)
        {
            policy.storm = storm
        }
    }

    private static func deadlines(
        _ value: YAMLValue,
        _ policy: inout ResponsePolicy,
        _ findings: inout Findings
    ) {
        let classes = PlaceClass.allCases
        guard
            let fields = Fields(value, "'deadlines'", keys: classes.map(\.rawValue), &findings)
        else { return }
        var lines: [PlaceClass: Int] = [:]
        for place in classes {
            guard let field = fields.optional(place.rawValue, &findings),
                let milestones = milestones(field, &findings)
            else { continue }
            policy.milestones[place] = milestones
            lines[place] = field.line
        }
        compare(policy, lines, &findings)
    }

    /// Says where a place that needs help sooner is promised it later.
    private static func compare(
        _ policy: ResponsePolicy,
        _ lines: [PlaceClass: Int],
        _ findings: inout Findings
    ) {
        let classes = PlaceClass.allCases
        for (first, next) in zip(classes, classes.dropFirst()) {
            guard let line = lines[next] ?? lines[first],
                let early = policy.milestones[first]?.onscene,
                let late = policy.milestones[next]?.onscene, late < early
            else { continue }
            findings.warning(
                line,
                "\(next.rawValue) is to be reached within \(plain(late)) s, sooner than "
                    + "\(first.rawValue) within \(plain(early)) s; help should be promised to "
                    + "\(first.rawValue) first"
            )
        }
    }

    private static func milestones(_ field: Field, _ findings: inout Findings) -> Milestones? {
        let what = "the deadlines of \(field.name)"
        guard let fields = Fields(field.value, what, keys: steps, &findings) else { return nil }
        var seconds: [String: Double] = [:]
        for step in steps {
            seconds[step] = fields.required(step, "seconds after the raise", &findings)?
                .number(in: 1...longest, " seconds", &findings)
        }
        guard let delivered = seconds["delivered"], let accept = seconds["accept"],
            let dispatch = seconds["dispatch"], let warn = seconds["warn"],
            let onscene = seconds["onscene"], let contained = seconds["contained"]
        else { return nil }
        let order = [
            ("delivered", "accept"), ("accept", "dispatch"), ("dispatch", "onscene"),
            ("warn", "onscene"), ("onscene", "contained"),
        ]
        for (sooner, later) in order {
            guard let a = seconds[sooner], let b = seconds[later], a > b else { continue }
            let line = fields.optional(later, &findings)?.line ?? fields.line
            findings.mistake(
                line,
                "\(what): '\(later)' (\(plain(b)) s) is sooner than '\(sooner)' (\(plain(a)) s); "
                    + "expected the same or later"
            )
        }
        return Milestones(
            delivered: delivered,
            accept: accept,
            dispatch: dispatch,
            warn: warn,
            onscene: onscene,
            contained: contained
        )
    }

    /// Kinds are free, for signals bring their own; a kind that looks like a known one is a slip.
    private static func priorities(
        _ value: YAMLValue,
        _ policy: inout ResponsePolicy,
        _ findings: inout Findings
    ) {
        guard let fields = Fields(value, "'priorities'", keys: nil, &findings) else { return }
        let known = ResponsePolicy.standard.priorities.keys.map(\.rawValue).sorted()
        for field in fields.all {
            if !known.contains(field.name), let near = nearest(field.name, among: known) {
                findings.mistake(
                    field.line, "unknown kind \(shown(field.name)); did you mean '\(near)'?"
                )
                continue
            }
            guard isIdentifier(field.name) else {
                findings.mistake(
                    field.line,
                    "kind \(shown(field.name)) is no name; expected 1 to 64 of a-z, 0-9 and -"
                )
                continue
            }
            let level = field.whole(in: 1...4, " (1 is the highest)", &findings)
            guard let priority = level.flatMap(Priority.init(rawValue:)) else { continue }
            policy.priorities[AlertKind(field.name)] = priority
        }
    }
}
