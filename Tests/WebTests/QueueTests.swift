import Desk
import Foundation
import Testing
import Web

@Suite(.timeLimit(.minutes(5))) struct `A queue` {
    @Test func `has everyone who is told of something, by kind and name`() async throws {
        try await Site().serve { port in
            let node = Asking(port: port)
            let all = try await node.get("/v1/queues")
            let kinds = zip(all.all("id"), all.all("kind")).map { "\($0) \($1)" }
            #expect(
                kinds == [
                    "370100 city", "370102 district", "car-1 unit", "car-2 unit",
                    "duty-370102 duty-officer", "foot-1 unit", "jn 019 station", "jn-017 station",
                    "jn-018 station", "pcs-1 police-office",
                ]
            )
            #expect(all.all("name").prefix(2) == ["济南", "历下区"])
            let some = try await node.get("/v1/queues?kind=unit,city&limit=2")
            #expect(some.all("id") == ["370100", "car-1"] && some["next"] == "car-1")
            let unit = try await node.get("/v1/queues/car-1")
            #expect(unit["station"] == "jn-017" && unit["head"] == "1-0")
            #expect(try await node.get("/v1/queues?kind=crowd")["field"] == "kind")
            #expect(try await node.get("/v1/stations/car-1/alerts").status == 404)
        }
    }

    @Test func `of whoever is told of an alert has a stream, a cursor and terminals of its own`()
        async throws
    {
        let site = try Site()
        try await site.serve { port in
            let node = Asking(port: port)
            let alert = try await node.raise("1")
            // Nobody reads the station's queue: those behind it are told at once.
            for queue in ["duty-370102", "pcs-1", "jn-018", "jn%20019"] {
                let events = try await node.get("/v1/queues/\(queue)/alerts")
                #expect(events.all("type") == ["watchpost.stage.fired.v1"], "\(queue)")
                #expect(events.all("sequence") == ["1"])
                let data = try #require(events.items.first?["data"] as? [String: Any])
                #expect(data["alert"] as? String == alert)
                #expect(data["stage"] as? String == "neighbours")
                let told = try await node.post(
                    "/v1/queues/\(queue)/cursor",
                    ["terminal": "desk", "cursor": "1-1", "after": "1-0"])
                // Only the station's own terminals deliver an alert.
                #expect(told.status == 200 && told.object["delivered"] as? Int == 0)
                let known = try await node.get("/v1/queues/\(queue)")
                let terminals = known.object["terminals"] as? [[String: Any]]
                #expect(terminals?.first?["cursor"] as? String == "1-1")
                #expect(known.object["openAlerts"] as? Int == 1)
            }
            let stream = try await Wire(
                port: port,
                first: """
                    GET /v1/queues/pcs-1/alerts HTTP/1.1\r
                    Host: x\r
                    Accept: text/event-stream\r\n\r\n
                    """
            )
            try await stream.until("event: caught-up")
            _ = try await node.raise("2", ["priority": 1])
            let live = try await stream.until("id: 1-2\nevent: fired\n")
            #expect(live.contains("\"source\":\"/queues/pcs-1\""))
            await stream.close()
        }
    }

    @Test func `of a station is attended once a terminal shows that it lives`() async throws {
        try await Site().serve { port in
            let node = Asking(port: port)
            let before = try await node.get("/v1/stations/jn-017")
            #expect(before.object["attended"] as? Bool == false)
            #expect(before.object["adjacent"] as? [String] == ["jn 019", "jn-018"])
            #expect(before.object["units"] as? [String] == ["car-1", "car-2"])
            #expect(before["dutyOfficer"] == "duty-370102" && before["policeOffice"] == "pcs-1")
            let beat = try await node.post("/v1/queues/jn-017/heartbeat", ["terminal": "wall"])
            #expect(beat.status == 200)
            let list = try await node.get("/v1/stations")
            let attended = list.items.filter { $0["attended"] as? Bool == true }
            #expect(attended.compactMap { $0["id"] as? String } == ["jn-017"])
            // The desk knows it too: nobody else is told of what comes now.
            _ = try await node.raise("1")
            #expect(try await node.get("/v1/queues/pcs-1/alerts").items.isEmpty)
        }
    }

    @Test func `filters by a type in full, or by the word that several end with`() async throws {
        try await Site().serve { port in
            let node = Asking(port: port)
            let alert = try await node.raise("1")
            _ = try await node.post("/v1/alerts/\(alert)/accept", ["actor": "li"])
            _ = try await node.post(
                "/v1/alerts/\(alert)/arrive", ["actor": "car-1", "unit": "car-1"])
            let filters = [
                ("accepted", ["watchpost.alert.accepted.v1", "watchpost.order.accepted.v1"]),
                ("watchpost.order.accepted.v1", ["watchpost.order.accepted.v1"]),
                ("fired,sent", ["watchpost.stage.fired.v1", "watchpost.order.sent.v1"]),
            ]
            for (filter, types) in filters {
                let told = try await node.get("/v1/queues/jn-017/alerts?type=\(filter)")
                #expect(told.all("type") == types, "\(filter)")
            }
            for type in EntryType.allCases {
                let told = try await node.get("/v1/queues/jn-017/alerts?type=\(type.eventType)")
                #expect(told.status == 200, "\(type)")
            }
        }
    }
}
