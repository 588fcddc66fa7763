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
        let secret = MD5.hexadecimal("\(user):\(realm):\(password)")
        let request = MD5.hexadecimal("\(method):\(uri)")
        let middle = withQuality ? "\(nonce):00000001:0a4f113b:auth" : nonce
        let response = MD5.hexadecimal("\(secret):\(middle):\(request)")
        let quality = withQuality ? ", qop=auth, nc=00000001, cnonce=\"0a4f113b\"" : ""
        return "Digest username=\"\(user)\", realm=\"\(realm)\", nonce=\"\(nonce)\", "
            + "uri=\"\(uri)\", response=\"\(response)\"\(quality)"
    }

    private func parameter(_ name: String) -> String {
        let start = challenge.firstRange(of: "\(name)=\"")!.upperBound
        return String(challenge[start...].prefix { $0 != "\"" })
    }
}
