import Delivery
import Testing
import Web

@Suite(.timeLimit(.minutes(5))) struct `A connection` {
    private static let wrong: [(bytes: String, status: Int)] = [
        ("\u{16}\u{3}\u{1}\r\n\r\n", 400),
        ("GET\r\n\r\n", 400),
        ("G ET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n", 400),
        (
            "POST /v1/signals HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400
        ),
        ("GET /\(String(repeating: "a", count: 5000)) HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        ("GET / HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "a", count: 17_000))\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\n\(String(repeating: "X: y\r\n", count: 101))\r\n", 431),
        (
            "POST /v1/signals HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Connection: close\r\nContent-Length: 65537\r\n\r\n"
                + String(repeating: " ", count: 65_537), 413
        ),
    ]

    @Test func `that brings what is no request is told so in a problem, and closed`() async throws {
        let site = try Site()
        try await site.serve { port in
            for (bytes, status) in Self.wrong {
                let wire = try await Wire(port: port)
                try await wire.send(bytes)
                let reply = Reply(await wire.rest())
                #expect(reply.status == status, "\(bytes.prefix(60))")
                #expect(reply.fields["content-type"] == "application/problem+json")
                #expect(reply.fields["server"] == "watchpost")
                #expect(reply.body.contains("\"fix\":"))
            }
            #expect(site.traffic.figures.malformed == 8)
        }
    }

    @Test(arguments: [
        ("", ""),
        ("GET /healthz HTTP/1.1\r\nHost", ""),
        (
            "POST /v1/signals HTTP/1.1\r\nContent-Type: application/json\r\n"
                + "Content-Length: 9\r\n\r\n{", "HTTP/1.1 408 Request Timeout"
        ),
        ("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 OK"),
    ])
    func `that brings no whole request in time is closed`(
        bytes: String,
        answer: String
    ) async throws {
        let site = try Site(WebLimits(request: 0.3))
        try await site.serve { port in
            let wire = try await Wire(port: port, first: bytes)
            #expect((await wire.rest()).hasPrefix(answer))
            #expect(site.traffic.figures.late == 1)
        }
    }

    @Test(arguments: [
        "HTTP/1.0\r\n", "HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n",
        "HTTP/1.1\r\nHost: x\r\nConnection: te, close\r\n",
    ])
    func `whose request is to be its last is closed after the answer`(end: String) async throws {
        let site = try Site()
        try await site.serve { port in
            let wire = try await Wire(port: port, first: "GET /healthz \(end)\r\n")
            #expect((await wire.rest()).hasSuffix("{\"status\":\"alive\"}"))
            #expect(site.traffic.figures.late == 0)
        }
    }

    @Test func `that carries a stream may stay`() async throws {
        let site = try Site(WebLimits(request: 0.3))
        try await site.serve { port in
            let stream = try await Wire.stream(port: port)
            try await stream.until("caught-up")
            // Others come and are closed meanwhile.
            for _ in 0..<3 { _ = await (try await Wire(port: port)).rest() }
            try site.write(1)
            try await stream.until("event: raised")
        }
    }

    @Test func `too many is told so, and may come again when others have gone`() async throws {
        let site = try Site(WebLimits(connections: 2))
        try await site.serve { port in
            let first = try await Wire.stream(port: port)
            let second = try await Wire(port: port)
            try await first.until("caught-up")
            await site.until { site.traffic.figures.open == 2 }
            let third = try await Reply.to("GET", "/healthz", port: port)
            #expect(third.status == 503 && third.fields["retry-after"] == "5")
            #expect(third.body.contains("too many connections are open"))
            await second.close()
            await site.until { site.traffic.figures.open == 1 }
            #expect(try await Reply.to("GET", "/healthz", port: port).status == 200)
            #expect(site.traffic.figures.refused == 1)
        }
    }
}
