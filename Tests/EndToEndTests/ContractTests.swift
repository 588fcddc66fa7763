import AsyncHTTPClient
import CameraSimulator
import Foundation
import NIOCore
import NIOHTTP1
import Testing

/// What other systems rely on, asked by the names that they know.
struct `The contract` {
    private static let alert = [
        "alert", "state", "kind", "priority", "placeClass", "exercise", "station", "grid",
        "raisedAt", "deadlines", "why",
    ]

    @Test(.timeLimit(.minutes(2)))
    func `is kept on every path that looks`() async throws {
        try await withStreet { node, alert in
            let begun = ["name": "d", "station": "jn-018", "actor": "li"]
            #expect(try await node.post("/v1/drills", begun).0 == 201)
            let camera = ["id", "name", "url", "station", "grid", "placeClass", "zones", "status"]
            let station = ["id", "name", "district", "position", "grid", "queue", "attended"]
            let queue = [
                "id", "kind", "name", "head", "entries", "openAlerts", "waiting", "terminals",
            ]
            let unit = ["id", "name", "kind", "station", "queue", "status", "orders"]
            let incident = ["incident", "station", "grid", "alerts", "open", "cameras", "units"]
            let drill = ["drill", "name", "station", "startedBy", "startedAt", "alerts"]
            let event = ["specversion", "id", "source", "type", "subject", "time", "data"]
            let lists: [(path: String, members: [String])] = [
                ("/v1/cameras?station=jn-017&health=online&q=STREET", camera),
                ("/v1/stations", station),
                ("/v1/queues", queue),
                ("/v1/queues?kind=station", queue + ["station"]),
                ("/v1/units?station=jn-017&status=available&near=117.021,36.661", unit),
                ("/v1/incidents?station=jn-017&open=true", incident),
                ("/v1/drills", drill),
                ("/v1/alerts?incident=\(alert)", Self.alert),
                ("/v1/alerts?queue=jn-017&open=true&state=raised", Self.alert),
                ("/v1/alerts/\(alert)/history", event),
                ("/v1/queues/jn-017/alerts?since=10m&tail=3&type=raised&priority=4", event),
                ("/v1/stations/jn-017/alerts?after=1-0", event),
            ]
            for (path, members) in lists {
                let list = try await node.get(path).object
                let items = try #require(list["items"] as? [[String: Any]], "\(path): \(list)")
                #expect(list["next"] != nil, "\(path)")
                #expect(!items.isEmpty, "\(path)")
                for item in items {
                    for name in members { #expect(item[name] != nil, "\(path): \(name)") }
                }
            }
            let report = ["from", "until", "exercise"]
            let single: [(path: String, members: [String])] = [
                ("/v1/units/jn-017-car-1", unit), ("/v1/incidents/\(alert)", incident + ["items"]),
                ("/v1/ledger/head", ["count", "hash", "at"]), ("/v1/queues/370102", queue),
                ("/v1/reports/response", report + ["by", "total", "groups"]),
                ("/v1/reports/false-alarms", report + ["sources"]),
                ("/v1/cameras/street", camera), ("/v1/stations/jn-017", station),
                ("/v1/queues/jn-017", queue), ("/v1/alerts/\(alert)", Self.alert + ["snapshot"]),
                ("/healthz", ["status"]), ("/readyz", ["status"]),
                ("/openapi.json", ["openapi", "info", "paths", "components"]),
            ]
            for (path, members) in single {
                let (status, object) = try await node.get(path)
                #expect(status == 200, "\(path): \(object)")
                for name in members { #expect(object[name] != nil, "\(path): \(name)") }
            }
            let metrics = try await node.ask("GET", "/metrics")
            #expect(metrics.type == "text/plain; version=0.0.4; charset=utf-8")
            let picture = try await node.ask("GET", "/v1/alerts/\(alert)/snapshot.jpg")
            #expect(picture.type == "image/jpeg")
            #expect(picture.body.starts(with: [0xFF, 0xD8]))
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `is kept by an event of a camera, name by name`() async throws {
        try await withStreet { node, alert in
            let page = try await node.get("/v1/queues/jn-017/alerts?type=raised").object
            let items = try #require(page["items"] as? [[String: Any]])
            let event = try #require(items.first)
            #expect(event["specversion"] as? String == "1.0")
            #expect(event["id"] as? String == "\(alert)/1")
            #expect(event["source"] as? String == "/queues/jn-017")
            #expect(event["type"] as? String == "watchpost.alert.raised.v1")
            #expect(event["subject"] as? String == "cameras/street")
            // The camera's own coming was told before.
            let sequence = try #require(event["sequence"] as? String)
            #expect(Int(sequence) ?? 0 > 1)
            #expect(event["cursor"] as? String == "1-\(sequence)")
            #expect(event["datacontenttype"] as? String == "application/json")
            let time = try #require(event["time"] as? String)
            #expect(time.hasSuffix("+08:00") && Date(rfc3339: time) != nil)
            let data = try #require(event["data"] as? [String: Any])
            for name in Self.alert + ["camera", "snapshot"] {
                #expect(data[name] != nil, "\(name)")
            }
            let parts: [String: [String]] = [
                "camera": ["id", "name", "longitude", "latitude"],
                "deadlines": ["accept", "dispatch", "onscene", "contained"],
                "why": ["zone", "area", "seconds", "path"],
            ]
            for (part, names) in parts {
                let members = try #require(data[part] as? [String: Any])
                for name in names { #expect(members[name] != nil, "\(part).\(name)") }
            }
        }
    }

    @Test func `is kept by signals, and by what is done with their alerts`() async throws {
        let stage = try Stage()
        try await stage.withNode { node in
            let signal = """
                {"source":"school-12","id":"8","kind":"door","priority":1,\
                "position":[117.021,36.661],"text":"back door"}
                """
            let first = try await node.ask("POST", "/v1/signals", signal)
            let again = try await node.ask("POST", "/v1/signals", signal)
            #expect(first.status == 201 && again.status == 200)
            #expect(first.object["alert"] as? String == again.object["alert"] as? String)
            let alert = try #require(first.object["alert"] as? String)
            let queue = try #require(
                try await node.get("/v1/alerts/\(alert)").object["station"] as? String)
            let deeds = [
                ("/v1/queues/\(queue)/cursor", "{\"terminal\":\"wall-1\",\"cursor\":\"1-1\"}"),
                ("/v1/queues/\(queue)/heartbeat", "{\"terminal\":\"wall-1\"}"),
                ("/v1/alerts/\(alert)/accept", "{\"actor\":\"li\",\"expect\":\"delivered\"}"),
                (
                    "/v1/alerts/\(alert)/close",
                    """
                    {"actor":"li","expect":"accepted","note":"n","disposition":"false-alarm",\
                    "cause":"other"}
                    """
                ),
            ]
            for (path, body) in deeds {
                let answer = try await node.ask("POST", path, body)
                #expect(answer.status == 200, "\(path): \(answer.object)")
            }
            let page = try await node.get("/v1/queues/\(queue)/alerts").object
            let items = try #require(page["items"] as? [[String: Any]])
            let types = items.compactMap { $0["type"] as? String }
            let words = ["raised", "delivered", "accepted", "closed"]
            let own = types.filter { $0.hasPrefix("watchpost.alert.") }
            #expect(own == words.map { "watchpost.alert.\($0).v1" })
            // Of priority 1, and nobody reads the queue: both are told with the raise.
            #expect(
                Array(types[1...2]) == ["watchpost.stage.warned.v1", "watchpost.stage.fired.v1"])
            let data = try #require(items.first?["data"] as? [String: Any])
            let reference = try #require(data["signal"] as? [String: Any])
            #expect(reference["source"] as? String == "school-12")
            #expect(reference["id"] as? String == "8")
            #expect(reference["longitude"] as? Double == 117.021)
            #expect(data["camera"] == nil)
        }
    }

    /// A node with one simulated camera, and its first alert, which has a picture.
    private func withStreet(
        _ body: (RunningNode, _ alert: String) async throws -> Void
    ) async throws {
        let server = CameraServer.street
        let url = try await server.start()[0]
        let stage = try Stage(cameras: .street(at: url))
        try await stage.withNode { node in
            try await body(node, try await node.firstAlert())
        }
        await server.stop()
    }
}

/// What was answered.
private struct Told: Sendable {
    var status: Int
    var type: String?
    var body: [UInt8]

    var object: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
    }
}

extension RunningNode {
    fileprivate func ask(_ method: String, _ path: String, _ body: String? = nil) async throws
        -> Told
    {
        var request = HTTPClientRequest(url: url + path)
        request.method = HTTPMethod(rawValue: method)
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let bytes = try await response.body.collect(upTo: 1 << 22)
        return Told(
            status: Int(response.status.code),
            type: response.headers.first(name: "content-type"),
            body: Array(bytes.readableBytesView)
        )
    }
}
