/// The way out that a server names by its paths, as a shell user goes it.
package enum ShellAdvice {
    package static func of(_ fix: String) -> String? {
        guard let start = fix.firstRange(of: "/v1/")?.upperBound else { return fix }
        let path = fix[start...].prefix { !$0.isWhitespace && $0 != ";" && $0 != "," }
            .split(separator: "/")
        switch (path.first, path.dropFirst().first) {
        case ("alerts", let id?) where path.count == 3:
            let lead = fix.firstRange(of: "POST").map { fix[..<$0.lowerBound] } ?? ""
            return "\(lead)'watchpost alert \(path[2])\(id == "{id}" ? "" : " \(id)")'"
        case ("alerts", let id?): return "'watchpost alert show \(id)' shows how it stands"
        case ("alerts", nil): return "'watchpost alert list --all' lists them"
        case ("cameras", let id?) where fix.contains("PUT"):
            return "choose another id, or add it with --replace: \(id)"
        case ("cameras", let id?): return "'watchpost camera show \(id)' shows how it is"
        case ("cameras", nil): return "'watchpost camera list' lists them"
        case ("incidents", let id?): return "'watchpost incident show \(id)' shows how it stands"
        case ("incidents", nil): return "'watchpost incident list --all' lists them"
        case ("units?status=available", _):
            return "'watchpost unit list --status available' lists those that are free"
        case ("units", _): return "'watchpost unit list' lists them"
        case ("drills", _): return "'watchpost drill list' lists them"
        case ("stations", _): return "'watchpost station list' lists them"
        case ("queues", _): return "a queue bears the id of whoever reads it, such as jn-017"
        default: return nil
        }
    }
}
