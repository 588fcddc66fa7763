/// How a node logs, as `log` in watchpost.yaml says; what it leaves out the command line or the
/// default decides.
package struct LogSettings: Hashable, Sendable {
    package enum Level: String, Hashable, Sendable, CaseIterable {
        case trace, debug, info, notice, warning, error, critical
    }

    package enum Format: String, Hashable, Sendable, CaseIterable {
        case text, json
    }

    package var level: Level?
    package var format: Format?

    package init(level: Level? = nil, format: Format? = nil) {
        self.level = level
        self.format = format
    }

    init(_ field: Field, _ findings: inout Findings) {
        guard
            let fields = Fields(field.value, "'log'", keys: ["level", "format"], &findings)
        else { return }
        level = fields.optional("level", &findings)?
            .choice(Level.allCases.map { ($0.rawValue, $0) }, &findings)
        format = fields.optional("format", &findings)?
            .choice(Format.allCases.map { ($0.rawValue, $0) }, &findings)
    }
}
