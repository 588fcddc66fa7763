import Desk
import Domain
import Foundation
import Testing

struct `A report as a document` {
    private func text(_ document: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }

    @Test func `has the units in its names`() throws {
        var report = ResponseReport(by: .placeClass, of: twoStations, lunch)
        report.count(row(1, state: .accepted, standing: .reached) { $0.accepted = 7.5 })
        let text = try text(report.document)
        #expect(text.contains("\"by\" : \"place-class\""))
        #expect(text.contains("\"p50Seconds\" : 7.5"))
        #expect(text.contains("\"from\" : \"2026-11-23T12:00:00.000+08:00\""))
        let again = try JSONDecoder().decode(ResponseReportDocument.self, from: Data(text.utf8))
        #expect(again == report.document)
    }

    @Test func `is a line a group as CSV, each as long as the header`() throws {
        var city = twoStations
        city.stations["jn-017"]?.name = "Square, \"east\""
        var report = ResponseReport(by: .station, of: city, lunch)
        report.count(
            row(
                1, state: .closed, standing: .reached, disposition: .real,
                fired: [.deliveredMissed]
            ) {
                ($0.delivered, $0.accepted, $0.closed) = (2.5, 7, 9)
            }
        )
        report.count(Absence(station: "jn-015", from: noon, until: after(12).wall))
        let lines = report.csv.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.count == 4)
        #expect(lines.last == "")
        let header = lines[0].split(separator: ",")
        #expect(header.prefix(4) == ["station", "name", "alerts", "open"])
        #expect(header.count == 7 + 5 * 7 + 1)
        #expect(
            lines[1] == "jn-015,大观园,0,0,0,0,0"
                + String(repeating: ",0,0,,0,,,", count: 5) + ",12.0"
        )
        #expect(
            lines[2] == "jn-017,\"Square, \"\"east\"\"\",1,0,1,0,0,0,1,0.0,1,2.5,2.5,2.5,"
                + "1,0,1.0,1,7.0,7.0,7.0" + String(repeating: ",0,0,,0,,,", count: 3) + ",0.0"
        )
    }
}

/// The report against the desk itself: what it wrote as breached is what is counted so.
struct `A report of what the desk wrote` {
    var desk = ResponseDesk(policy: .standard, chart: Chart(twoStations))
    private var breaches: [StageName: Int] = [:]

    private mutating func step(_ input: DeskInput, at seconds: Double) {
        for entry in entries(desk.step(input, at: after(seconds)))
        where entry.type == .stageBreached {
            breaches[entry.detail!.stage!, default: 0] += 1
        }
    }

    private mutating func act(_ verb: AlertAction.Verb, at seconds: Double) {
        step(.act(AlertAction(verb: verb, actor: "li"), on: "A", recalled: nil), at: seconds)
    }

    private func total() throws -> ResponseReportDocument.Group {
        var report = ResponseReport(by: .station, of: twoStations, lunch)
        report.count(ResponseRow(sequence: 1, record: try #require(desk.record(of: "A"))))
        return report.document.total
    }

    init() {
        // Of place class P5: accepted within 45 s, sent within 90, there within 300.
        step(.signal(panic("1"), candidate: "A", known: nil), at: 0)
    }

    @Test mutating func `has an alert that nobody answers as breached, step by step`() throws {
        step(.wake, at: 1.999)
        #expect(try total().delivered.breached == 0)
        step(.wake, at: 2)
        #expect(try total().delivered.breached == 1)
        step(.wake, at: 50)
        #expect(try total().accepted.breached == 1)
        #expect(try total().dispatched.breached == 0)
        step(.wake, at: 300)
        let total = try total()
        #expect(
            breaches == [
                .deliveredMissed: 1, .acceptedMissed: 1, .dispatchedMissed: 1, .onsceneMissed: 1,
                .containedMissed: 1,
            ]
        )
        #expect(
            [total.delivered, total.accepted, total.dispatched, total.onscene, total.contained]
                .map(\.breached) == [1, 1, 1, 1, 1]
        )
    }

    @Test mutating func `has one that was given back and taken again in time as kept`() throws {
        act(.accept, at: 1)
        act(.release, at: 10)
        act(.accept, at: 44)
        step(.wake, at: 46)
        let accepted = try total().accepted
        #expect((accepted.inTime, accepted.breached) == (1, 0))
        #expect(accepted.p50Seconds == 44)
    }

    @Test mutating func `has one that was taken again too late as breached`() throws {
        act(.accept, at: 1)
        act(.release, at: 60)
        act(.accept, at: 70)
        let accepted = try total().accepted
        #expect((accepted.inTime, accepted.breached) == (0, 1))
        #expect(accepted.p50Seconds == 70)
        #expect(breaches[.acceptedMissed] == 1)
    }
}
