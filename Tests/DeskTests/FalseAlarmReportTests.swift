import Desk
import Domain
import Testing

struct `A report on false alarms` {
    private func report(
        _ scope: ReportScope = lunch,
        of rows: [ResponseRow]
    ) -> FalseAlarmReportDocument {
        var report = FalseAlarmReport(scope)
        for row in rows { report.count(row) }
        return report.document
    }

    @Test func `counts by camera and rule, and by cause`() throws {
        let rows = [
            closed(1, cause: .animal), closed(2, cause: .animal), closed(3, cause: .light),
            closed(4), closed(5, as: .real), row(6),
            row(7, state: .closed, standing: .merged, disposition: .duplicate),
            row(8, state: .closed, standing: .withdrawn, disposition: .noAction),
            closed(9, kind: .motion, as: .noAction),
        ]
        let document = report(of: rows)
        #expect(document.sources.map(\.kind) == [.intrusion, .motion])
        let line = try #require(document.sources.first)
        #expect(line.camera == square.id)
        #expect(line.name == "泉城广场 东门")
        #expect((line.alerts, line.open, line.closed) == (8, 1, 5))
        #expect((line.merged, line.withdrawn, line.falseAlarms) == (1, 1, 4))
        #expect(line.share == 0.8)
        #expect((line.causes.animal, line.causes.light, line.causes.unstated) == (2, 1, 1))
        #expect((line.causes.weather, line.causes.plant, line.causes.other) == (0, 0, 0))
        #expect(document.sources.last?.share == 0)
    }

    @Test func `has the worst first: by share, then by number, then by name`() {
        let door = AlertKind("door"), glass = AlertKind("glass")
        let rows = [
            // None of one, and none closed at all.
            closed(1, kind: .loitering, as: .real), row(2, kind: .crossing),
            // One of two.
            closed(3, kind: .motion), closed(4, kind: .motion, as: .real),
            // Two of two, one of one, one of one.
            closed(5), closed(6), closed(7, kind: glass), closed(8, kind: door),
        ]
        let expected: [AlertKind] = [.intrusion, door, glass, .motion, .loitering, .crossing]
        #expect(report(of: rows).sources.map(\.kind) == expected)
        #expect(report(of: rows.reversed()).sources.map(\.kind) == expected)
    }

    @Test func `names where signals come from`() {
        let rows = [
            closed(1, signal: "gate-panel"), closed(2, signal: "gate-panel"),
            closed(3, signal: "roof-panel", as: .real),
        ]
        let sources = report(of: rows).sources
        #expect(sources.map(\.source) == ["gate-panel", "roof-panel"])
        #expect(sources.map(\.camera) == [nil, nil])
        #expect(sources.map(\.falseAlarms) == [2, 0])
    }

    @Test func `leaves exercises out, or has them alone, and may be of one station`() {
        let rows = [closed(1), closed(2, exercise: true), closed(3, station: "jn-015")]
        #expect(report(of: rows).sources.map(\.alerts) == [1, 1])
        var scope = lunch
        scope.station = "jn-015"
        #expect(report(scope, of: rows).sources.map(\.station) == ["jn-015"])
        scope = lunch
        scope.exercise = true
        #expect(report(scope, of: rows).sources.map(\.alerts) == [1])
    }

    @Test func `counts what one source raised at two stations apart`() {
        let rows = [
            closed(1, signal: "hotel"), closed(2, station: "jn-015", signal: "hotel", as: .real),
            closed(3, signal: "hotel"), closed(4), closed(5, station: "jn-015"),
        ]
        for rows in [rows, rows.reversed()] {
            let sources = report(of: rows).sources
            #expect(sources.map(\.source) == ["hotel", nil, nil, "hotel"])
            #expect(sources.map(\.station) == ["jn-017", "jn-015", "jn-017", "jn-015"])
            #expect(sources.map(\.alerts) == [2, 1, 1, 1])
            #expect(sources.map(\.falseAlarms) == [2, 1, 1, 0])
        }
    }

    @Test func `names a camera as its last alert does`() {
        var rows = [closed(1), closed(2)]
        rows[1].record.alert.camera?.name = "泉城广场 西门"
        for rows in [rows, rows.reversed()] {
            #expect(report(of: rows).sources.map(\.name) == ["泉城广场 西门"])
        }
    }

    @Test func `of no alerts is a header alone`() {
        let document = report(of: [])
        #expect(document.sources == [])
        #expect(
            document.csv == "camera,name,source,kind,station,alerts,open,closed,merged,withdrawn,"
                + "false_alarms,share,weather,light,animal,plant,camera_fault,other,unstated\r\n"
        )
    }

    @Test func `is a line a source as CSV`() {
        let lines = report(of: [closed(1, cause: .plant), row(2, signal: "a,b")]).csv
            .split(separator: "\r\n")
        #expect(
            lines.dropFirst() == [
                "37010200001320000017,泉城广场 东门,,intrusion,jn-017,1,0,1,0,0,1,1.0,0,0,0,1,0,0,0",
                ",,\"a,b\",intrusion,jn-017,1,1,0,0,0,0,,0,0,0,0,0,0,0",
            ]
        )
    }
}
