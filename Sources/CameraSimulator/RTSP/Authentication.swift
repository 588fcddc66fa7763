package import Domain

/// What clients must prove before they see a camera.
package struct Authentication: Sendable, Hashable {
    package enum Scheme: String, Sendable, CaseIterable {
        case digest, basic
    }

    /// How a challenge is worded.
    struct Wording: Sendable {
        var realm = "watchpost"
        /// Whether `qop="auth"` is asked for, as RFC 2069 did not know it.
        var asksForQuality = true
        /// Whether MD5 is named, although it is what is meant where nothing is.
        var namesMD5 = true
        /// How many decimal digits a nonce has; else sixteen hexadecimal ones.
        var nonceDigits: Int?
    }

    enum Verdict: Equatable {
        case admitted
        /// Stale: the password is known, the nonce is over.
        case refused(isStale: Bool)
    }

    package let scheme: Scheme
    package let credentials: Credentials
    /// What a Digest may be made with, the best first.
    package var algorithms: [DigestAlgorithm] = [.md5]
    /// How many seconds a nonce is good, if not for ever.
    package var nonceSeconds: Double?
    /// How many requests a nonce is good for, if not for any number.
    package var nonceRequests: Int?

    package init(_ scheme: Scheme, _ credentials: Credentials) {
        self.scheme = scheme
        self.credentials = credentials
    }

    func nonces(_ wording: Wording, _ random: @escaping @Sendable () -> UInt64) -> Nonces {
        let digits = wording.nonceDigits
        return Nonces(
            seconds: nonceSeconds ?? .infinity,
            uses: nonceRequests ?? .max,
            make: { digits.map { random().decimal(digits: $0) } ?? random().hexadecimal }
        )
    }

    /// The challenges that a refused request is answered with, a header each.
    ///
    /// - Source: RFC 7616 3.3 and 3.7: the one that the server prefers comes first.
    func challenges(_ wording: Wording, nonce: String, isStale: Bool) -> [String] {
        let realm = "realm=\"\(wording.realm)\""
        guard scheme == .digest else { return ["Basic \(realm)"] }
        return algorithms.map { algorithm in
            var fields = [realm, "nonce=\"\(nonce)\""]
            if wording.asksForQuality { fields.append("qop=\"auth\"") }
            if wording.namesMD5 || algorithm != .md5 {
                fields.append("algorithm=\(algorithm.rawValue)")
            }
            if isStale { fields.append("stale=true") }
            return "Digest " + fields.joined(separator: ", ")
        }
    }

    /// Whether the request proves that its sender knows the password.
    func judge(
        _ request: RTSPRequest,
        _ wording: Wording,
        _ nonces: inout Nonces,
        at now: Moment
    ) -> Verdict {
        let header = AuthorizationHeader(request["authorization"] ?? "")
        guard header.scheme == scheme.rawValue else { return .refused(isStale: false) }
        if scheme == .basic {
            let expected = Base64.text("\(credentials.user):\(credentials.password)".utf8)
            return header.rest == expected ? .admitted : .refused(isStale: false)
        }
        let given = header.parameters
        guard matches(given, method: request.method, realm: wording.realm) else {
            return .refused(isStale: false)
        }
        switch nonces.standing(of: given["nonce"] ?? "", at: now) {
        case .good:
            nonces.use()
            return .admitted
        case .stale: return .refused(isStale: true)
        case .unknown: return .refused(isStale: false)
        }
    }

    private func matches(_ given: [String: String], method: String, realm: String) -> Bool {
        let named = (given["algorithm"] ?? DigestAlgorithm.md5.rawValue).uppercased()
        guard let algorithm = algorithms.first(where: { $0.rawValue == named }),
            given["username"] == credentials.user, given["realm"] == realm,
            let nonce = given["nonce"], let uri = given["uri"], let response = given["response"]
        else { return false }
        var quality: DigestAlgorithm.Quality?
        if let asked = given["qop"] {
            guard asked == "auth", let count = given["nc"], let client = given["cnonce"] else {
                return false
            }
            quality = DigestAlgorithm.Quality(count: count, client: client)
        }
        let expected = algorithm.response(
            (credentials.user, realm, credentials.password),
            (method, uri),
            nonce: nonce,
            quality: quality
        )
        return response.lowercased() == expected
    }
}

/// What a client says to prove who it is: `Digest name=value, name="quoted, value"`.
struct AuthorizationHeader {
    /// In lower case.
    let scheme: String
    let rest: String

    init(_ text: String) {
        let end = text.firstIndex(of: " ") ?? text.endIndex
        scheme = text[..<end].lowercased()
        rest = String(text[end...].drop { $0 == " " })
    }

    /// Names in lower case.
    var parameters: [String: String] {
        var result: [String: String] = [:]
        var rest = Substring(rest)
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
