import Delivery
import Desk
import Domain
import Foundation
import Storage
import Testing
import Web

@Suite(.timeLimit(.minutes(5))) struct `A request` {
    private func problem(_ body: String) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any] ?? [:]
    }

    private static let unknown: [(path: String, field: String, fix: String)] = [
        ("/v1/alerts?limt=5", "limt", "did you mean 'limit'?"),
        ("/v1/alerts/A1?verbose=1", "verbose", "give none"),
        ("/v1/queues/jn-017/alerts?afer=1-0", "afer", "did you mean 'after'?"),
        ("/healthz?x", "x", "give none"),
        (
            "/v1/alerts?limit=5&limit=6", "limit",
            "give it once; a list has commas between its words"
        ),
        ("/v1/alerts?limit=%zz", "limit", "write a percent sign as %25"),
        ("/v1/alerts?queue=%ff", "queue", "write a percent sign as %25"),
        ("/v1/alerts?queue=a%00b", "queue", "leave them out"),
        ("/v1/alerts/%f", "id", "write a percent sign as %25"),
    ]

    @Test func `with a parameter that is unknown, doubled or unreadable is refused by name`()
        async throws
    {
        let site = try Site()
        try await site.serve { port in
            for (path, field, fix) in Self.unknown {
                let reply = try await Reply.to("GET", path, port: port)
                #expect(reply.status == 400, "\(path)")
                let problem = try problem(reply.body)
                #expect(problem["field"] as? String == field, "\(path)")
                #expect(problem["fix"] as? String == fix, "\(path)")
            }
        }
    }

    private static let documents: [(path: String, body: String, field: String, fix: String)] = [
        (
            "/v1/signals", "{\"source\":\"a\",\"id\":\"1\",\"kind\":\"k\",\"staton\":\"jn-017\"}",
            "staton", "did you mean 'station'?"
        ),
        ("/v1/signals", "{\"a\":{\"source\":1},\"id\":[\"x\",\"y\"]}", "a", "one of: source, id, "),
        ("/v1/signals", "{\"id\":\"1\",\"id\":\"2\"}", "id", "give it once"),
        ("/v1/signals", "{\"id\":\"1,\\\"x\\\":\",\"\\u0069d\":\"2\"}", "id", "give it once"),
        (
            "/v1/alerts/A1/accept", "{\"actor\":\"li\",\"units\":\"u\"}", "units",
            "did you mean 'unit'?"
        ),
        (
            "/v1/units/car-1/position", "{\"position\":[117,36.6],\"when\":\"now\"}", "when",
            "one of: position, "
        ),
        (
            "/v1/queues/jn-017/heartbeat", "{\"terminal\":\"w\",\"cursor\":\"1-0\"}", "cursor",
            "one of: "
        ),
    ]

    @Test func `with a field that is unknown or doubled is refused by name`() async throws {
        let site = try Site()
        try await site.serve { port in
            for (path, body, field, fix) in Self.documents {
                let reply = try await Reply.to("POST", path, port: port, body: body)
                let problem = try problem(reply.body)
                #expect(reply.status == 400 && problem["field"] as? String == field, "\(problem)")
                #expect((problem["fix"] as? String)?.hasPrefix(fix) == true, "\(problem)")
            }
        }
    }

    @Test func `finds what its path names with percent signs`() async throws {
        let site = try Site()
        try await site.serve { port in
            let found = try await Reply.to("GET", "/v1/stations/jn%20019", port: port)
            #expect(found.status == 200 && found.body.contains("\"id\":\"jn 019\""))
            let page = try await Reply.to("GET", "/v1/queues/%6an%2D017/alerts", port: port)
            #expect(page.status == 200)
        }
    }

    @Test func `brings JSON and says so, since a browser sends nothing else unasked`() async throws
    {
        let site = try Site()
        try await site.serve { port in
            let types = [
                "application/x-www-form-urlencoded": 415, "text/plain": 415, "": 415,
                "application/json; charset=gbk": 415, "application/json": 200,
                "Application/JSON; charset=\"UTF-8\"": 200, "application/cloudevents+json": 200,
            ]
            for (type, status) in types {
                let reply = try await Reply.to(
                    "POST", "/v1/queues/jn-017/heartbeat", port: port, ["Content-Type": type],
                    body: "{\"terminal\":\"wall\"}")
                #expect(reply.status == status, "\(type)")
            }
        }
    }

    @Test func `that takes no kind of the answer is told which there are`() async throws {
        let site = try Site()
        try await site.serve { port in
            let kinds: [(String, String, Int, String)] = [
                ("/v1/alerts", "text/html", 406, "application/problem+json"),
                ("/v1/alerts", "text/html, */*;q=0.1", 200, "application/json"),
                ("/v1/alerts", "application/*", 200, "application/json"),
                ("/v1/alerts", "application/json;q=0, */*", 406, "application/problem+json"),
                ("/metrics", "application/openmetrics-text, text/plain;q=0.5", 200, "text/plain"),
                ("/v1/queues/jn-017/alerts", "*/*", 200, "application/json"),
                ("/v1/queues/jn-017/alerts", "image/png", 406, "application/problem+json"),
                (
                    "/v1/queues/jn-017/alerts", "application/x-ndjson, application/json;q=0.9", 200,
                    "application/x-ndjson"
                ),
            ]
            for (path, accept, status, type) in kinds {
                let reply = try await Reply.to("GET", path, port: port, ["Accept": accept])
                #expect(reply.status == status, "\(path) \(accept)")
                #expect(reply.fields["content-type"]?.hasPrefix(type) == true, "\(path) \(accept)")
            }
        }
    }

    @Test func `by a verb that is not for its path is told those that are`() async throws {
        let site = try Site()
        try await site.serve { port in
            for verb in ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"] {
                let reply = try await Reply.to(verb, "/v1/alerts/A1", port: port)
                #expect(reply.status == 405, "\(verb)")
                #expect(reply.fields["allow"] == "GET, HEAD, OPTIONS")
            }
            let get = try await Reply.to("GET", "/v1/signals", port: port)
            #expect(get.status == 405 && get.fields["allow"] == "POST, OPTIONS")
            let options = try await Reply.to("OPTIONS", "/v1/queues/q/cursor", port: port)
            #expect(options.status == 204 && options.fields["allow"] == "POST, OPTIONS")
            #expect(try await Reply.to("OPTIONS", "/v2", port: port).status == 404)
        }
    }

    @Test func `by HEAD has the fields of GET and no body, also of a stream`() async throws {
        let site = try Site()
        try site.write(3)
        try await site.serve { port in
            for path in ["/v1/alerts", "/healthz", "/v1/alerts/A1/snapshot.jpg", "/v1/alerts/none"]
            {
                let get = try await Reply.to("GET", path, port: port)
                let head = try await Reply.to("HEAD", path, port: port)
                #expect(head.status == get.status && head.body == "", "\(path)")
                #expect(head.fields["content-length"] == get.fields["content-length"], "\(path)")
                #expect(head.fields["content-type"] == get.fields["content-type"], "\(path)")
            }
            // Nothing follows the head, so that the connection is good for the next request.
            let wire = try await Wire(port: port)
            try await wire.send(
                """
                HEAD /v1/queues/jn-017/alerts HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r
                GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n
                """
            )
            let text = await wire.rest()
            #expect(text.contains("text/event-stream"))
            #expect(text.contains("\r\n\r\nHTTP/1.1 200 OK"))
            #expect(text.hasSuffix("{\"status\":\"alive\"}"))
        }
    }

    @Test func `for a picture is kept in the register, by whom and under one name`() async throws {
        let site = try Site()
        try site.write(1)
        try await site.serve { port in
            for path in ["/v1/alerts/A1/snapshot.jpg", "/v1/alerts/%411//snapshot.jpg"] {
                let fields = ["User-Agent": "wall/2"]
                let reply = try await Reply.to("GET", path, port: port, fields)
                #expect(reply.status == 200)
            }
            _ = try await Reply.to("GET", "/v1/alerts/A1", port: port)
        }
        let lookUps = try site.lookUps()
        #expect(lookUps.count == 2)
        #expect(lookUps.filter { $0.what == "/v1/alerts/A1/snapshot.jpg" }.count == 2)
        #expect(lookUps.filter { $0.caller == "127.0.0.1 wall/2" }.count == 2)
    }

    @Test func `for a part of a picture gets that part, unless the picture is another`()
        async throws
    {
        let site = try Site()
        try site.write(2)
        try await site.serve { port in
            let path = "/v1/alerts/A1/snapshot.jpg"
            let whole = try await Reply.to("HEAD", path, port: port)
            let tag = try #require(whole.fields["etag"])
            #expect(whole.fields["accept-ranges"] == "bytes")
            #expect(whole.fields["cache-control"] == "no-store")
            let parts: [([String: String], Int, String?, String)] = [
                (["Range": "bytes=0-9"], 206, "bytes 0-9/200", "10"),
                (["Range": "bytes=190-"], 206, "bytes 190-199/200", "10"),
                (["Range": "bytes=-5"], 206, "bytes 195-199/200", "5"),
                (["Range": "bytes=100-999"], 206, "bytes 100-199/200", "100"),
                (["Range": "bytes=0-9", "If-Range": tag], 206, "bytes 0-9/200", "10"),
                (["Range": "bytes=0-9", "If-Range": "\"other\""], 200, nil, "200"),
                (["Range": "bytes=0-1,4-5"], 200, nil, "200"),
                (["Range": "bytes=9-1"], 200, nil, "200"),
                (["Range": "lines=1-2"], 200, nil, "200"),
                (["If-None-Match": tag], 304, nil, ""),
            ]
            for (fields, status, range, length) in parts {
                let reply = try await Reply.to("GET", path, port: port, fields)
                #expect(reply.status == status, "\(fields)")
                #expect(reply.fields["content-range"] == range, "\(fields)")
                #expect(reply.fields["content-length"] ?? "" == length, "\(fields)")
            }
            let beyond = try await Reply.to("GET", path, port: port, ["Range": "bytes=200-"])
            #expect(beyond.status == 416 && beyond.fields["content-range"] == "bytes */200")
            let none = try await Reply.to("GET", "/v1/alerts/A2/snapshot.jpg", port: port)
            #expect(none.status == 404)
        }
    }

    @Test func `with a key is answered once, and another with the same key never`() async throws {
        let site = try Site()
        try site.write(1)
        try await site.serve { port in
            func send(_ verb: String, _ body: String, key: String) async throws -> Reply {
                try await Reply.to(
                    "POST", "/v1/queues/jn-017/\(verb)", port: port, ["Idempotency-Key": key],
                    body: body)
            }
            let cursor = "{\"terminal\":\"wall\",\"cursor\":\"1-1\"}"
            let first = try await send("cursor", cursor, key: "k")
            #expect(first.status == 200 && first.body.contains("\"delivered\":1"))
            let again = try await send("cursor", cursor, key: "k")
            #expect(again.body == first.body && again.status == 200)
            #expect(try await send("heartbeat", "{\"terminal\":\"wall\"}", key: "k").status == 422)
            #expect(try await send("heartbeat", "{\"terminal\":\"wall\"}", key: "").status == 400)
            let long = String(repeating: "k", count: 129)
            #expect(try await send("heartbeat", "{\"terminal\":\"wall\"}", key: long).status == 400)

            let signal = "{\"source\":\"s\",\"id\":\"1\",\"kind\":\"k\",\"station\":\"jn-017\"}"
            func raise(_ body: String, key: String) async throws -> Int {
                try await Reply.to(
                    "POST", "/v1/signals", port: port, ["Idempotency-Key": key], body: body
                ).status
            }
            #expect(try await raise(signal, key: "k") == 422)
            #expect(try await raise(signal, key: "s") == 201)
            #expect(try await raise(signal, key: "s") == 200)
            #expect(try await send("heartbeat", "{\"terminal\":\"wall\"}", key: "s").status == 422)
        }
    }

    @Test func `that fails inside is not told how, only where to look`() async throws {
        let site = try Site()
        try await site.serve { port in
            try site.ledger.close()
            let reply = try await Reply.to("GET", "/v1/alerts", port: port)
            #expect(reply.status == 500)
            let problem = try problem(reply.body)
            #expect(problem["detail"] as? String == "the node failed to answer")
            #expect((problem["request"] as? String)?.isEmpty == false)
            #expect(!reply.body.lowercased().contains("sql") && !reply.body.contains("closed"))
        }
    }
}
