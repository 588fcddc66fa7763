import Domain
import Foundation
import Media
import Testing

struct `A login` {
    private let user = Credentials(user: "Mufasa", password: "Circle of Life")

    private func refusal(_ challenges: String...) throws -> RTSPReply {
        let lines = challenges.map { "WWW-Authenticate: \($0)\r\n" }.joined()
        return try #require(RTSPReply(head: "RTSP/1.0 401 Unauthorized\r\n\(lines)\r\n".utf8))
    }

    /// The examples of RFC 7616 3.9.1.
    @Test(arguments: [
        (Digest.md5, "8ca523f5e9506fed4657c9700eebdbec"),
        (.sha256, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ])
    func `proves what the standard's own example proves`(digest: Digest, response: String) throws {
        let challenge = Challenge.read(
            "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", "
                + "algorithm=\(digest.rawValue), "
                + "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "
                + "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""
        )
        let text = RTSPLogin.digest(
            try #require(challenge.first),
            digest,
            user,
            "GET",
            "/dir/index.html",
            count: 1,
            client: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
        )
        #expect(text.contains("response=\"\(response)\""))
        #expect(text.contains("qop=auth, nc=00000001"))
    }

    /// The example of RFC 2069 2.4, as its erratum has it.
    @Test func `proves it also without quality of protection`() throws {
        let challenge = Challenge.read(
            "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"")
        let text = RTSPLogin.digest(
            try #require(challenge.first),
            .md5,
            Credentials(user: "Mufasa", password: "CircleOfLife"),
            "GET",
            "/dir/index.html",
            count: 1,
            client: "c"
        )
        #expect(text.contains("response=\"1949323746fe6a43ef61f9606e7febea\""))
        #expect(!text.contains("nc="))
    }

    @Test(arguments: [
        (["Basic realm=\"a\"", "Digest realm=\"a\", nonce=\"1\""], "Digest MD5"),
        (
            [
                "Digest realm=\"a\", nonce=\"1\", algorithm=md5",
                "Digest realm=\"a\", nonce=\"1\", algorithm=sha-256",
            ], "Digest SHA-256"
        ),
        (["Digest realm=\"a\", nonce=\"1\", algorithm=MD5-sess, Basic realm=\"b\""], "Digest MD5"),
        (["Basic realm=\"a, b\""], "Basic"),
    ])
    func `takes the strongest way that is offered`(offers: [String], way: String) throws {
        var login = RTSPLogin(user)
        let lines = offers.map { "WWW-Authenticate: \($0)\r\n" }.joined()
        let reply = try #require(RTSPReply(head: "RTSP/1.0 401 No\r\n\(lines)\r\n".utf8))
        #expect(login.authorization("DESCRIBE", "rtsp://a/") == nil)
        #expect(login.wasChallenged(by: reply) == .again)
        #expect(login.scheme == way)
        #expect(login.authorization("DESCRIBE", "rtsp://a/")?.hasPrefix(way.prefix(5)) == true)
    }

    @Test func `does not send a refused password again`() throws {
        var login = RTSPLogin(user)
        #expect(try login.wasChallenged(by: refusal("Digest realm=\"a\", nonce=\"1\"")) == .again)
        let again = try login.wasChallenged(by: refusal("Digest realm=\"a\", nonce=\"2\""))
        #expect(again == .refused(reason: "the camera refuses the user or password (401)"))
    }

    @Test func `is tried once more with a new nonce where the old one is stale`() throws {
        var login = RTSPLogin(user)
        _ = try login.wasChallenged(by: refusal("Digest realm=\"a\", nonce=\"1\""))
        let stale = try refusal("Digest realm=\"a\", nonce=\"2\", stale=TRUE")
        #expect(login.wasChallenged(by: stale) == .again)
        #expect(login.authorization("PLAY", "rtsp://a/")?.contains("nonce=\"2\"") == true)
        let third = try refusal("Digest realm=\"a\", nonce=\"3\", stale=true")
        #expect(login.wasChallenged(by: third) != .again)
    }

    @Test func `that was good before follows a new nonce, also where it is not called stale`()
        throws
    {
        var login = RTSPLogin(user)
        _ = try login.wasChallenged(by: refusal("Digest realm=\"a\", nonce=\"1\""))
        login.wasAdmitted()
        let new = try refusal("Digest realm=\"a\", nonce=\"2\"")
        #expect(login.wasChallenged(by: new) == .again)
        #expect(login.wasChallenged(by: new) != .again)
    }

    @Test func `never shows the password to who asked for a digest`() throws {
        var login = RTSPLogin(user)
        let odd = try refusal("Digest realm=\"a\", nonce=\"1\", algorithm=X", "Basic realm=\"a\"")
        guard case .refused(let reason) = login.wasChallenged(by: odd) else {
            Issue.record("it was shown")
            return
        }
        #expect(reason.contains("Digest with SHA-256 or MD5"))
    }

    @Test func `without a password says that one is needed`() throws {
        var login = RTSPLogin(nil)
        let verdict = try login.wasChallenged(by: refusal("Basic realm=\"a\""))
        #expect(verdict == .refused(reason: "the camera wants a user and password (401)"))
    }

    @Test func `reads what stands between quotes as it is`() {
        let found = Challenge.read("Digest realm=\"a, \\\"b\\\" = c\" , nonce=x,stale=FALSE")
        #expect(found.map(\.scheme) == ["digest"])
        #expect(found[0]["realm"] == "a, \\\"b\\\" = c")
        #expect(found[0]["nonce"] == "x" && !found[0].isStale)
    }
}
