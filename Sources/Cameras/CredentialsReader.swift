import Domain

/// Reads cameras' users and passwords, which no message here ever quotes.
struct CredentialsReader {
    static let prefix = "WATCHPOST_CREDENTIAL_"

    /// - Returns: `nil` where the file cannot be read, so that nobody takes every name for unknown.
    static func credentials(
        _ document: YAMLValue,
        _ findings: inout Findings
    ) -> [String: Credentials]? {
        guard
            let fields = Fields(
                document, "the credentials' file", keys: nil, isSecret: true, &findings
            )
        else { return nil }
        var credentials: [String: Credentials] = [:]
        for field in fields.all {
            guard isIdentifier(field.name) else {
                findings.mistake(
                    field.line, "a credential's name is not 1 to 64 of a-z, 0-9 and -"
                )
                continue
            }
            let keys = ["user", "password"]
            let expected = "{ user: NAME, password: \"…\" }"
            guard case .mapping = field.value.content else {
                findings.mistake(field.line, "a credential is no mapping; expected \(expected)")
                continue
            }
            guard
                let entry = Fields(
                    field.value, "a credential", keys: keys, isSecret: true, &findings
                )
            else { continue }
            let user = text(entry.required("user", expected, &findings), &findings)
            let password = text(entry.required("password", expected, &findings), &findings)
            guard let user, let password else { continue }
            credentials[field.name] = Credentials(user: user, password: password)
        }
        return credentials
    }

    /// Those that the environment brings, by the name that a camera file uses.
    static func credentials(
        in environment: [String: String]
    ) -> (found: [String: Credentials], mistakes: [Mistake]) {
        var found: [String: Credentials] = [:]
        var mistakes: [Mistake] = []
        for (key, value) in environment.sorted(by: { $0.key < $1.key })
        where key.hasPrefix(prefix) {
            let name = key.dropFirst(prefix.count).lowercased().replacing("_", with: "-")
            let parts = value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard isIdentifier(name), parts.count == 2, !parts[0].isEmpty else {
                mistakes.append(
                    Mistake(
                        file: shown(key).filter { $0 != "'" },
                        line: 0,
                        message: "is not user:password for a name of A-Z, 0-9 and _"
                    )
                )
                continue
            }
            found[name] = Credentials(user: String(parts[0]), password: String(parts[1]))
        }
        return (found, mistakes)
    }

    private static func text(_ field: Field?, _ findings: inout Findings) -> String? {
        guard let field else { return nil }
        guard case .scalar(let text, _) = field.value.content, !text.isEmpty else {
            findings.mistake(field.line, "'\(field.name)' is no text; put it into quotes")
            return nil
        }
        return text
    }
}
