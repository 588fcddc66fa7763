import Foundation
import Testing

@Suite(.timeLimit(.minutes(5))) struct `An incident` {
    @Test func `of a storm of 200 alerts is answered with three actions`() async throws {
        try await Site().serve { port in
            let node = Asking(port: port)
            let first = try await node.raise("0")
            for number in 1..<200 { _ = try await node.raise("\(number)") }
            let list = try await node.get("/v1/incidents?station=jn-017&open=true")
            #expect(list.all("incident") == [first])
            #expect(list.items.first?["alerts"] as? Int == 200)
            #expect(list.items.first?["storm"] as? Bool == true)

            let path = "/v1/incidents/\(first)"
            let actions: [(String, [String: Any], String)] = [
                ("accept", ["actor": "li"], "accepted"),
                ("dispatch", ["actor": "li", "unit": "car-1"], "dispatched"),
                ("close", ["actor": "li", "disposition": "real"], "closed"),
            ]
            for (verb, body, state) in actions {
                let told = try await node.post("\(path)/\(verb)", body)
                #expect(told.status == 200 && told.object["changed"] as? Int == 200, "\(verb)")
                #expect(Set(told.all("state")) == [state])
                #expect(told.all("alert").contains(first))
            }
            let after = try await node.get(path)
            #expect(after.object["open"] as? Int == 0 && after.items.count == 200)
            #expect(after.object["units"] as? [String] == ["car-1"])
            #expect(try await node.get("/v1/incidents?open=true").items.isEmpty)
            // The unit was told of the 200 alerts by one order.
            let orders = try await node.get("/v1/queues/car-1/alerts?type=sent").items
            let data = try #require(orders.first?["data"] as? [String: Any])
            #expect(orders.count == 1 && (data["alerts"] as? [String])?.count == 200)
        }
    }

    @Test func `takes an action for those of its alerts that it fits, or says what became of them`()
        async throws
    {
        try await Site().serve { port in
            let node = Asking(port: port)
            let first = try await node.raise("1")
            let second = try await node.raise("2")
            _ = try await node.post("/v1/alerts/\(first)/accept", ["actor": "wang"])
            let path = "/v1/incidents/\(first)"
            let told = try await node.post("\(path)/accept", ["actor": "li"])
            #expect(told.object["changed"] as? Int == 1 && told.all("alert") == [second])
            let none = try await node.post("\(path)/accept", ["actor": "li"])
            #expect(none.status == 409 && none["state"] == "accepted", "\(none)")
            #expect(none["detail"]?.contains("of the 2 open alerts") == true)
            _ = try await node.post("\(path)/close", ["actor": "li", "disposition": "no-action"])
            let over = try await node.post("\(path)/contain", ["actor": "li"])
            #expect(over.status == 409 && over["state"] == "closed" && over["by"] == "li")
            #expect(over["detail"]?.hasPrefix("of the 2 alerts of incident") == true, "\(over)")
        }
    }

    @Test func `has the same alerts in a queue whether it is asked for or not`() async throws {
        try await Site().serve { port in
            let node = Asking(port: port)
            let first = try await node.raise("1")
            let second = try await node.raise("2")
            for queue in try await node.get("/v1/queues").all("id") {
                let all = try await node.get("/v1/alerts?queue=\(queue)").all("alert")
                let own = try await node.get("/v1/alerts?queue=\(queue)&incident=\(first)")
                #expect(own.all("alert") == all, "\(queue)")
            }
            // Nobody reads the station's queue, and whoever stands behind it is told by the first.
            let officer = try await node.get("/v1/alerts?queue=duty-370102&incident=\(first)")
            #expect(officer.all("alert") == [second, first])
        }
    }

    @Test func `answers what the action changed, and the same to a repeat`() async throws {
        try await Site().serve { port in
            let node = Asking(port: port)
            let first = try await node.raise("1")
            let second = try await node.raise("2")
            let third = try await node.raise("3")
            _ = try await node.post("/v1/alerts/\(third)/accept", ["actor": "li"])
            // The neighbours were told by the first, which is closed, and hear of it by the third.
            let body: [String: Any] = ["actor": "li", "disposition": "real", "expect": "raised"]
            for _ in 1...2 {
                let told = try await node.post("/v1/incidents/\(first)/close", body, key: "k")
                #expect(told.status == 200 && told.object["changed"] as? Int == 2, "\(told)")
                #expect(told.all("alert") == [first, second])
                #expect(Set(told.all("state")) == ["closed"])
            }
            let last = try await node.get("/v1/alerts/\(third)/history").items.last
            #expect((last?["type"] as? String)?.contains("noted") == true)
        }
    }

    @Test func `of one alert is spoken of as one`() async throws {
        try await Site().serve { port in
            let node = Asking(port: port)
            let path = "/v1/incidents/\(try await node.raise("1"))"
            _ = try await node.post("\(path)/accept", ["actor": "wang"])
            let told = try await node.post("\(path)/accept", ["actor": "li"])
            #expect(told["detail"]?.hasPrefix("of the 1 open alert of") == true, "\(told)")
        }
    }

    @Test func `lists its alerts, and is found by its station, in pages`() async throws {
        try await Site().serve { port in
            let node = Asking(port: port)
            let first = try await node.raise("1")
            _ = try await node.raise("2")
            let drill = try await node.post(
                "/v1/drills", ["name": "d", "station": "jn-017", "actor": "li"])
            let exercise = try #require((drill.object["raised"] as? [String])?.first)
            let page = try await node.get("/v1/incidents?limit=1")
            #expect(page.all("incident") == [exercise] && page["next"] == exercise)
            let rest = try await node.get("/v1/incidents?limit=1&after=\(exercise)")
            #expect(rest.all("incident") == [first] && rest["next"] == nil)
            #expect(try await node.get("/v1/incidents?station=jn-018").items.isEmpty)
            let alerts = try await node.get("/v1/alerts?incident=\(first)&limit=1")
            #expect(alerts.items.count == 1)
            let last = try await node.get(
                "/v1/alerts?incident=\(first)&after=\(alerts["next"] ?? "")")
            #expect(last.all("alert") == [first])
            #expect(try await node.get("/v1/alerts?incident=none").status == 400)
            #expect(try await node.get("/v1/incidents/none").status == 404)
            #expect(try await node.get("/v1/incidents?after=none").status == 400)
            #expect(try await node.get("/v1/incidents?station=jn-01")["field"] == "station")
        }
    }
}
