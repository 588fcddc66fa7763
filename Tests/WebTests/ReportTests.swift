import Desk
import Domain
import Foundation
import Testing
import Web

@Suite(.timeLimit(.minutes(5))) struct `A report over HTTP` {
    @Test func `counts what was answered, as JSON or as lines for a spreadsheet`() async throws {
        try await Site().serve { port in
            let node = Asking(port: port)
            for (number, cause) in ["light", "animal", nil].enumerated() {
                let alert = try await node.raise("\(number)")
                var body: [String: Any] = ["actor": "li", "disposition": "real"]
                if let cause {
                    body = ["actor": "li", "disposition": "false-alarm", "cause": cause]
                }
                _ = try await node.post("/v1/alerts/\(alert)/close", body)
            }
            _ = try await node.raise("9")
            _ = try await node.post(
                "/v1/drills", ["name": "d", "station": "jn-017", "actor": "li", "alerts": 2])
            // What is raised now is before no time but one to come.
            let soon = FixedClock.wall.advanced(bySeconds: 1).description
                .replacing("+", with: "%2B")
            let response = try await node.get("/v1/reports/response?until=\(soon)")
            let groups = try #require(response.object["groups"] as? [[String: Any]])
            let station = try #require(groups.first { $0["group"] as? String == "jn-017" })
            #expect(station["alerts"] as? Int == 4 && station["closed"] as? Int == 3)
            let accepted = try #require(station["accepted"] as? [String: Any])
            #expect(accepted["inTime"] as? Int == 3 && accepted["p50Seconds"] as? Double == 0)

            let drills = try await node.get(
                "/v1/reports/response?until=\(soon)&exercise=true&by=priority")
            #expect((drills.object["total"] as? [String: Any])?["alerts"] as? Int == 2)

            let wolves = try await node.get("/v1/reports/false-alarms?until=\(soon)")
            let source = try #require((wolves.object["sources"] as? [[String: Any]])?.first)
            #expect(source["source"] as? String == "gate" && source["falseAlarms"] as? Int == 2)
            #expect(source["share"] as? Double == 0.6667)

            for (query, accept) in [("&format=csv", "*/*"), ("", "text/csv, */*;q=0.1")] {
                let reply = try await Reply.to(
                    "GET", "/v1/reports/response?until=\(soon)\(query)", port: port,
                    ["Accept": accept])
                #expect(reply.fields["content-type"]?.hasPrefix("text/csv; charset=utf-8") == true)
                let lines = reply.body.components(separatedBy: "\r\n")
                #expect(lines[0].hasPrefix("station,name,alerts,open,closed,"))
                #expect(lines.contains { $0.hasPrefix("jn-017,jn-017,4,1,3,0,0,") })
            }
        }
    }

    @Test(arguments: [
        ("from=yesterday", "from"), ("from=1s&until=2s", "from"), ("by=moon", "by"),
        ("by=hour,day", "by"), ("station=jn-9", "station"), ("format=pdf", "format"),
        ("exercise=some", "exercise"),
    ])
    func `is refused by field`(query: String, field: String) async throws {
        try await Site().serve { port in
            let told = try await Asking(port: port).get("/v1/reports/response?\(query)")
            #expect(told.status == 400 && told["field"] == field, "\(told)")
        }
    }

    @Test func `of the ledger's end changes with every entry`() async throws {
        try await Site().serve { port in
            let node = Asking(port: port)
            let empty = try await node.get("/v1/ledger/head")
            #expect(empty.object["count"] as? Int == 0)
            _ = try await node.raise("1")
            let head = try await node.get("/v1/ledger/head")
            // The raise, and those behind the station who are told.
            #expect(head.object["count"] as? Int == 2)
            #expect(head["hash"]?.count == 64 && head["hash"] != empty["hash"])
            #expect(head["at"] == FixedClock.wall.description)
        }
    }
}

/// A desk that can take nothing now.
private struct RefusingDesk: FrontDesk {
    let error: DeskError

    func submit(_ request: DeskRequest, key: RequestKey?) async throws(DeskError) -> DeskReply {
        throw error
    }
}

@Suite(.timeLimit(.minutes(5))) struct `What cannot be written now` {
    private typealias Write = (method: String, path: String, body: [String: Any]?)

    private static var writes: [Write] {
        let verbs = ["accept", "dispatch", "enroute", "arrive", "contain", "release", "note"]
        let actions = ["alerts", "incidents"].flatMap { collection -> [Write] in
            let acting = ["actor": "li", "unit": "car-1", "note": "n"]
            let closing = ["actor": "li", "disposition": "real"]
            return verbs.map { ("POST", "/v1/\(collection)/A1/\($0)", acting) }
                + [("POST", "/v1/\(collection)/A1/close", closing)]
        }
        return actions + [
            ("POST", "/v1/signals", ["source": "s", "id": "1", "kind": "k", "station": "jn-017"]),
            ("POST", "/v1/drills", ["name": "d", "station": "jn-017", "actor": "li"]),
            ("DELETE", "/v1/drills/A1?actor=li", nil),
            ("PUT", "/v1/units/car-1/position", ["position": [117, 36.6]]),
            ("POST", "/v1/units/car-1/status", ["status": "available", "actor": "li"]),
            ("POST", "/v1/queues/jn-017/cursor", ["terminal": "w", "cursor": "1-0"]),
            ("POST", "/v1/queues/jn-017/heartbeat", ["terminal": "w"]),
        ]
    }

    @Test func `is answered 507 where the disk is full, and 503 where too much waits`()
        async throws
    {
        let site = try Site()
        for (error, status) in [(DeskError.ledger(.full), 507), (.busy, 503), (.stopping, 503)] {
            try await site.serve(RefusingDesk(error: error)) { port in
                for (method, path, body) in Self.writes {
                    let told = try await Asking(port: port).ask(method, path, body)
                    #expect(told.status == status, "\(method) \(path): \(told)")
                    #expect(told["fix"] != nil, "\(path)")
                }
            }
        }
    }
}
