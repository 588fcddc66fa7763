import Delivery
import Desk
import Domain
import Foundation
import Testing
import watchpost

private let now = WallTime("2026-11-23T15:15:06+08:00")!

private func decoded<Document: Decodable>(_ json: String) throws -> Document {
    try JSONDecoder().decode(Document.self, from: Data(json.utf8))
}

struct `A list of units` {
    private static func unit(_ id: String, _ name: String, _ more: String = "") throws -> UnitView {
        let document: UnitDocument = try decoded(
            """
            {"id":"\(id)","name":"\(name)","kind":"car","station":"jn-017","queue":"\(id)",
             "status":"enroute","orders":[{"alert":"01JDB2M4V9Q3Z8K7T6R5P4N3M2",
             "sentAt":"2026-11-23T15:14:06+08:00"}]\(more)}
            """
        )
        return UnitView(document, now: now)
    }

    @Test func `is aligned whatever the characters, and shows how old a position is`() throws {
        let here = #","position":[117.021,36.661],"positionAge":12.4,"distance":210"#
        let near = try Self.unit("jn-017-car-1", "泉城广场巡逻车 1", here)
        let lost = try Self.unit("a", "x")
        var table = UnitView.table(isNear: true)
        table.append(near.row(isNear: true))
        table.append(lost.row(isNear: true))
        let lines = table.lines(width: nil)
        #expect(
            lines[1]
                == "jn-017-car-1 泉城广场巡逻车 1 car  jn-017  enroute 210 m    117.021,36.661 12 s "
                + "01JDB2M4V9Q3Z8K7T6R5P4N3M2"
        )
        let starts = zip(lines, [" KIND ", " car ", " car "]).map { line, word in
            line.range(of: word).map { DisplayWidth.of(line[..<$0.lowerBound]) }
        }
        #expect(Set(starts).count == 1)
        #expect(lines[2].contains(" enroute -        -              -    01JDB2"))
        #expect(near.line == "jn-017-car-1: enroute, at 117.021,36.661, 12 s ago, 1 order")
        #expect(lost.lines.contains("order       01JDB2M4V9Q3Z8K7T6R5P4N3M2, sent 15:14:06"))
    }
}

struct `A list of incidents` {
    @Test func `says what is a storm, what an exercise, and who is sent`() throws {
        let record: IncidentRecord = try decoded(
            """
            {"incident":"01JDB2M4V9Q3Z8K7T6R5P4N3M2","station":"jn-017","grid":"jn-017",
             "exercise":true,"openedAt":"2026-11-23T15:14:06+08:00",
             "lastAlertAt":"2026-11-23T15:14:36+08:00","alerts":25,"open":24,"priority":2,
             "storm":true,"cameras":["gate","yard"],"units":["jn-017-car-1"]}
            """
        )
        let view = IncidentView(record, now: now)
        #expect(
            view.row == [
                "15:14:06", "01JDB2M4V9Q3Z8K7T6R5P4N3M2", "2", "jn-017", "25", "24",
                "EXERCISE STORM 2 cameras <- jn-017-car-1",
            ]
        )
        #expect(view.lines.contains("alerts      25, 24 open, a storm"))
        #expect(view.lines.contains("incident    01JDB2M4V9Q3Z8K7T6R5P4N3M2 (EXERCISE)"))
    }
}

struct `An alert for people` {
    private static func alert(_ more: String, priority: Int = 2) throws -> AlertView {
        let alert: Alert = try decoded(
            """
            {"alert":"01JDB2M4V9Q3Z8K7T6R5P4N3M2","kind":"door","priority":\(priority),
             "placeClass":"P1","exercise":false,"station":"jn-017","grid":"jn-017","signal":{"source":"gate","id":"1"},
             "raisedAt":"2026-11-23T15:14:56+08:00","deadlines":{
             "accept":"2026-11-23T15:15:11+08:00","dispatch":"2026-11-23T15:15:26+08:00",
             "onscene":"2026-11-23T15:15:56+08:00","contained":"2026-11-23T15:17:56+08:00"},
             "why":{},"policy":"1"\(more)}
            """
        )
        return AlertView(alert, now: now)
    }

    @Test(arguments: [
        (#","state":"raised","units":["car-1"]"#, "accept by 15:15:11"),
        (#","state":"accepted""#, "dispatch by 15:15:26"),
        (#","state":"accepted","units":["car-1"]"#, "on scene by 15:15:56"),
        (#","state":"enroute","units":["car-1"]"#, "on scene by 15:15:56"),
        (#","state":"onscene""#, "contain by 15:17:56"), (#","state":"contained""#, "-"),
    ])
    func `says what is owed next`(more: String, next: String) throws {
        #expect(try Self.alert(more).next == next)
    }

    @Test func `owes nothing where it is of priority 4`() throws {
        #expect(try Self.alert(#","state":"raised""#, priority: 4).next == "-")
    }

    @Test func `names its incident, its units and who carries it`() throws {
        let view = try Self.alert(
            #","state":"closed","disposition":"duplicate","incident":"01JDB2","storm":true,"#
                + #""units":["car-1","car-2"],"mergedInto":"01JDA1""#
        )
        for line in [
            "state       closed, carried by 01JDA1", "incident    01JDB2, a storm",
            "units       car-1, car-2",
        ] {
            #expect(view.lines.contains(line), "\(view.lines)")
        }
        #expect(view.row.last == "gate <- car-1, car-2")
    }
}

struct `A report for people` {
    @Test func `shows what was kept of what was owed, and how long it took`() throws {
        let figures = """
            {"inTime":13,"breached":1,"share":0.9286,"reached":14,"p50Seconds":8.2,
             "p90Seconds":21,"p99Seconds":40}
            """
        let none = #"{"inTime":0,"breached":0,"reached":0}"#
        let report: ResponseReportDocument = try decoded(
            """
            {"from":"2026-11-22T15:00:00+08:00","until":"2026-11-23T15:00:00+08:00",
             "exercise":false,"by":"district","groups":[],"total":{"group":"all","alerts":20,
             "open":1,"closed":19,"merged":0,"withdrawn":0,"delivered":\(figures),
             "accepted":\(figures),"dispatched":\(none),"onscene":\(none),"contained":\(none),
             "unattendedSeconds":510}}
            """
        )
        let lines = ReportView.table(report).lines(width: 100)
        #expect(lines[0].hasPrefix("DISTRICT NAME ALERTS OPEN DELIVERED"))
        #expect(
            lines[1]
                == "all           20     1    13/14 8/21 s 13/14 8/21 s -        -         "
                + "8 min 30 s"
        )
        #expect(
            ReportView.title(report.from, report.until, true)
                == "EXERCISES raised from 2026-11-22 15:00:00 until 2026-11-23 15:00:00"
        )
    }
}
