import CameraSimulator
import Foundation

/// A client's side of Digest and Basic authentication, for tests.
struct Proof {
    let challenge: String
    let user: String
    let password: String

    func header(_ method: String, _ uri: String, withQuality: Bool) -> String {
        guard challenge.hasPrefix("Digest") else {
            return "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
        }
        let realm = parameter("realm")
        let nonce = parameter("nonce")
        let algorithm: DigestAlgorithm = challenge.contains("SHA-256") ? .sha256 : .md5
        let response = algorithm.response(
            (user, realm, password),
            (method, uri),
            nonce: nonce,
            quality: withQuality
                ? DigestAlgorithm.Quality(count: "00000001", client: "0a4f113b") : nil
        )
        let quality = withQuality ? ", qop=auth, nc=00000001, cnonce=\"0a4f113b\"" : ""
        return "Digest username=\"\(user)\", realm=\"\(realm)\", nonce=\"\(nonce)\", "
            + "uri=\"\(uri)\", algorithm=\(algorithm.rawValue), response=\"\(response)\"\(quality)"
    }

    var nonce: String { parameter("nonce") }

    private func parameter(_ name: String) -> String {
        let start = challenge.firstRange(of: "\(name)=\"")!.upperBound
        return String(challenge[start...].prefix { $0 != "\"" })
    }
}
