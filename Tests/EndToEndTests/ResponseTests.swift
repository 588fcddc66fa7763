import Foundation
import Testing

/// A desk that has nothing but the commands.
private struct Shell {
    let node: RunningNode

    /// Runs a command that succeeds, and reads the lines of JSON that it prints.
    @discardableResult
    func lines(_ arguments: String...) async throws -> [[String: Any]] {
        let answer = try await run(arguments + ["-o", "json"])
        try #require(answer.status == 0, "\(arguments): \(answer.errors)")
        return try answer.output.split(separator: "\n").map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return try #require(object as? [String: Any])
        }
    }

    /// The one object that a command prints.
    @discardableResult
    func object(_ arguments: String...) async throws -> [String: Any] {
        let answer = try await run(arguments + ["-o", "json"])
        try #require(answer.status == 0, "\(arguments): \(answer.errors)")
        let object = try JSONSerialization.jsonObject(with: Data(answer.output.utf8))
        return try #require(object as? [String: Any])
    }

    func run(
        _ arguments: [String]
    ) async throws -> (status: Int32, output: String, errors: String) {
        try await Stage.command(arguments + ["--server", node.url])
    }

    /// The types of what stands in a queue.
    func types(in queue: String) async throws -> [String] {
        try await lines("tail", queue, "--after", "1-0", "--no-follow").compactMap { event in
            (event["type"] as? String).map {
                $0.replacing("watchpost.", with: "").replacing(".v1", with: "")
            }
        }
    }
}

@Suite(.serialized) struct `The response by commands` {
    @Test(.timeLimit(.minutes(2)))
    func `goes from the button to the report, for the officer, the driver and the district`()
        async throws
    {
        let stage = try Stage()
        try await stage.withNode { node in
            let shell = Shell(node: node)
            // The station's wall screen lives, so that nobody else is told at once.
            _ = try await node.post("/v1/queues/jn-017/heartbeat", ["terminal": "wall-1"])
            try await shell.object(
                "unit", "locate", "jn-017-car-1", "--position", "117.0190,36.6600")
            let near = try await shell.lines(
                "unit", "list", "--near", "117.021,36.661", "--status", "available", "--limit", "1")
            #expect(near.first?["id"] as? String == "jn-017-car-1")
            let raised = try await shell.object(
                "signal", "send", "--kind", "panic-button", "--position", "117.021,36.661",
                "--place-class", "P1", "--text", "back door")
            let alert = try #require(raised["alert"] as? String)

            // The policy has sent the nearest car by itself.
            let orders = try await shell.types(in: "jn-017-car-1")
            #expect(orders.contains("order.sent"))
            let accepted = try await shell.object("alert", "accept", alert, "--actor", "li.wei")
            #expect(accepted["units"] as? [String] == ["jn-017-car-1"])
            let second = try await shell.run(["alert", "accept", alert, "--actor", "wang"])
            #expect(second.status == 65 && second.errors.contains("accepted already, by li.wei"))

            try await shell.object(
                "unit", "status", "jn-017-car-1", "enroute", "--actor", "jn-017-car-1")
            for _ in 0..<2 {
                try await shell.object(
                    "unit", "locate", "jn-017-car-1", "--position", "117.0211,36.6610")
            }
            let there = try await shell.object("alert", "show", alert)
            #expect(there["state"] as? String == "onscene")
            try await shell.object("alert", "contain", alert, "--actor", "jn-017-car-1")
            try await shell.object("alert", "note", alert, "--note", "two boys")
            let closed = try await shell.object(
                "alert", "close", alert, "--disposition", "real", "--actor", "li.wei")
            #expect(closed["closedBy"] as? String == "li.wei")

            let district = try await shell.types(in: "370102")
            #expect(district.contains("stage.warned") && district.contains("alert.closed"))
            let table = try await shell.run(["alert", "show", alert, "-o", "table"])
            #expect(table.output.contains("told        370102, 370100 (standby)"))
            #expect(table.output.contains("onscene     jn-017-car-1 by its positions after "))
            let report = try await shell.run(
                ["report", "response", "--station", "jn-017", "-o", "csv"])
            #expect(report.output.contains("\njn-017,泉城广场街面警务站,1,0,1,"))
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `answers a storm of 200 alerts with three actions on its incident`() async throws {
        let stage = try Stage()
        try await stage.withNode { node in
            let shell = Shell(node: node)
            for number in 0..<200 {
                let signal = [
                    "source": "storm", "id": "\(number)", "kind": "door", "station": "jn-017",
                ]
                #expect(try await node.post("/v1/signals", signal).0 == 201)
            }
            let incidents = try await shell.lines("incident", "list", "--station", "jn-017")
            let storm = try #require(incidents.first)
            #expect(incidents.count == 1 && storm["alerts"] as? Int == 200)
            #expect(storm["storm"] as? Bool == true)
            let id = try #require(storm["incident"] as? String)
            let actions = [
                ["accept"], ["dispatch", "--unit", "jn-017-car-1"],
                ["close", "--disposition", "handed-over"],
            ]
            for action in actions {
                let told = try await shell.run(
                    ["incident", action[0], id] + action.dropFirst() + ["-o", "table"])
                #expect(told.status == 0, "\(told.errors)")
                #expect(told.output.contains("200 alerts of incident \(id)"), "\(told.output)")
            }
            #expect(try await shell.lines("incident", "list").isEmpty)
            #expect(try await shell.lines("alert", "list").isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `marks an exercise, which ends when it is stopped`() async throws {
        let stage = try Stage()
        try await stage.withNode { node in
            let shell = Shell(node: node)
            let begun = try await shell.object(
                "drill", "start", "night 3", "--station", "jn-018", "--alerts", "2")
            let drill = try #require(begun["drill"] as? String)
            try await shell.object(
                "signal", "send", "--kind", "door", "--station", "jn-018", "--drill", drill)
            let list = try await shell.run(["alert", "list", "-o", "table"])
            #expect(list.output.components(separatedBy: "EXERCISE").count == 4)
            #expect(try await shell.lines("alert", "list", "--exercise").count == 3)
            #expect(try await shell.lines("alert", "list", "--no-exercise").isEmpty)
            let over = try await shell.object("drill", "stop", drill, "--actor", "li.wei")
            #expect(over["alerts"] as? Int == 3 && over["stoppedBy"] as? String == "li.wei")
            let short = try await shell.object("drill", "start", "n", "--station", "jn-018")
            let end = try await shell.run(
                ["drill", "stop", try #require(short["drill"] as? String), "-o", "table"])
            #expect(end.output.hasSuffix(": 1 alert\n"))
            #expect(try await shell.lines("alert", "list").isEmpty)
            let station = try await shell.object("station", "show", "jn-018")
            #expect(station["openAlerts"] as? Int == 0)
        }
    }
}
