import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing

/// A request, and how it is to be answered.
private struct Asked: Sendable, CustomStringConvertible {
    var method = "GET"
    var path: String
    var body: String?
    var status: Int
    var field: String?

    var description: String { "\(method) \(path) \(body ?? "")" }

    static func post(_ path: String, _ body: String, _ status: Int, _ field: String? = nil) -> Asked
    {
        Asked(method: "POST", path: path, body: body, status: status, field: field)
    }

    static func get(_ path: String, _ status: Int, _ field: String? = nil) -> Asked {
        Asked(path: path, status: status, field: field)
    }
}

struct `The API of a node` {
    private static let signals = "/v1/signals"
    private static let queue = "/v1/queues/jn-017"

    private static let mistakes: [Asked] = [
        .get("/nowhere", 404),
        .get("/v1/cameras/none", 404),
        .get("/v1/stations/none", 404),
        .get("/v1/queues/none", 404, "id"),
        .get("/v1/alerts/none", 404),
        .get("/v1/alerts/none/snapshot.jpg", 404),
        .get("\(queue)/alerts?after=x", 400, "after"),
        .get("\(queue)/alerts?after=1-99", 400, "after"),
        .get("\(queue)/alerts?after=9-1", 410, "after"),
        .get("\(queue)/alerts?since=yesterday", 400, "since"),
        .get("\(queue)/alerts?tail=-1", 400, "tail"),
        .get("\(queue)/alerts?type=burned", 400, "type"),
        .get("\(queue)/alerts?priority=9", 400, "priority"),
        .get("\(queue)/alerts?limit=0", 400, "limit"),
        .get("/v1/alerts?state=lost", 400, "state"),
        .get("/v1/alerts?queue=none", 400, "queue"),
        .get("/v1/alerts?open=perhaps", 400, "open"),
        .get("/v1/cameras?health=ill", 400, "health"),
        Asked(method: "DELETE", path: "/v1/cameras", status: 405),
        Asked(method: "POST", path: "/healthz", body: "{}", status: 405),
        .post(signals, "", 400),
        .post(signals, "[]", 400),
        .post(signals, "{\"source\":", 400),
        .post(signals, "{\"id\":\"1\",\"kind\":\"k\",\"station\":\"jn-017\"}", 400, "source"),
        .post(signals, signal(id: "5", quoted: false), 400, "id"),
        .post(signals, signal(id: "a\\u0000b"), 400, "id"),
        .post(signals, signal(station: "jn-999"), 400, "station"),
        .post(signals, signal(more: ",\"priority\":9"), 400, "priority"),
        .post(signals, signal(more: ",\"priority\":\"1\""), 400, "priority"),
        .post(signals, signal(more: ",\"position\":[117,36]"), 400, "position"),
        .post("/v1/alerts/none/accept", "{\"actor\":\"li\"}", 404),
        .post("/v1/alerts/none/accept", "{}", 400, "actor"),
        .post("/v1/alerts/none/accept", "{\"actor\":\"li\",\"expect\":\"lost\"}", 400, "expect"),
        .post("/v1/alerts/none/close", "{\"actor\":\"li\"}", 400, "disposition"),
        .post(
            "/v1/alerts/none/close",
            "{\"actor\":\"li\",\"disposition\":\"false-alarm\"}",
            400,
            "cause"
        ),
        .post(
            "/v1/alerts/none/close",
            "{\"actor\":\"li\",\"disposition\":\"real\",\"cause\":\"light\"}",
            400,
            "cause"
        ),
        .post("/v1/alerts/none/dispatch", "{\"actor\":\"li\"}", 400, "unit"),
        .post("/v1/alerts/none/dispatch", "{\"actor\":\"li\",\"unit\":\"x\"}", 400, "unit"),
        .post("/v1/alerts/none/note", "{\"actor\":\"li\"}", 400, "note"),
        .post("/v1/incidents/none/accept", "{\"actor\":\"li\"}", 404),
        .post("/v1/units/none/status", "{\"actor\":\"li\",\"status\":\"available\"}", 404),
        .post("/v1/units/jn-017-car-1/position", "{\"position\":[181,36]}", 400, "position"),
        .post(
            "/v1/units/jn-017-car-1/position",
            "{\"position\":[117,36],\"at\":\"2999-01-01T00:00:00Z\"}",
            400,
            "at"
        ),
        .post("/v1/drills", "{\"name\":\"d\",\"station\":\"jn-017\"}", 400, "actor"),
        .get("/v1/incidents/none", 404),
        .get("/v1/units/none", 404),
        .get("/v1/drills/none", 404),
        .get("/v1/reports/response?by=moon", 400, "by"),
        Asked(method: "DELETE", path: "/v1/drills", status: 405),
        Asked(method: "DELETE", path: "/v1/drills/none", status: 400, field: "actor"),
        .post("\(queue)/cursor", "{\"terminal\":\"w\",\"cursor\":\"1-7\"}", 400, "cursor"),
        .post("\(queue)/heartbeat", "{\"terminal\":\"\"}", 400, "terminal"),
    ]

    private static func signal(
        id: String = "1",
        quoted: Bool = true,
        station: String = "jn-017",
        more: String = ""
    ) -> String {
        let id = quoted ? "\"\(id)\"" : id
        return "{\"source\":\"s\",\"id\":\(id),\"kind\":\"k\",\"station\":\"\(station)\"\(more)}"
    }

    @Test func `answers every mistake with a problem that names the field and the fix`()
        async throws
    {
        let stage = try Stage()
        try await stage.withNode { node in
            for asked in Self.mistakes {
                let (status, headers, body) = try await node.ask(asked)
                let problem = try JSONSerialization.jsonObject(with: body) as? [String: Any]
                #expect(status == asked.status, "\(asked)")
                #expect(headers.first(name: "content-type") == "application/problem+json")
                #expect(problem?["status"] as? Int == asked.status)
                #expect(problem?["field"] as? String == asked.field, "\(asked)")
                #expect(problem?["fix"] is String, "\(asked): \(problem ?? [:])")
                #expect((status == 405) == (headers.first(name: "allow") != nil), "\(asked)")
            }
            // Nothing of it was taken.
            #expect(try await node.get(Self.queue).object["entries"] as? Int == 0)
        }
    }

    @Test func `takes no body that is not UTF-8, so that no two ids become one`() async throws {
        let stage = try Stage()
        try await stage.withNode { node in
            var body = Array(Self.signal(id: "?").utf8)
            body[body.firstIndex(of: UInt8(ascii: "?"))!] = 0xFF
            let (status, _) = try await node.post(Self.signals, bytes: body)
            #expect(status == 400)
        }
    }

    @Test func `streams as server-sent events, and goes on after the last id`() async throws {
        let stage = try Stage()
        try await stage.withNode { node in
            for id in 1...3 {
                let (status, _) = try await node.post(
                    Self.signals,
                    bytes: Array(Self.signal(id: "\(id)", more: ",\"priority\":4").utf8)
                )
                #expect(status == 201)
            }
            // Priority 4 has no ladder, whose entries would come in between when their time is there.
            let lines = try await node.serverSentEvents(of: "jn-017", lastID: "1-1", events: 3)
            #expect(lines.filter { $0.hasPrefix("id: ") } == [2, 3, 3].map { "id: 1-\($0)" })
            #expect(
                lines.filter { $0.hasPrefix("event: ") }
                    == ["raised", "raised", "caught-up"].map { "event: \($0)" }
            )
        }
    }

    @Test func `answers a repeated key once, and another request with it never`() async throws {
        let stage = try Stage()
        try await stage.withNode { node in
            let first = try await node.post(
                Self.signals, bytes: Array(Self.signal(id: "1").utf8), key: "k")
            let again = try await node.post(
                Self.signals, bytes: Array(Self.signal(id: "1").utf8), key: "k")
            let other = try await node.post(
                Self.signals, bytes: Array(Self.signal(id: "2").utf8), key: "k")
            let statuses: [Int] = [first.0, again.0, other.0]
            #expect(statuses == [201, 200, 422])
            #expect(first.1 == again.1)
            let raised = try await node.get("\(Self.queue)/alerts?type=raised").object
            #expect((raised["items"] as? [Any])?.count == 1)
        }
    }
}

extension RunningNode {
    fileprivate func ask(_ asked: Asked) async throws -> (Int, HTTPHeaders, Data) {
        var request = HTTPClientRequest(url: url + asked.path)
        request.method = HTTPMethod(rawValue: asked.method)
        if let body = asked.body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let body = try await response.body.collect(upTo: 1 << 20)
        return (Int(response.status.code), response.headers, Data(body.readableBytesView))
    }

    /// - Returns: the status and the alert that it was answered with.
    fileprivate func post(
        _ path: String,
        bytes: [UInt8],
        key: String? = nil
    ) async throws -> (Int, String?) {
        var request = HTTPClientRequest(url: url + path)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        if let key { request.headers.add(name: "Idempotency-Key", value: key) }
        request.body = .bytes(ByteBuffer(bytes: bytes))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let body = try await response.body.collect(upTo: 1 << 20)
        let object = try JSONSerialization.jsonObject(with: Data(body.readableBytesView))
        return (Int(response.status.code), (object as? [String: Any])?["alert"] as? String)
    }

    /// The lines of a stream up to its first so many events.
    fileprivate func serverSentEvents(
        of queue: String,
        lastID: String,
        events: Int
    ) async throws -> [String] {
        var request = HTTPClientRequest(url: "\(url)/v1/queues/\(queue)/alerts")
        request.headers.add(name: "accept", value: "text/event-stream")
        request.headers.add(name: "last-event-id", value: lastID)
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        var text = ""
        for try await chunk in response.body {
            text += String(buffer: chunk)
            if text.components(separatedBy: "\n\n").count > events { break }
        }
        return text.components(separatedBy: "\n")
    }
}
