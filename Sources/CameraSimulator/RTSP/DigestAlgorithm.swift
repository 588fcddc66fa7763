import Crypto
import Foundation

/// The hash that Digest authentication is made with.
///
/// - Source: RFC 7616 3.2, 3.4; without `qop` as in RFC 2069, as many cameras do it.
package enum DigestAlgorithm: String, Sendable, CaseIterable {
    case md5 = "MD5"
    case sha256 = "SHA-256"

    /// What a client adds to its answer where `qop=auth` is asked for.
    package struct Quality: Sendable {
        /// `nc`, as it was sent: eight hexadecimal digits.
        package let count: String
        /// `cnonce`.
        package let client: String

        package init(count: String, client: String) {
            self.count = count
            self.client = client
        }
    }

    /// The `response` by which a client proves that it knows the password.
    package func response(
        _ credentials: (user: String, realm: String, password: String),
        _ request: (method: String, uri: String),
        nonce: String,
        quality: Quality?
    ) -> String {
        let secret = hash("\(credentials.user):\(credentials.realm):\(credentials.password)")
        let asked = hash("\(request.method):\(request.uri)")
        let middle = quality.map { "\(nonce):\($0.count):\($0.client):auth" } ?? nonce
        return hash("\(secret):\(middle):\(asked)")
    }

    /// In lower-case hexadecimal digits.
    private func hash(_ text: String) -> String {
        let bytes = Data(text.utf8)
        switch self {
        case .md5: return Insecure.MD5.hash(data: bytes).digits
        case .sha256: return SHA256.hash(data: bytes).digits
        }
    }
}

extension Digest {
    fileprivate var digits: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
