import CameraSimulator
import Domain
import Testing

@Suite struct `A Digest` {
    /// - Source: RFC 7616 3.9.1.
    @Test(arguments: [
        (DigestAlgorithm.md5, "8ca523f5e9506fed4657c9700eebdbec"),
        (.sha256, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ])
    func `is what RFC 7616 computes`(algorithm: DigestAlgorithm, response: String) {
        let quality = DigestAlgorithm.Quality(
            count: "00000001",
            client: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
        )
        let made = algorithm.response(
            ("Mufasa", "http-auth@example.org", "Circle of Life"),
            ("GET", "/dir/index.html"),
            nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
            quality: quality
        )
        #expect(made == response)
    }

    /// - Source: RFC 2617 3.5, RFC 2069 2.4 with its erratum.
    @Test func `is what the older standards compute`() {
        let quality = DigestAlgorithm.Quality(count: "00000001", client: "0a4f113b")
        let nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093"
        let newer = DigestAlgorithm.md5.response(
            ("Mufasa", "testrealm@host.com", "Circle Of Life"),
            ("GET", "/dir/index.html"),
            nonce: nonce,
            quality: quality
        )
        #expect(newer == "6629fae49393a05397450978507c4ef1")
        let older = DigestAlgorithm.md5.response(
            ("Mufasa", "testrealm@host.com", "CircleOfLife"),
            ("GET", "/dir/index.html"),
            nonce: nonce,
            quality: nil
        )
        #expect(older == "1949323746fe6a43ef61f9606e7febea")
    }
}

@Suite(.serialized) struct `A simulated camera with a password` {
    private static let credentials = Credentials(user: "admin", password: "p@:/# \"x")

    private func proof(_ challenge: String, _ password: String = credentials.password) -> Proof {
        Proof(challenge: challenge, user: "admin", password: password)
    }

    @Test(arguments: Authentication.Scheme.allCases)
    func `asks for it and admits who knows it`(scheme: Authentication.Scheme) async throws {
        let demanded = Authentication(scheme, Self.credentials)
        try await withServer(authentication: demanded) { _, urls, port in
            let client = try RTSPClient(port: port)
            let first = try client.ask("DESCRIBE", urls[0])
            #expect(first.status == 401)
            let challenge = first.headers["www-authenticate"] ?? ""
            #expect(challenge.lowercased().hasPrefix(scheme.rawValue))
            for (password, status) in [("wrong", 401), (Self.credentials.password, 200)] {
                for withQuality in [false, true] {
                    let header = proof(challenge, password)
                        .header("DESCRIBE", urls[0], withQuality: withQuality)
                    let reply = try client.ask("DESCRIBE", urls[0], ["Authorization": header])
                    #expect(reply.status == status, "\(scheme), quality \(withQuality)")
                }
            }
            // What proves one request proves no other.
            let header = proof(challenge).header("DESCRIBE", urls[0], withQuality: true)
            let other = try client.ask("SETUP", urls[0], ["Authorization": header])
            #expect(other.status == (scheme == .digest ? 401 : 461))
        }
    }

    @Test(arguments: [[DigestAlgorithm.sha256, .md5], [.sha256], [.md5]])
    func `takes the digests that it offers and no other`(
        offered: [DigestAlgorithm]
    ) async throws {
        var demanded = Authentication(.digest, Self.credentials)
        demanded.algorithms = offered
        try await withServer(authentication: demanded) { _, urls, port in
            let client = try RTSPClient(port: port)
            let challenges = try client.ask("DESCRIBE", urls[0]).all("www-authenticate")
            #expect(challenges.count == offered.count)
            for algorithm in DigestAlgorithm.allCases {
                // Made with either from the same nonce.
                let challenge = challenges[0].replacing("SHA-256", with: "MD5")
                    .replacing("MD5", with: algorithm.rawValue)
                let header = proof(challenge).header("DESCRIBE", urls[0], withQuality: true)
                let reply = try client.ask("DESCRIBE", urls[0], ["Authorization": header])
                #expect(reply.status == (offered.contains(algorithm) ? 200 : 401))
            }
        }
    }

    @Test func `calls a nonce stale after so many requests, and takes the fresh one`() async throws
    {
        var demanded = Authentication(.digest, Self.credentials)
        demanded.nonceRequests = 2
        try await withServer(authentication: demanded) { _, urls, port in
            try expectStale(after: 2, urls[0], try RTSPClient(port: port)) {}
        }
    }

    @Test func `calls a nonce stale after so many seconds, and takes the fresh one`() async throws {
        var demanded = Authentication(.digest, Self.credentials)
        demanded.nonceSeconds = 30
        let clock = ShiftedClock()
        try await withServer(authentication: demanded, clock: clock) { _, urls, port in
            try expectStale(after: 1, urls[0], try RTSPClient(port: port)) {
                clock.advance(bySeconds: 31)
            }
        }
    }

    private func expectStale(
        after requests: Int,
        _ url: String,
        _ client: RTSPClient,
        _ wait: () -> Void
    ) throws {
        func ask(_ proof: Proof) throws -> RTSPClient.Reply {
            let header = proof.header("DESCRIBE", url, withQuality: true)
            return try client.ask("DESCRIBE", url, ["Authorization": header])
        }
        let challenge = try client.ask("DESCRIBE", url).headers["www-authenticate"] ?? ""
        #expect(!challenge.contains("stale"))
        for _ in 0..<requests { #expect(try ask(proof(challenge)).status == 200) }
        wait()
        // Who does not know the password is not told that the nonce is over.
        let wrong = try ask(proof(challenge, "wrong"))
        #expect(wrong.headers["www-authenticate"]?.contains("stale") == false)
        let stale = try ask(proof(challenge))
        #expect(stale.status == 401)
        let fresh = stale.headers["www-authenticate"] ?? ""
        #expect(fresh.contains("stale=true"))
        #expect(proof(fresh).nonce != proof(challenge).nonce)
        #expect(try ask(proof(fresh)).status == 200)
    }
}
