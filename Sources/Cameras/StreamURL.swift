import Domain

/// Where a camera's stream is, as its file says it.
///
/// What is refused is never quoted: it may hold a password.
struct StreamURL {
    /// Where cameras may be, and which file says so; `nil` where that cannot be read.
    let networks: (allowed: NetworkList, file: String)?
    /// Whether a recording's path may stand in place of a URL.
    let allowsRecordings: Bool

    var expected: String {
        "rtsp://HOST/PATH" + (allowsRecordings ? " or a recording's path" : "")
    }

    /// - Returns: the URL or path; `nil` and the reason among the findings.
    func read(_ field: Field, _ findings: inout Findings) -> String? {
        guard let text = field.text(&findings) else { return nil }
        func refuse(_ message: String) -> String? {
            findings.mistake(field.value.line, "'\(field.name)' \(message)")
            return nil
        }
        guard text.utf8.count <= 2048 else { return refuse("is longer than 2048 bytes") }
        guard let mark = text.firstRange(of: "://") else {
            guard allowsRecordings else {
                return refuse(
                    "is no rtsp:// or rtsps:// URL; a recording is watched from a camera file"
                )
            }
            if !FileSource.exists(text) {
                if text.contains("@") {
                    return refuse("names no file, and no rtsp:// URL without user and password")
                }
                findings.warning(
                    field.value.line,
                    "'\(field.name)' names no file that is there; expected rtsp://… or a recording's "
                        + "path, seen from where Watchpost is started"
                )
            }
            return text
        }
        let scheme = text[..<mark.lowerBound].lowercased()
        let rest = text[mark.upperBound...]
        guard !rest.contains("@") else {
            return refuse(
                "holds a user or password, or an @ that is not written %40; take it out of the URL, "
                    + "put it into credentials.yaml, and name it in 'credentials:'"
            )
        }
        guard !Self.hasPassword(rest.lowercased()) else {
            return refuse(
                "holds a password; put it into credentials.yaml and name it in 'credentials:'"
            )
        }
        guard scheme == "rtsp" || scheme == "rtsps" else {
            let path = allowsRecordings ? " or a recording's path" : ""
            return refuse("has an unknown scheme; expected rtsp://… or rtsps://…\(path)")
        }
        guard !rest.contains(where: \.isWhitespace) else {
            return refuse("holds a space; write it %20")
        }
        guard let host = Self.host(rest.prefix { !"/?#".contains($0) }) else {
            return refuse(
                "has no host, or a port that is no number; expected rtsp://HOST[:PORT]/PATH")
        }
        if let networks, let address = AddressText.bytes(host), !networks.allowed.contains(address)
        {
            return refuse(
                "names \(host), which is in none of the networks that cameras may be in; correct "
                    + "it, or add its network to 'cameraNetworks' in \(networks.file)"
            )
        }
        return text
    }

    /// Whether some maker's parameter for a password has a value, in the query or in the path.
    private static func hasPassword(_ text: String) -> Bool {
        ["password=", "passwd=", "pass=", "pwd="].contains { name in
            text.ranges(of: name).contains { found in
                guard let next = text[found.upperBound...].first else { return false }
                return !"&/;?#_".contains(next)
            }
        }
    }

    /// The host's name or address; `nil` where there is none, or no port behind its colon.
    private static func host(_ authority: Substring) -> Substring? {
        var port: Substring?
        var host = authority
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            let tail = authority[authority.index(after: end)...]
            guard tail.isEmpty || tail.hasPrefix(":") else { return nil }
            port = tail.isEmpty ? nil : tail.dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = authority[authority.index(after: colon)...]
        }
        if let port {
            guard let number = UInt16(port), number > 0 else { return nil }
        }
        return host.isEmpty ? nil : host
    }
}
