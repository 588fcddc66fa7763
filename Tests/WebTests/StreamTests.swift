import Delivery
import Desk
import Domain
import Foundation
import Testing
import Web

@Suite(.timeLimit(.minutes(5))) struct `A stream of events` {
    /// The sequence numbers of the events in what came.
    private func numbers(_ text: String) -> [Int] {
        text.components(separatedBy: "\"sequence\":\"").dropFirst()
            .compactMap { Int($0.prefix { $0.isNumber }) }
    }

    @Test func `gives the backlog, says so, and goes on with what is new`() async throws {
        let site = try Site()
        try site.write(250)
        try await site.serve { port in
            let wire = try await Wire.stream(port: port)
            #expect(numbers(try await wire.until("caught-up")) == Array(1...250))
            try site.write(1)
            try await wire.until("id: 1-251\nevent: raised\n")
            // Its turn to show that it is alive.
            for _ in 0..<StreamHub.turns { site.hub.keepAlive() }
            try await wire.until(": alive\n\n")
            await wire.close()
        }
    }

    @Test func `lets go of a reader that takes nothing, which goes on by its cursor without loss`()
        async throws
    {
        let site = try Site(WebLimits(stall: 0.5))
        let count = 2500
        try site.write(count, text: String(repeating: "x", count: 1900))
        try await site.serve { port in
            let blocked = try await Wire.stream(port: port, buffer: 4096)
            try await blocked.until("id: 1-1\n")
            try await blocked.stopReading()
            let other = try await Wire.stream(port: port, "?tail=0")
            try await other.until("caught-up")
            let text = await blocked.rest()
            #expect(site.hub.figures == StreamHub.Figures(open: 1, stalled: 1))
            let taken = numbers(text)
            let last = try #require(taken.last)
            #expect(taken == Array(1...last))
            #expect(last < count)

            try site.write(1)
            try await other.until("\"sequence\":\"\(count + 1)\"")
            let again = try await Wire.stream(port: port, "?after=1-\(last)")
            #expect(numbers(try await again.until("caught-up")) == Array(last + 1...count + 1))
        }
    }

    @Test func `tells a live reader that is too far behind where to go on, and ends`() async throws
    {
        let site = try Site(WebLimits(behind: 5, page: 2))
        // Whoever begins in the past is no live reader, and may be behind as far as it likes.
        try site.write(9)
        try await site.serve { port in
            let wire = try await Wire.stream(port: port)
            #expect(numbers(try await wire.until("caught-up")) == Array(1...9))
            try site.write(20)
            // The answer is whole: the reader was let go of, not cut off.
            let text = try await wire.until("\r\n0\r\n\r\n")
            #expect(numbers(text) == Array(1...11))
            #expect(
                text.contains(
                    "id: 1-11\nevent: gap\ndata: {\"control\":\"gap\",\"cursor\":\"1-11\"}\n\n")
            )
            #expect(site.hub.figures == StreamHub.Figures(gaps: 1))
            // Its connection may be used on, also by who has said all with it.
            try await wire.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            try await wire.closeHalf()
            #expect((await wire.rest()).components(separatedBy: "HTTP/1.1 200 OK").count == 3)

            let lines = try await Wire.stream(
                port: port, "?after=1-11&follow=true", accept: "application/x-ndjson")
            #expect(numbers(try await lines.until("caught-up")) == Array(12...29))
            try site.write(20)
            try await lines.until("{\"control\":\"gap\",\"cursor\":\"1-31\"}\n")
        }
    }

    @Test(arguments: [false, true])
    func `is over as soon as its reader is gone`(half: Bool) async throws {
        let site = try Site()
        try await site.serve { port in
            let wire = try await Wire.stream(port: port)
            try await wire.until("caught-up")
            #expect(site.hub.figures.open == 1)
            if half {
                try await wire.closeHalf()
                _ = await wire.rest()
            } else {
                await wire.close()
            }
            await site.until { site.hub.figures.open == 0 && site.traffic.figures.open == 0 }
            #expect(site.hub.figures.gone == 1)
        }
    }

    @Test func `that does not follow gives all to a reader that has said all it will say`()
        async throws
    {
        let site = try Site()
        try site.write(300)
        try await site.serve { port in
            let wire = try await Wire.stream(port: port, accept: "application/x-ndjson")
            try await wire.closeHalf()
            let text = await wire.rest()
            #expect(numbers(text) == Array(1...300))
            #expect(text.contains("{\"control\":\"caught-up\",\"cursor\":\"1-300\"}"))
            await site.until { site.hub.figures.open == 0 }
            #expect(site.hub.figures.gone == 0)
        }
    }

    @Test func `is refused where too many are open, while other requests are served`() async throws
    {
        let site = try Site(WebLimits(connections: 32))
        try await site.serve { port in
            var wires: [Wire] = []
            for _ in 0..<30 { wires.append(try await Wire.stream(port: port)) }
            for wire in wires { try await wire.until("caught-up") }
            let refused = try await Reply.to(
                "GET", "/v1/queues/jn-017/alerts", port: port, ["Accept": "text/event-stream"])
            #expect(refused.status == 503)
            #expect(refused.fields["retry-after"] == "5")
            #expect(refused.fields["content-type"] == "application/problem+json")
            #expect(try await Reply.to("GET", "/healthz", port: port).status == 200)
            #expect(site.hub.figures == StreamHub.Figures(open: 30, refused: 1))
            await wires[0].close()
            await site.until { site.hub.figures.open == 29 }
            let next = try await Wire.stream(port: port)
            try await next.until("caught-up")
        }
    }

    @Test func `begins after the last id that a browser saw, whatever the address says`()
        async throws
    {
        let site = try Site()
        try site.write(6)
        try await site.serve { port in
            let wire = try await Wire.stream(
                port: port, "?after=1-1&tail=1", more: "Last-Event-ID: 1-3\r\n")
            #expect(numbers(try await wire.until("caught-up")) == [4, 5, 6])
            // Without it the latest of the places counts.
            let later = try await Wire.stream(port: port, "?after=1-1&tail=2")
            #expect(numbers(try await later.until("caught-up")) == [5, 6])
            let gone = try await Reply.to(
                "GET", "/v1/queues/jn-017/alerts", port: port,
                ["Accept": "text/event-stream", "Last-Event-ID": "7-3"])
            #expect(gone.status == 410)
            #expect(gone.body.contains("\"oldest\":\"1-0\""))
        }
    }

    @Test func `filters a stream, a page and the station's own address alike`() async throws {
        let site = try Site()
        let start = FixedClock.wall.advanced(bySeconds: -60)
        for round in 0..<5 {
            let at = start.advanced(bySeconds: Double(round * 4))
            try site.write(2, priority: .two, at: at)
            try site.write(2, priority: .three, at: at.advanced(bySeconds: 2))
        }
        let until = start.advanced(bySeconds: 13).description.replacing("+", with: "%2B")
        let filters: [(String, [Int])] = [
            ("priority=2", [1, 2, 5, 6, 9, 10, 13, 14, 17, 18]),
            ("priority=2&tail=3", [14, 17, 18]),
            ("priority=3&until=\(until)", [3, 4, 7, 8, 11, 12]),
            ("since=45s", [16, 17, 18, 19, 20]),
            ("since=45s&priority=3", [16, 19, 20]),
            ("type=raised&after=1-17", [18, 19, 20]),
            ("type=closed", []),
            ("until=\(until)&tail=2", [12, 13]),
        ]
        try await site.serve { port in
            for (filter, wanted) in filters {
                let page = try await Reply.to(
                    "GET", "/v1/queues/jn-017/alerts?\(filter)", port: port)
                #expect(numbers(page.body) == wanted, "\(filter)")
                let alias = try await Reply.to(
                    "GET", "/v1/stations/jn-017/alerts?\(filter)", port: port)
                #expect(numbers(alias.body) == wanted, "\(filter)")
                let stream = try await Wire.stream(port: port, "?\(filter)")
                #expect(numbers(try await stream.until("caught-up")) == wanted, "\(filter)")
                await stream.close()
            }
        }
    }

    @Test func `pages through all, once each, by 'next' and by Link`() async throws {
        let site = try Site()
        try site.write(25)
        try await site.serve { port in
            var path: String? = "/v1/queues/jn-017/alerts?limit=10&type=raised"
            var seen: [Int] = []
            while let asked = path {
                let page = try await Reply.to("GET", asked, port: port)
                seen += numbers(page.body)
                path = page.fields["link"]?.firstMatch(of: /<(.+)>; rel="next"/).map {
                    String($0.1)
                }
                #expect((path == nil) == page.body.hasSuffix("\"next\":null}"))
            }
            #expect(seen == Array(1...25))

            var after = ""
            var alerts: [String] = []
            repeat {
                let page = try await Reply.to("GET", "/v1/alerts?limit=7\(after)", port: port)
                alerts += page.body.matches(of: /"alert":"(A\d+)"/).map { String($0.1) }
                after = page.body.firstMatch(of: /"next":"(\w+)"/).map { "&after=\($0.1)" } ?? ""
            } while !after.isEmpty
            #expect(alerts.count == 25 && Set(alerts).count == 25)
        }
    }
}
