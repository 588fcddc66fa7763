import Foundation
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A drill` {
    private static var body: [String: Any] {
        [
            "name": "night 3", "station": "jn-017", "actor": "li", "kind": "panic-button",
            "placeClass": "P1", "alerts": 3,
        ]
    }

    @Test func `raises marked alerts, is one with its key, and closes what is open when it stops`()
        async throws
    {
        try await Site().serve { port in
            let node = Asking(port: port)
            let begun = try await node.post("/v1/drills", Self.body, key: "d")
            #expect(begun.status == 201 && begun.object["alerts"] as? Int == 3, "\(begun)")
            let id = try #require(begun["drill"])
            let raised = try #require(begun.object["raised"] as? [String])
            #expect(Set(raised).count == 3)
            let again = try await node.post("/v1/drills", Self.body, key: "d")
            #expect(again.status == 201 && again["drill"] == id)
            #expect(begun["id"] == nil)
            #expect(again.object["raised"] as? [String] == raised)

            let more = try await node.raise("8", ["drill": id])
            let own = try await node.post(
                "/v1/signals",
                ["source": "drill", "id": "9", "kind": "x", "station": "jn-017"]
            )
            #expect(own.status == 400 && own["field"] == "source", "\(own)")
            for alert in raised + [more] {
                let told = try await node.get("/v1/alerts/\(alert)")
                #expect(told.object["exercise"] as? Bool == true && told["drill"] == id)
            }
            #expect(try await node.get("/v1/alerts/\(raised[0])")["placeClass"] == "P1")
            let listed = try await node.get("/v1/drills")
            #expect(listed.all("drill") == [id] && listed.items.first?["alerts"] as? Int == 4)

            let over = try await node.ask("DELETE", "/v1/drills/\(id)?actor=wang")
            #expect(over.status == 200 && over["stoppedBy"] == "wang", "\(over)")
            #expect(over["drill"] == id)
            for alert in raised {
                let told = try await node.get("/v1/alerts/\(alert)")
                #expect(told["state"] == "closed" && told["disposition"] == "drill")
            }
            let one = try await node.get("/v1/drills/\(id)")
            #expect(one["drill"] == id && one["stoppedBy"] == "wang")
            let twice = try await node.ask("DELETE", "/v1/drills/\(id)?actor=li")
            #expect(twice.status == 409 && twice["by"] == "wang")
            let late = try await node.post(
                "/v1/signals",
                ["source": "s", "id": "9", "kind": "k", "station": "jn-017", "drill": id])
            #expect(late.status == 409 && late["by"] == "wang")
        }
    }

    @Test func `has its alerts apart in the list of alerts, page by page`() async throws {
        try await Site().serve { port in
            let node = Asking(port: port)
            var real = [try await node.raise("1")]
            let begun = try await node.post("/v1/drills", Self.body)
            let raised = try #require(begun.object["raised"] as? [String])
            real.append(try await node.raise("2"))

            var found: [String] = []
            var next: String? = ""
            while let after = next {
                let page = try await node.get(
                    "/v1/alerts?exercise=true&limit=2" + (after.isEmpty ? "" : "&after=\(after)"))
                #expect(page.status == 200 && page.items.count <= 2)
                found += page.all("alert")
                next = page["next"]
            }
            #expect(found == raised.reversed())
            let others = try await node.get("/v1/alerts?exercise=false&queue=jn-017&open=true")
            #expect(others.all("alert") == real.reversed())
            let incident = try #require(
                try await node.get("/v1/alerts/\(raised[0])")["incident"])
            let none = try await node.get("/v1/alerts?incident=\(incident)&exercise=false")
            #expect(none.status == 200 && none.items.isEmpty)
            let all = try await node.get("/v1/alerts?incident=\(incident)&exercise=true")
            #expect(all.all("alert") == raised.reversed())
            #expect(try await node.get("/v1/alerts?exercise=maybe")["field"] == "exercise")
        }
    }

    private static var mistakes: [(change: [String: Any], field: String)] {
        [
            (["name": ""], "name"), (["station": "jn-999"], "station"), (["actor": ""], "actor"),
            (["alerts": 0], "alerts"), (["alerts": 51], "alerts"), (["priority": 5], "priority"),
            (["placeClass": "P2"], "placeClass"), (["station": "jn-018"], "station"),
        ]
    }

    @Test func `is refused by field, and nothing of it has begun`() async throws {
        try await Site().serve { port in
            let node = Asking(port: port)
            for (change, field) in Self.mistakes {
                let told = try await node.post("/v1/drills", Self.body.merging(change) { $1 })
                #expect(told.status == 400 && told["field"] == field, "\(change): \(told)")
            }
            #expect(try await node.get("/v1/drills").items.isEmpty)
            #expect(try await node.get("/v1/drills/none").status == 404)
            #expect(try await node.ask("DELETE", "/v1/drills/none?actor=li").status == 404)
            #expect(try await node.ask("DELETE", "/v1/drills/none")["field"] == "actor")
            let signal = try await node.post(
                "/v1/signals",
                ["source": "s", "id": "9", "kind": "k", "station": "jn-017", "drill": "none"])
            #expect(signal.status == 400 && signal["field"] == "drill")
        }
    }
}
