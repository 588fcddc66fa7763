package import Domain

/// What clients must prove before they see a camera.
package struct Authentication: Sendable, Hashable {
    package enum Scheme: String, Sendable, CaseIterable {
        case digest, basic
    }

    package let scheme: Scheme
    package let credentials: Credentials

    package init(_ scheme: Scheme, _ credentials: Credentials) {
        self.scheme = scheme
        self.credentials = credentials
    }

    static let realm = "watchpost"

    /// The challenge that a refused request is answered with.
    func challenge(nonce: String) -> String {
        switch scheme {
        case .basic: "Basic realm=\"\(Self.realm)\""
        case .digest:
            "Digest realm=\"\(Self.realm)\", nonce=\"\(nonce)\", qop=\"auth\", algorithm=MD5"
        }
    }

    /// Whether the request proves that its sender knows the password.
    func admits(_ request: RTSPRequest, nonce: String) -> Bool {
        guard let header = request["authorization"],
            let space = header.firstIndex(of: " "),
            header[..<space].lowercased() == scheme.rawValue
        else { return false }
        let rest = header[space...].drop { $0 == " " }
        return switch scheme {
        case .basic:
            rest == Base64.text("\(credentials.user):\(credentials.password)".utf8)
        case .digest:
            digestMatches(Self.parameters(rest), method: request.method, nonce: nonce)
        }
    }

    /// - Source: RFC 2617 3.2.2, RFC 7616 3.4; without `qop` as in RFC 2069, as many cameras do it.
    private func digestMatches(
        _ given: [String: String],
        method: String,
        nonce: String
    ) -> Bool {
        guard given["username"] == credentials.user, given["realm"] == Self.realm,
            given["nonce"] == nonce, let uri = given["uri"], let response = given["response"]
        else { return false }
        let user = "\(credentials.user):\(Self.realm):\(credentials.password)"
        let secret = MD5.hexadecimal(user)
        let request = MD5.hexadecimal("\(method):\(uri)")
        let middle: String
        if let quality = given["qop"] {
            guard quality == "auth", let count = given["nc"], let client = given["cnonce"] else {
                return false
            }
            middle = "\(nonce):\(count):\(client):\(quality)"
        } else {
            middle = nonce
        }
        return response.lowercased() == MD5.hexadecimal("\(secret):\(middle):\(request)")
    }

    /// Reads `name=value, name="quoted, value"`.
    private static func parameters(_ text: Substring) -> [String: String] {
        var result: [String: String] = [:]
        var rest = text
        while let equals = rest.firstIndex(of: "=") {
            let name = rest[..<equals].filter { $0 != " " && $0 != "," }.lowercased()
            rest = rest[rest.index(after: equals)...]
            var value = ""
            if rest.first == "\"" {
                rest = rest.dropFirst()
                while let character = rest.popFirst(), character != "\"" {
                    // A backslash takes the next character as it is.
                    value.append(character == "\\" ? rest.popFirst() ?? character : character)
                }
            } else {
                let end = rest.firstIndex(of: ",") ?? rest.endIndex
                value = rest[..<end].filter { $0 != " " }
                rest = rest[end...]
            }
            result[name] = value
        }
        return result
    }
}
