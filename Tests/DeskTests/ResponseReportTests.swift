import Desk
import Domain
import Testing

struct `A response report` {
    /// Two that were answered in time, the second at each deadline; one that was late with
    /// everything; one that nobody has answered for 20 s; one that was closed after 12 s; one that
    /// owes nothing.
    private let rows = [
        row(1, state: .closed, standing: .reached, disposition: .real) {
            ($0.delivered, $0.accepted, $0.dispatched) = (0.4, 10, 20)
            ($0.onscene, $0.contained, $0.closed) = (50, 100, 120)
        },
        row(2, state: .contained, standing: .reached) {
            ($0.delivered, $0.accepted, $0.dispatched) = (2, 15, 30)
            ($0.onscene, $0.contained) = (60, 180)
        },
        row(
            3, state: .closed, standing: .reached, disposition: .real,
            fired: [
                .deliveredMissed, .acceptedMissed, .dispatchedMissed, .onsceneMissed,
                .containedMissed, .city,
            ]
        ) {
            ($0.delivered, $0.accepted, $0.dispatched) = (3, 40, 50)
            ($0.onscene, $0.contained, $0.closed) = (60.001, 200, 300)
        },
        row(4, fired: [.deliveredMissed, .acceptedMissed]),
        row(5, state: .closed, standing: .reached, disposition: .falseAlarm, cause: .light) {
            ($0.delivered, $0.accepted, $0.closed) = (0.5, 12, 12)
        },
        row(6, priority: .four) { $0.delivered = 100 },
    ]

    private func report(
        by grouping: ResponseReport.Grouping = .station,
        _ scope: ReportScope = lunch,
        of rows: [ResponseRow]
    ) -> ResponseReportDocument {
        var report = ResponseReport(by: grouping, of: twoStations, scope)
        for row in rows { report.count(row) }
        return report.document
    }

    @Test func `counts what was in time and what was breached`() throws {
        let line = try #require(report(of: rows).groups.first)
        #expect((line.alerts, line.open, line.closed) == (6, 3, 3))
        #expect((line.delivered.inTime, line.delivered.breached) == (3, 2))
        #expect((line.accepted.inTime, line.accepted.breached) == (3, 2))
        #expect((line.dispatched.inTime, line.dispatched.breached) == (2, 1))
        #expect((line.onscene.inTime, line.onscene.breached) == (2, 1))
        #expect((line.contained.inTime, line.contained.breached) == (2, 1))
        #expect(line.accepted.share == 0.6)
        #expect(line.onscene.share == 0.6667)
    }

    @Test func `gives the nearest rank of the times, with how many there are`() throws {
        let line = try #require(report(of: rows).groups.first)
        #expect(line.delivered.reached == 4)
        #expect(line.delivered.p50Seconds == 0.5)
        #expect(line.delivered.p90Seconds == 3)
        #expect((line.accepted.p50Seconds, line.accepted.p99Seconds) == (12, 40))
        #expect((line.onscene.p50Seconds, line.onscene.p90Seconds) == (60, 60.001))
        let many = (1...200).map { number in
            row(number, state: .accepted, standing: .reached) { $0.accepted = Double(number) / 20 }
        }
        let accepted = report(of: many.shuffled()).total.accepted
        #expect(accepted.p50Seconds == 5)
        #expect(accepted.p90Seconds == 9)
        #expect(accepted.p99Seconds == 9.9)
    }

    @Test func `has a time beyond the deadline as breached, though no stage is known`() {
        let total = report(
            of: [row(1, state: .accepted, standing: .reached) { $0.accepted = 15.001 }]
        ).total
        #expect((total.accepted.inTime, total.accepted.breached) == (0, 1))
        #expect(total.accepted.reached == 1)
    }

    @Test func `of no alerts has no shares`() {
        let document = report(of: [])
        #expect(document.groups == [])
        #expect(document.total.alerts == 0)
        #expect(document.total.accepted.share == nil)
        #expect(document.total.accepted.p50Seconds == nil)
        #expect(document.csv.split(separator: "\r\n").count == 1)
    }

    @Test func `is the same whatever the order of its rows`() {
        #expect(report(of: rows) == report(of: rows.reversed()))
    }

    @Test func `counts neither before nor after its time`() {
        let rows = [row(1, at: -0.001), row(2), row(3, at: 3599.999), row(4, at: 3600)]
        #expect(report(of: rows).total.alerts == 2)
    }

    @Test func `leaves exercises out, or has them alone`() {
        let rows = [row(1), row(2, exercise: true), row(3, exercise: true)]
        #expect(report(of: rows).total.alerts == 1)
        var drills = lunch
        drills.exercise = true
        #expect(report(drills, of: rows).total.alerts == 2)
        #expect(report(drills, of: rows).exercise)
    }

    @Test func `tells apart what people closed, and what was merged or withdrawn`() {
        let rows = [
            closed(1), row(2, state: .closed, standing: .merged, disposition: .duplicate),
            row(3, state: .closed, standing: .withdrawn, disposition: .noAction), row(4),
        ]
        let total = report(of: rows).total
        #expect((total.alerts, total.open, total.closed) == (4, 1, 1))
        #expect((total.merged, total.withdrawn) == (1, 1))
        // What ended before anything was due owes nothing.
        #expect((total.accepted.inTime, total.accepted.breached) == (1, 0))
    }

    @Test(arguments: [
        (ResponseReport.Grouping.all, ["all": 4]),
        (.station, ["jn-015": 1, "jn-017": 3]),
        (.grid, ["jn-015": 1, "jn-017": 3]),
        (.district, ["370102": 3, "370103": 1]),
        (.placeClass, ["P1": 2, "P3": 1, "P5": 1]),
        (.priority, ["1": 1, "2": 3]),
        (.hour, ["00:00": 1, "11:00": 1, "12:00": 2]),
        (.day, ["2026-11-23": 3, "2026-11-24": 1]),
    ])
    func `is grouped`(by grouping: ResponseReport.Grouping, alerts: [String: Int]) {
        let rows = [
            row(1, priority: .one), row(2, at: 60, station: "jn-015", place: .p3),
            row(3, at: -60, place: .p5), row(4, at: 12 * 3600),
        ]
        let day = ReportScope(
            from: after(-3600).wall, until: after(86_400).wall, now: after(86_400).wall
        )
        let document = report(by: grouping, day, of: rows)
        #expect(document.groups.map(\.group) == alerts.keys.sorted())
        for line in document.groups { #expect(line.alerts == alerts[line.group]) }
        #expect(document.total.alerts == 4)
    }

    @Test func `names stations and districts as people know them`() {
        let rows = [row(1), row(2, station: "jn-099")]
        #expect(report(of: rows).groups.map(\.name) == ["泉城广场", nil])
        let districts = report(by: .district, of: rows).groups
        #expect(districts.map(\.group) == ["370102", "unknown"])
        #expect(districts.map(\.name) == ["历下区", nil])
    }

    @Test func `of one station counts that alone`() {
        var scope = lunch
        scope.station = "jn-015"
        let document = report(scope, of: [row(1), row(2, station: "jn-015")])
        #expect(document.groups.map(\.group) == ["jn-015"])
        #expect(document.total.alerts == 1)
    }
}

struct `A station's absence` {
    private func report(
        by grouping: ResponseReport.Grouping = .station,
        _ scope: ReportScope = lunch,
        of absences: [(station: StationID, from: Double, until: Double?)]
    ) -> ResponseReportDocument {
        var report = ResponseReport(by: grouping, of: twoStations, scope)
        for absence in absences {
            report.count(
                Absence(
                    station: absence.station,
                    from: after(absence.from).wall,
                    until: absence.until.map { after($0).wall }
                )
            )
        }
        return report.document
    }

    @Test func `is counted as far as it lies within the report's time`() {
        let document = report(of: [
            ("jn-017", -60, 30.5), ("jn-017", 100, 110), ("jn-017", 3590, 4000),
            ("jn-015", -100, -50), ("jn-015", 3600, 3700),
        ])
        #expect(document.groups.map(\.group) == ["jn-017"])
        #expect(document.groups.first?.alerts == 0)
        #expect(document.groups.first?.unattendedSeconds == 50.5)
        #expect(document.total.unattendedSeconds == 50.5)
    }

    @Test func `that still lasts is counted until now`() {
        var scope = lunch
        scope.now = after(1000).wall
        #expect(report(scope, of: [("jn-017", 900, nil)]).total.unattendedSeconds == 100)
    }

    @Test func `is added up by district, and is none of a grid's`() {
        let absences: [(StationID, Double, Double?)] = [("jn-017", 0, 10), ("jn-015", 0, 5)]
        let districts = report(by: .district, of: absences).groups
        #expect(districts.map(\.unattendedSeconds) == [10, 5])
        let grids = report(by: .grid, of: absences)
        #expect(grids.groups == [])
        #expect(grids.total.unattendedSeconds == 15)
    }

    @Test func `is no part of an exercise`() {
        var drills = lunch
        drills.exercise = true
        #expect(report(drills, of: [("jn-017", 0, 10)]).total.unattendedSeconds == nil)
    }
}
