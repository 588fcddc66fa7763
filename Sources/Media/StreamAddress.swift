package import Domain

/// Where a stream is: an `rtsp://` URL or a recording's path, and who may read it.
///
/// Printed it never shows a password, however the URL was written.
package struct StreamAddress: Hashable, Sendable, CustomStringConvertible,
    CustomDebugStringConvertible
{
    package let description: String
    let place: Place
    let credentials: Credentials?
    let transport: StreamTransport

    package var debugDescription: String { description }
    /// Whether a camera is behind it, and not a recording.
    package var isLive: Bool { if case .rtsp = place { true } else { false } }

    /// In a word: `tcp`, `udp`, `tls` or `file`.
    var wayOfTransport: String {
        switch place {
        case .rtsp(let target): target.isSecure ? "tls" : transport.rawValue
        case .file: "file"
        case .refused: transport.rawValue
        }
    }

    enum Place: Hashable, Sendable {
        case rtsp(RTSPTarget)
        case file(path: String)
        /// What cannot be opened, and why.
        case refused(MediaError.Kind, reason: String)
    }

    /// Reads a URL or path; one that makes no sense is refused when it is opened.
    ///
    /// User and password within the URL count where `credentials` is `nil`.
    package init(
        _ url: String,
        credentials: Credentials? = nil,
        transport: StreamTransport = .tcp
    ) {
        let parsed = Self.parse(url)
        place = parsed.place
        description = parsed.shown
        self.credentials = credentials ?? parsed.credentials
        self.transport = transport
    }
}

extension StreamAddress {
    private typealias Parsed = (place: Place, shown: String, credentials: Credentials?)

    private static func parse(_ url: String) -> Parsed {
        guard let mark = url.firstRange(of: "://") else {
            return (.file(path: url), url, nil)
        }
        let scheme = url[..<mark.lowerBound].lowercased()
        let rest = url[mark.upperBound...]
        guard !rest.contains(where: \.isMarkedSign) else {
            let reason = "the URL has a mark such as an accent upon a sign; take it out"
            return (.refused(.invalid, reason: reason), "\(scheme)://•••", nil)
        }
        switch scheme {
        case "rtsp", "rtsps":
            return rtsp(rest, scheme: scheme)
        case "file":
            let path = rest.removingPercentEncoding
            return (.file(path: path), path, nil)
        default:
            let way =
                "'\(scheme)' is not served; use an rtsp:// or rtsps:// URL or a recording's path"
            return (.refused(.unsupported, reason: way), "\(scheme)://\(masked(rest))", nil)
        }
    }

    private static func rtsp(_ text: Substring, scheme: String) -> Parsed {
        let end = text.firstIndex { "/?#".contains($0) } ?? text.endIndex
        var authority = text[..<end]
        var credentials: Credentials?
        if let at = authority.lastIndex(of: "@") {
            let parts = authority[..<at].split(
                separator: ":",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            credentials = Credentials(
                user: parts[0].removingPercentEncoding,
                password: parts.count > 1 ? parts[1].removingPercentEncoding : ""
            )
            authority = authority[authority.index(after: at)...]
        }
        let rest = text[end...].prefix { $0 != "#" }
        let isClean = !text.unicodeScalars.contains { $0.value <= 0x20 || $0.value == 0x7F }
        guard let (host, port) = hostAndPort(authority), isClean else {
            let reason = "the URL is malformed; it reads \(scheme)://HOST[:PORT]/PATH"
            return (.refused(.invalid, reason: reason), "\(scheme)://\(masked(text))", nil)
        }
        let shown = "\(scheme)://\(authority)\(maskedQuery(rest))"
        let target = RTSPTarget(
            host: host,
            port: port,
            rest: String(rest),
            isSecure: scheme == "rtsps"
        )
        return (.rtsp(target), shown, credentials)
    }

    private static func hostAndPort(_ authority: Substring) -> (String, Int?)? {
        var host = authority
        var port: Substring?
        if authority.first == "[" {
            guard let close = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<close]
            let tail = authority[authority.index(after: close)...]
            guard tail.isEmpty || tail.first == ":" else { return nil }
            port = tail.isEmpty ? nil : tail.dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = authority[authority.index(after: colon)...]
        }
        guard !host.isEmpty else { return nil }
        guard let port else { return (String(host), nil) }
        guard let number = Int(port), (1...65535).contains(number) else { return nil }
        return (String(host), number)
    }

    /// What may be shown of a URL that could not be read: nothing before its last `@`.
    private static func masked(_ text: Substring) -> String {
        guard let at = text.lastIndex(of: "@") else { return maskedQuery(text) }
        return "•••" + maskedQuery(text[at...])
    }

    /// Hides passwords that cameras take in the path or query, as in
    /// `/user=admin&password=…&channel=1`.
    private static func maskedQuery(_ text: Substring) -> String {
        var shown = ""
        var rest = text
        while let mark = rest.firstRange(ofAnyOf: ["password=", "passwd=", "pwd=", "pass="]) {
            shown += rest[..<mark.upperBound] + "•••"
            let value = rest[mark.upperBound...]
            rest = value.firstIndex(of: "&").map { value[$0...] } ?? value[value.endIndex...]
        }
        return shown + rest
    }
}

extension Substring {
    /// The text with `%XX` read; as it stands where that gives no text.
    fileprivate var removingPercentEncoding: String {
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self) ?? String(self)
    }
}

extension StringProtocol {
    fileprivate func firstRange(of word: String) -> Range<Index>? { firstRange(ofAnyOf: [word]) }

    /// The first of some words of ASCII in lower case, however it is written.
    ///
    /// Byte for byte: a mark upon a letter's neighbour must not hide a password's name, and some
    /// letters are of another length in lower case.
    fileprivate func firstRange(ofAnyOf words: [String]) -> Range<Index>? {
        for start in utf8.indices {
            for word in words {
                let found = utf8[start...].prefix(word.utf8.count)
                if found.elementsEqual(word.utf8, by: { ($0 | ($0.isUpper ? 0x20 : 0)) == $1 }) {
                    return start..<found.endIndex
                }
            }
        }
        return nil
    }
}

extension Character {
    /// Whether it is a sign such as `@` or `&` that readers of characters would not take for one.
    fileprivate var isMarkedSign: Bool {
        guard let first = unicodeScalars.first, unicodeScalars.count > 1, self != "\r\n" else {
            return false
        }
        return first.isASCII && !first.properties.isAlphabetic
    }
}

extension UInt8 {
    fileprivate var isUpper: Bool { (0x41...0x5A).contains(self) }
}
