import Foundation

/// Where a node answers: scheme, host, port, and a path where a proxy puts it under one.
struct ServerAddress: Sendable, Hashable, CustomStringConvertible {
    /// Without a slash at its end.
    let description: String

    static let standard = "http://127.0.0.1:8480"

    /// Reads a URL.
    ///
    /// - Throws: `ServerAddressError`, which never repeats a password.
    init(_ text: String) throws(ServerAddressError) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "http" || scheme == "https", let host = parts.host, !host.isEmpty,
            (1...65_535).contains(parts.port ?? 1)
        else { throw .notAServer(text.contains("@") ? "the URL" : "'\(text)'") }
        guard parts.user == nil, parts.password == nil else { throw .credentials(host: host) }
        guard parts.query == nil, parts.fragment == nil else { throw .notAServer("'\(text)'") }
        var whole = text
        while whole.hasSuffix("/") { whole.removeLast() }
        description = whole
    }

    /// The URL of a resource; parts and values are encoded.
    func url(_ path: [String], query: [(String, String)] = []) -> String {
        let place = path.map { "/" + Self.encoded($0) }.joined()
        let values = query.map { "\($0.0)=\(Self.encoded($0.1))" }.joined(separator: "&")
        return description + place + (values.isEmpty ? "" : "?" + values)
    }

    /// - Source: RFC 3986, 2.3: all but the unreserved characters.
    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    )
}

enum ServerAddressError: Error, CustomStringConvertible {
    case notAServer(String)
    case credentials(host: String)

    var description: String {
        switch self {
        case .notAServer(let text):
            "\(text) names no server: give scheme and host, such as \(ServerAddress.standard)"
        case .credentials(let host):
            "the URL of server \(host) carries a user or password: leave them out and set "
                + "WATCHPOST_TOKEN"
        }
    }
}
