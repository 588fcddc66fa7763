import Domain
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A patrol unit` {
    private static let here = FixedClock.wall.description

    @Test func `says where it is, and the nearest come first`() async throws {
        try await Site().serve { port in
            let node = Asking(port: port)
            let unknown = try await node.get("/v1/units/car-1")
            #expect(unknown["status"] == "available" && unknown.object["position"] == nil)
            for (verb, unit, east) in [("PUT", "car-1", 0.02), ("POST", "foot-1", 0.01)] {
                let told = try await node.ask(
                    verb, "/v1/units/\(unit)/position",
                    ["position": [117 + east, 36.6], "at": Self.here])
                #expect(told.status == 200 && told["positionAt"] == Self.here, "\(told)")
                #expect(told.object["positionAge"] as? Double == 0)
            }
            let near = try await node.get("/v1/units?near=117,36.6&status=available")
            #expect(near.all("id") == ["foot-1", "car-1", "car-2"])
            let metres = try #require(near.items.first?["distance"] as? Double)
            #expect((880...900).contains(metres))
            #expect(near.items.last?["distance"] == nil)
            let page = try await node.get("/v1/units?near=117,36.6&limit=1")
            let rest = try await node.get("/v1/units?near=117,36.6&after=\(page["next"] ?? "")")
            #expect(rest.all("id") == ["car-1", "car-2"])
            #expect(try await node.get("/v1/units?station=jn-017").all("id") == ["car-1", "car-2"])
            #expect(try await node.get("/v1/units?limit=1")["next"] == "car-1")
        }
    }

    private typealias Mistake = (path: String, body: [String: Any], status: Int, field: String?)

    private static var mistakes: [Mistake] {
        [
            ("car-9/position", ["position": [117, 36.6]], 404, nil),
            ("car-1/position", ["position": [217, 36.6]], 400, "position"),
            ("car-1/position", ["position": [117, -90.1]], 400, "position"),
            ("car-1/position", ["position": [117]], 400, "position"),
            ("car-1/position", ["position": "here"], 400, "position"),
            ("car-1/position", [:], 400, "position"),
            ("car-1/position", ["position": [117, 36.6], "at": "noon"], 400, "at"),
            (
                "car-1/position",
                [
                    "position": [117, 36.6],
                    "at": FixedClock.wall.advanced(bySeconds: 6).description,
                ], 400, "at"
            ),
            ("car-9/status", ["status": "available", "actor": "li"], 404, nil),
            ("car-1/status", ["status": "asleep", "actor": "li"], 400, "status"),
            ("car-1/status", ["status": "available"], 400, "actor"),
            ("car-1/status", ["status": "onscene", "actor": "li"], 409, "status"),
        ]
    }

    @Test func `that is nowhere, in the future or in no such status is refused by field`()
        async throws
    {
        try await Site().serve { port in
            let node = Asking(port: port)
            for verb in ["PUT", "POST"] {
                for (path, body, status, field) in Self.mistakes {
                    let told = try await node.ask(verb, "/v1/units/\(path)", body)
                    #expect(told.status == status && told["field"] == field, "\(path): \(told)")
                    #expect(told["fix"] != nil, "\(path): \(told)")
                }
            }
            for query in ["near=here", "near=117", "near=117,99", "status=lost", "station=jn-9"] {
                let told = try await node.get("/v1/units?\(query)")
                #expect(told.status == 400, "\(query)")
                #expect(told["field"] == query.split(separator: "=").first.map(String.init))
            }
            #expect(try await node.get("/v1/units/car-9").status == 404)
            #expect(try await node.get("/v1/units/car-1").object["position"] == nil)
        }
    }

    @Test func `has its orders in its queue, and is not free before they are over`() async throws {
        try await Site().serve { port in
            let node = Asking(port: port)
            let alert = try await node.raise("1")
            _ = try await node.post(
                "/v1/alerts/\(alert)/dispatch", ["actor": "li", "unit": "car-1"])
            let unit = try await node.get("/v1/units/car-1")
            #expect(unit["status"] == "committed" && unit["by"] == "li")
            let orders = try #require(unit.object["orders"] as? [[String: Any]])
            #expect(orders.first?["alert"] as? String == alert)
            let queue = try await node.get("/v1/queues/car-1/alerts")
            #expect(queue.all("type") == ["watchpost.order.sent.v1"])
            #expect(queue.all("source") == ["/queues/car-1"])
            #expect(try await node.get("/v1/alerts?queue=car-1").all("alert") == [alert])

            let free = ["status": "available", "actor": "car-1"]
            let busy = try await node.post("/v1/units/car-1/status", free)
            #expect(busy.status == 409 && busy["detail"]?.contains(alert) == true)
            let there = ["status": "onscene", "actor": "car-1"]
            #expect(try await node.post("/v1/units/car-1/status", there)["status"] == "onscene")
            #expect(try await node.get("/v1/alerts/\(alert)")["state"] == "onscene")
            _ = try await node.post(
                "/v1/alerts/\(alert)/close", ["actor": "li", "disposition": "real"])
            #expect(try await node.get("/v1/units/car-1")["status"] == "available")
        }
    }
}
