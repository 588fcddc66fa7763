package import Domain
import Foundation

/// Proves to a camera that the node knows its password, and sees that no account gets locked.
///
/// A password that was refused is not sent again on the way to the same stream. Basic, which shows
/// the password, is not used on that way once the camera has offered Digest.
package struct RTSPLogin {
    private let credentials: Credentials?
    private var accepted: Challenge?
    private var digest: Digest?
    private var count = 0
    private var wasOfferedDigest = false
    /// Whether the camera took the password once on this connection.
    private var isProven = false
    private var isSecondTry = false
    /// Whether a camera has asked for a login that it has not yet seen.
    private(set) var isPending = false

    package init(_ credentials: Credentials?) { self.credentials = credentials }

    package enum Verdict: Equatable {
        /// The request may be sent once more, with what `authorization` says now.
        case again
        case refused(reason: String)
    }

    /// Such as `Digest SHA-256`; `nil` where nobody has asked.
    package var scheme: String? {
        guard accepted != nil else { return nil }
        return digest.map { "Digest " + $0.rawValue } ?? "Basic"
    }

    /// Notes that a request was answered well.
    package mutating func wasAdmitted() {
        (isSecondTry, isPending) = (false, false)
        if accepted != nil { isProven = true }
    }

    /// Takes in a 401.
    package mutating func wasChallenged(by reply: RTSPReply) -> Verdict {
        let offers = reply.all("www-authenticate").flatMap(Challenge.read)
        guard credentials != nil else {
            return .refused(reason: "the camera wants a user and password (401)")
        }
        wasOfferedDigest = wasOfferedDigest || offers.contains { $0.scheme == "digest" }
        let choice = Self.best(of: offers, mayBeBasic: !wasOfferedDigest)
        if let old = accepted {
            let isNew = choice?.challenge["nonce"] != old["nonce"]
            let isWelcome = choice?.challenge.isStale == true || (isProven && isNew)
            guard isWelcome, isNew, !isSecondTry else {
                return .refused(reason: "the camera refuses the user or password (401)")
            }
        }
        guard let choice else {
            return .refused(
                reason: "the camera asks for a way to log in that is not known here (401); "
                    + "known are Digest with SHA-256 or MD5, and Basic"
            )
        }
        isSecondTry = accepted != nil
        accepted = choice.challenge
        digest = choice.digest
        count = 0
        isPending = true
        return .again
    }

    private static func best(
        of offers: [Challenge],
        mayBeBasic: Bool
    ) -> (challenge: Challenge, digest: Digest?)? {
        for wanted in [Digest.sha256, .md5] {
            for offer in offers where offer.scheme == "digest" && offer["nonce"] != nil {
                let name = (offer["algorithm"] ?? "MD5").uppercased()
                let isOpen = qualities(of: offer).map { $0.contains("auth") } ?? true
                if isOpen, name == wanted.rawValue || name == wanted.rawValue + "-SESS" {
                    return (offer, wanted)
                }
            }
        }
        guard mayBeBasic else { return nil }
        return offers.first { $0.scheme == "basic" }.map { ($0, nil) }
    }

    private static func qualities(of offer: Challenge) -> [String]? {
        guard let list = offer["qop"], !list.isEmpty else { return nil }
        return list.split { $0 == "," || $0.isWhitespace }.map { $0.lowercased() }
    }

    /// The `Authorization` of a request; `nil` where the camera has asked for none.
    package mutating func authorization(_ method: String, _ url: String) -> String? {
        guard let credentials, let accepted else { return nil }
        guard let digest else {
            let pair = "\(credentials.user):\(credentials.password)"
            return "Basic " + Data(pair.utf8).base64EncodedString()
        }
        count += 1
        // Nobody else can tell it beforehand, which is all that it is for.
        let seed = "\(credentials.password):\(accepted["nonce"] ?? ""):\(count):\(Watch.now)"
        let client = String(digest.hexadecimal(seed).prefix(16))
        return Self.digest(
            accepted, digest, credentials, method, url, count: count, client: client)
    }

    /// - Source: RFC 7616 3.4; without `qop` as in RFC 2069, as many cameras do it.
    package static func digest(
        _ challenge: Challenge,
        _ digest: Digest,
        _ credentials: Credentials,
        _ method: String,
        _ url: String,
        count: Int,
        client: String
    ) -> String {
        let realm = challenge["realm"] ?? ""
        let nonce = challenge["nonce"] ?? ""
        var secret = digest.hexadecimal("\(credentials.user):\(realm):\(credentials.password)")
        if challenge["algorithm"]?.lowercased().hasSuffix("-sess") == true {
            secret = digest.hexadecimal("\(secret):\(nonce):\(client)")
        }
        let request = digest.hexadecimal("\(method):\(url)")
        let digits = String(count, radix: 16)
        let number = String(repeating: "0", count: max(0, 8 - digits.count)) + digits
        let hasQuality = qualities(of: challenge) != nil
        let middle = hasQuality ? "\(nonce):\(number):\(client):auth" : nonce
        let response = digest.hexadecimal("\(secret):\(middle):\(request)")
        var text =
            "Digest username=\"\(quoted(credentials.user))\", realm=\"\(realm)\", "
            + "nonce=\"\(nonce)\", uri=\"\(url)\", response=\"\(response)\""
        if let name = challenge["algorithm"] { text += ", algorithm=\(name)" }
        if let opaque = challenge["opaque"] { text += ", opaque=\"\(opaque)\"" }
        if hasQuality {
            text += ", qop=auth, nc=\(number), cnonce=\"\(client)\""
        } else if challenge["algorithm"]?.lowercased().hasSuffix("-sess") == true {
            text += ", cnonce=\"\(client)\""
        }
        return text
    }

    private static func quoted(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            if character == "\"" || character == "\\" { result.append("\\") }
            result.append(character)
        }
    }
}
