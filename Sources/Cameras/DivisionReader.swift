import Domain

/// Reads the city and its districts.
struct DivisionReader {
    let code: String
    let name: String
    private(set) var districts: [District] = []
    let line: Int
    /// In which line each district is.
    private(set) var lines: [String: Int] = [:]

    /// - Returns: `nil` where the city has no code or name.
    init?(_ document: YAMLValue, _ findings: inout Findings) {
        let keys = ["code", "name", "note", "districts"]
        guard let fields = Fields(document, "the city", keys: keys, &findings) else { return nil }
        let code = Self.code(fields, &findings)
        let name = fields.required("name", "the city's name", &findings)?.title(&findings)
        let list = fields.required("districts", "a list of districts", &findings)?
            .list("a list of districts", &findings)
        line = fields.line
        for item in list ?? [] {
            guard let fields = Fields(item.value, "a district", keys: ["code", "name"], &findings)
            else { continue }
            let code = Self.code(fields, &findings)
            let name = fields.required("name", "the district's name", &findings)?.title(&findings)
            guard let code, let name else { continue }
            if let first = lines[code] {
                findings.mistake(fields.line, "duplicate district \(code); first in line \(first)")
            }
            lines[code] = fields.line
            districts.append(District(code: code, name: name))
        }
        guard let code, let name else { return nil }
        self.code = code
        self.name = name
    }

    private static func code(_ fields: Fields, _ findings: inout Findings) -> String? {
        let expected = "six digits of GB/T 2260"
        guard let field = fields.required("code", expected, &findings),
            let text = field.text(&findings)
        else { return nil }
        guard text.count == 6, text.allSatisfy(\.isDigit) else {
            return field.refuse(expected, &findings)
        }
        return text
    }
}
