import Desk
import Domain
import Foundation
import Testing
import Web

@Suite(.timeLimit(.minutes(5))) struct `An action` {
    private static var life: [(verb: String, body: [String: Any], state: String)] {
        [
            ("accept", ["actor": "li", "expect": "raised"], "accepted"),
            ("dispatch", ["actor": "li", "unit": "car-1", "note": "by the back"], "dispatched"),
            ("enroute", ["actor": "car-1"], "enroute"),
            ("arrive", ["actor": "car-1", "unit": "car-1"], "onscene"),
            ("contain", ["actor": "car-1", "unit": "car-1"], "contained"),
            ("note", ["actor": "li", "note": "two boys"], "contained"),
            ("close", ["actor": "li", "disposition": "real"], "closed"),
            ("note", ["actor": "li", "note": "sent home"], "closed"),
        ]
    }

    @Test func `brings an alert forward, and its history says who did what after how long`()
        async throws
    {
        try await Site().serve { port in
            let node = Asking(port: port)
            let alert = try await node.raise("1")
            for (verb, body, state) in Self.life {
                let told = try await node.post("/v1/alerts/\(alert)/\(verb)", body)
                #expect(told.status == 200 && told["state"] == state, "\(verb): \(told)")
                #expect(told["alert"] == alert)
            }
            let history = try await node.get("/v1/alerts/\(alert)/history")
            let words = history.all("type").map { $0.split(separator: ".")[1...2] }
            #expect(
                words.map { $0.joined(separator: ".") } == [
                    "alert.raised", "stage.fired", "alert.accepted", "alert.dispatched",
                    "order.sent", "order.accepted", "alert.enroute", "alert.onscene",
                    "alert.contained", "alert.noted", "alert.closed", "alert.noted",
                ]
            )
            let data = history.items.compactMap { $0["data"] as? [String: Any] }
            #expect(data[2]["actor"] as? String == "li" && data[2]["elapsed"] as? Double == 0)
            #expect(data[3]["unit"] as? String == "car-1")
            #expect(data[9]["note"] as? String == "two boys")
        }
    }

    @Test func `that is given back leaves the deadlines as they were`() async throws {
        try await Site().serve { port in
            let node = Asking(port: port)
            let alert = try await node.raise("1")
            let before = try await node.get("/v1/alerts/\(alert)")
            _ = try await node.post(
                "/v1/alerts/\(alert)/dispatch", ["actor": "li", "unit": "car-1"])
            let told = try await node.post("/v1/alerts/\(alert)/release", ["actor": "li"])
            #expect(told["state"] == "raised" && told.object["units"] == nil)
            let deadlines = told.object["deadlines"] as? [String: String]
            #expect(deadlines == before.object["deadlines"] as? [String: String])
            #expect(try await node.get("/v1/units/car-1")["status"] == "available")
        }
    }

    @Test func `that comes second is told what the state is, who set it and when`() async throws {
        try await Site().serve { port in
            let node = Asking(port: port)
            let alert = try await node.raise("1")
            let path = "/v1/alerts/\(alert)"
            let early = try await node.post("\(path)/release", ["actor": "li"])
            #expect(early.status == 409 && early["state"] == "raised" && early["by"] == "gate")
            _ = try await node.post("\(path)/accept", ["actor": "li"])
            let second = try await node.post("\(path)/accept", ["actor": "wang"])
            #expect(second.status == 409 && second["state"] == "accepted", "\(second)")
            #expect(second["by"] == "li" && second["at"] == FixedClock.wall.description)
            #expect(second["detail"]?.contains("is accepted already, by li at") == true)
            #expect(second["fix"]?.contains(path) == true)
            let other = ["actor": "wang", "expect": "delivered", "unit": "car-1"]
            let unexpected = try await node.post("\(path)/dispatch", other)
            #expect(unexpected.status == 409 && unexpected["field"] == "expect")
            #expect(unexpected["state"] == "accepted" && unexpected["by"] == "li")
        }
    }

    private static var mistakes: [(verb: String, body: [String: Any], field: String)] {
        [
            ("accept", [:], "actor"),
            ("accept", ["actor": ""], "actor"),
            ("accept", ["actor": "li", "expect": "lost"], "expect"),
            ("dispatch", ["actor": "li"], "unit"),
            ("dispatch", ["actor": "li", "unit": NSNull()], "unit"),
            ("dispatch", ["actor": "li", "unit": "car-9"], "unit"),
            ("arrive", ["actor": "li", "unit": "nobody"], "unit"),
            ("note", ["actor": "li"], "note"),
            ("note", ["actor": "li", "note": ""], "note"),
            ("close", ["actor": "li"], "disposition"),
            ("close", ["actor": "li", "disposition": "false-alarm"], "cause"),
            ("close", ["actor": "li", "disposition": "real", "cause": "light"], "cause"),
            ("close", ["actor": "li", "disposition": "burned"], "disposition"),
            ("contain", ["actor": "li", "cause": "burned"], "cause"),
        ]
    }

    @Test func `that lacks what it needs, or names what is not there, is told which field`()
        async throws
    {
        try await Site().serve { port in
            let node = Asking(port: port)
            let alert = try await node.raise("1")
            for collection in ["alerts", "incidents"] {
                for (verb, body, field) in Self.mistakes {
                    let told = try await node.post("/v1/\(collection)/\(alert)/\(verb)", body)
                    #expect(told.status == 400 && told["field"] == field, "\(verb): \(told)")
                    #expect(told["fix"] != nil, "\(verb): \(told)")
                }
            }
            let near = try await node.post(
                "/v1/alerts/\(alert)/dispatch", ["actor": "li", "unit": "car-11"])
            #expect(near["fix"] == "did you mean 'car-1'?")
            #expect(try await node.get("/v1/alerts/\(alert)")["state"] == "raised")
        }
    }

    @Test func `sends nobody off duty, nobody twice, and closes no real alert as a drill`()
        async throws
    {
        try await Site().serve { port in
            let node = Asking(port: port)
            let alert = try await node.raise("1")
            let off = ["status": "off-duty", "actor": "zhao"]
            #expect(try await node.post("/v1/units/car-2/status", off).status == 200)
            let send = "/v1/alerts/\(alert)/dispatch"
            let resting = try await node.post(send, ["actor": "li", "unit": "car-2"])
            #expect(resting.status == 409 && resting["field"] == "unit" && resting["by"] == "zhao")
            #expect(try await node.post(send, ["actor": "li", "unit": "car-1"]).status == 200)
            let again = try await node.post(send, ["actor": "li", "unit": "car-1"])
            #expect(again.status == 409 && again["field"] == "unit")
            let drill = try await node.post(
                "/v1/alerts/\(alert)/close", ["actor": "li", "disposition": "drill"])
            #expect(drill.status == 409 && drill["field"] == "disposition")
        }
    }

    @Test func `sent again with its key is one; of an unknown alert or incident there is none`()
        async throws
    {
        try await Site().serve { port in
            let node = Asking(port: port)
            let alert = try await node.raise("1")
            let body = ["actor": "li", "note": "once"]
            for _ in 0..<2 {
                let told = try await node.post("/v1/alerts/\(alert)/note", body, key: "n")
                #expect(told.status == 200)
                let all = try await node.post("/v1/incidents/\(alert)/accept", body, key: "i")
                #expect(all.status == 200 && all.all("state") == ["accepted"])
            }
            let other = try await node.post(
                "/v1/alerts/\(alert)/note", ["actor": "a", "note": "b"], key: "n")
            #expect(other.status == 422)
            let types = try await node.get("/v1/alerts/\(alert)/history").all("type")
            #expect(types.count { $0.hasSuffix("noted.v1") } == 1)
            #expect(types.count { $0.hasSuffix("alert.accepted.v1") } == 1)
            for path in ["/v1/alerts/none/accept", "/v1/incidents/none/accept"] {
                #expect(try await node.post(path, ["actor": "li"]).status == 404)
            }
        }
    }
}
