/// The way out that a server names by its paths, as a shell user goes it.
package enum ShellAdvice {
    package static func of(_ fix: String) -> String? {
        guard let start = fix.firstRange(of: "/v1/")?.upperBound else { return fix }
        let path = fix[start...].prefix { !$0.isWhitespace && $0 != ";" && $0 != "," }
            .split(separator: "/")
        switch (path.first, path.dropFirst().first) {
        case ("alerts", let id?): return "'watchpost alert show \(id)' shows how it stands"
        case ("alerts", nil): return "'watchpost alert list --all' lists them"
        case ("cameras", let id?) where fix.contains("PUT"):
            return "choose another id, or add it with --replace: \(id)"
        case ("cameras", let id?): return "'watchpost camera show \(id)' shows how it is"
        case ("cameras", nil): return "'watchpost camera list' lists them"
        case ("stations", _): return "'watchpost camera list' shows those that have cameras"
        case ("queues", _): return "a station's queue bears the station's id, such as jn-017"
        default: return nil
        }
    }
}
