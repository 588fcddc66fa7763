import Desk
import Domain
import Storage
import Testing

struct `The ledger, of a response` {
    private let workshop: Workshop
    private var ledger: SQLiteLedger { workshop.ledger }

    init() throws {
        workshop = try Workshop(Chart(quarter()))
        try workshop.write(.started)
        _ = try? workshop.write(.heard(queue: "jn-017", terminal: "wall-1"))
        _ = try? workshop.write(.heard(queue: "jn-018", terminal: "wall-2"))
    }

    private func ids(_ page: AlertPage) async throws -> [AlertID] {
        try await ledger.alerts(page).map(\.alert.id)
    }

    @Test func `finds the alerts of every queue that was told of them`() async throws {
        try workshop.raise("1")
        try workshop.raise("2", station: "jn-018", priority: .one)
        #expect(try await ids(AlertPage(queue: "370102", limit: 9)) == ["A2"])
        workshop.seconds = 46
        _ = try? workshop.write(.heard(queue: "jn-017", terminal: "wall-1"))
        for queue: QueueID in ["jn-018", "duty-370102"] {
            #expect(try await ids(AlertPage(queue: queue, limit: 9)) == ["A2", "A1"])
        }
        #expect(try await ids(AlertPage(queue: "car-1", limit: 9)) == [])
        try workshop.act(.dispatch("car-1"), on: "1")
        #expect(try await ids(AlertPage(queue: "car-1", open: true, limit: 9)) == ["A1"])
        #expect(try await ledger.openAlerts(in: "car-1") == (1, 0))
        #expect(try await ledger.openAlerts(in: "duty-370102") == (2, 1))
        try workshop.act(.close(.real, cause: nil), on: "1")
        #expect(try await ledger.openAlerts(in: "car-1") == (0, 0))
        #expect(try await ids(AlertPage(queue: "car-1", open: false, limit: 9)) == ["A1"])
        #expect(try await ids(AlertPage(queue: "jn-017", before: "A2", limit: 9)) == ["A1"])
        #expect(try workshop.audit().mistakes == [])
    }

    @Test func `lists what other alerts of its incident told, and says when it goes on`()
        async throws
    {
        try workshop.raise("1")
        try workshop.raise("2")
        workshop.seconds = 46
        _ = try? workshop.write(.heard(queue: "jn-017", terminal: "wall-1"))
        let officer: QueueID = "duty-370102"
        #expect(try await ids(AlertPage(queue: officer, limit: 9)) == ["A2", "A1"])
        #expect(try await ledger.openAlerts(in: officer) == (2, 2))
        let told = try await ledger.events(in: officer, EventPage(after: 0, limit: 99))
        #expect(!told.contains { $0.topic == "A2" })
        #expect(try workshop.audit().mistakes == [])
        try workshop.reopen()
        _ = try? workshop.write(.started)
        try workshop.act(.close(.real, cause: nil), on: "1")
        #expect(try await ids(AlertPage(queue: officer, open: true, limit: 9)) == ["A2"])
        let last = try await ledger.events(in: officer, EventPage(after: 0, limit: 99)).last
        #expect(last?.topic == "A2")
        #expect(last?.type == .noted)
        try workshop.act(.close(.real, cause: nil), on: "2")
        #expect(try await ledger.openAlerts(in: officer) == (0, 0))
        #expect(try workshop.audit().mistakes == [])
    }

    @Test func `has exercises apart, page by page, in any queue`() async throws {
        let drill = Drill(
            id: "D", name: "night 3", station: "jn-017", startedBy: "li", startedAt: noon)
        _ = try? workshop.write(.drillStarted(drill))
        for number in 1...6 {
            try workshop.raise("\(number)", drill: number.isMultiple(of: 2) ? "D" : nil)
        }
        #expect(try await ids(AlertPage(exercise: true, limit: 9)) == ["A6", "A4", "A2"])
        #expect(try await ids(AlertPage(exercise: false, limit: 9)) == ["A5", "A3", "A1"])
        let page = AlertPage(queue: "jn-017", exercise: true, before: "A5", limit: 1)
        #expect(try await ids(page) == ["A4"])
        try workshop.act(.close(.real, cause: nil), on: "3")
        #expect(try await ids(AlertPage(open: true, exercise: false, limit: 9)) == ["A5", "A1"])
        #expect(try await ids(AlertPage(queue: "jn-018", exercise: true, limit: 9)) == [])
    }

    @Test func `counts across a restart what came while nobody attended a station`() throws {
        workshop.seconds = 20
        _ = try workshop.write(.wake)
        try workshop.raise("1")
        try workshop.raise("2")
        try workshop.act(.close(.real, cause: nil), on: "1")
        try workshop.reopen()
        _ = try? workshop.write(.started)
        try workshop.raise("3")
        try workshop.raise("4", station: "jn-018")
        let entry = try workshop.write(.heard(queue: "jn-017", terminal: "wall-1"))
        #expect(entry.type == .stationAttended)
        guard case .station(let record) = entry.matter else { return }
        #expect(record.attendance.raised == 3)
        #expect(record.attendance.lasted == 0)
    }

    @Test func `knows which units are under order, so that seeds do not forget them`() throws {
        try workshop.raise("1")
        try workshop.raise("2")
        try workshop.act(.dispatch("car-1"), on: "1")
        try workshop.act(.dispatch("car-1"), on: "2")
        #expect(try ledger.ordersByUnit() == ["car-1": 2])
        #expect(try workshop.audit().ordered == ["car-1": 2])
        try workshop.act(.close(.real, cause: nil), on: "1")
        try workshop.act(.release, on: "2")
        #expect(try ledger.ordersByUnit() == [:])
    }

    @Test func `shows an alert's history once, as its station's queue does`() async throws {
        try workshop.raise("1", priority: .one)
        try workshop.act(.dispatch("car-1"), on: "1")
        let raised = try await ledger.events(in: "370102", EventPage(after: 0, limit: 99))
        #expect(raised.contains { $0.topic == "A1" })
        let history = try await ledger.history(of: "A1")
        #expect(history.map(\.ordinal) == Array(1...history.count))
        #expect(history.map(\.type).contains(.orderSent))
        #expect(Set(history.map(\.queue)) == ["jn-017"])
        #expect(history.map(\.number) == history.map(\.number).sorted())
        #expect(history.first?.number == workshop.desk.record(of: "A1")?.raisedNumber)
    }

    @Test func `loses no entry that stands in another queue, or in none`() async throws {
        try workshop.raise("1", priority: .one)
        try workshop.tamper(
            """
            DELETE FROM place WHERE queue = 'jn-017' AND sequence = (
                SELECT sequence FROM entry WHERE alert = 'A1' AND ordinal = 2);
            DELETE FROM place WHERE sequence = (
                SELECT sequence FROM entry WHERE alert = 'A1' AND ordinal = 1);
            """
        )
        try workshop.reopen()
        let history = try await ledger.history(of: "A1")
        #expect(history.map(\.ordinal) == [1, 2])
        #expect(history.map(\.queue) == ["jn-017", "370100"])
        #expect(history.map(\.number) == [0, 1])
    }

    @Test func `sums incidents up, and gives their alerts`() async throws {
        for number in 1...3 { try workshop.raise("\(number)") }
        try workshop.raise("9", station: "jn-018", priority: .one)
        workshop.seconds = 1
        try workshop.raise("4", priority: .one)
        try workshop.act(.dispatch("car-1"), on: "2")
        try workshop.act(.close(.real, cause: nil), on: "1")
        let all = try await ledger.incidents(IncidentPage(limit: 9))
        #expect(all.map(\.incident) == ["A9", "A1"])
        let first = try #require(all.last)
        #expect((first.alerts, first.open, first.storm) == (4, 3, false))
        #expect((first.station, first.grid, first.exercise) == ("jn-017", "jn-017", false))
        #expect(first.priority == .one)
        #expect((first.openedAt, first.lastAlertAt) == (noon, noon.advanced(bySeconds: 1)))
        #expect(first.units == ["car-1"])
        #expect(first.cameras == [])
        let alerts = try await ledger.alerts(of: "A1")
        #expect(alerts.map(\.alert.id) == ["A1", "A2", "A3", "A4"])
        try workshop.act(.close(.real, cause: nil), on: "9")
        let open = IncidentPage(open: true, limit: 9)
        #expect(try await ledger.incidents(open).map(\.incident) == ["A1"])
        let closed = IncidentPage(open: false, limit: 9)
        #expect(try await ledger.incidents(closed).map(\.incident) == ["A9"])
        let before = IncidentPage(before: "A9", limit: 9)
        #expect(try await ledger.incidents(before).map(\.incident) == ["A1"])
        let station = IncidentPage(station: "jn-018", limit: 9)
        #expect(try await ledger.incidents(station).map(\.incident) == ["A9"])
    }

    @Test func `remembers stations, units, drills, policies and the balance`() throws {
        let drill = Drill(
            id: "D1", name: "hall", station: "jn-017", startedBy: "wang", startedAt: noon
        )
        _ = try? workshop.write(.drillStarted(drill))
        try workshop.raise("1")
        try workshop.raise("2")
        try workshop.act(.dispatch("car-1"), on: "1")
        let memory = try ledger.restore()
        #expect(memory.stations.map(\.attendance.station) == ["jn-017", "jn-018"])
        #expect(memory.stations.allSatisfy { $0.attendance.attended })
        #expect(memory.units == workshop.desk.unitRecords)
        #expect(memory.drills == [drill])
        #expect(memory.policies == [.standard])
        #expect(memory.balance == workshop.desk.balance)
        #expect((memory.balance.raised, memory.balance.waiting) == (2, 1))
        #expect(memory.lastEntryAt == noon)
        try workshop.tamper("DELETE FROM alert WHERE id = 'A2'")
        try workshop.reopen()
        #expect(try ledger.restore().balance.off == 1)
    }

    @Test(arguments: [
        (
            "UPDATE memo SET record = replace(record, 'true', 'false') WHERE kind = 'station'",
            "stations/jn-017 is not as its last entry left it"
        ),
        ("DELETE FROM memo", "stations/jn-017 has entries, but its record is missing"),
        (
            "UPDATE entry SET data = replace(data, 'true', 'false') WHERE type LIKE 'station%'",
            "(stations/jn-017) was changed"
        ),
    ])
    func `is audited for its stations, too`(sql: String, expected: String) throws {
        #expect(try workshop.audit().mistakes == [])
        try workshop.tamper(sql)
        let mistakes = try workshop.audit().mistakes
        #expect(mistakes.contains { $0.contains(expected) }, "\(mistakes)")
    }

    @Test func `recalls the last thousand alerts, and of older ones those that are not over`()
        throws
    {
        try workshop.raise("open")
        for number in 1...1002 {
            workshop.seconds = 40 * Double(number)
            try workshop.raise("\(number)")
            try workshop.act(.close(.real, cause: nil), on: "\(number)")
        }
        let recalled = try ledger.restore().records.map(\.alert.id)
        #expect(recalled.count == 1001)
        #expect(recalled.prefix(2) == ["Aopen", "A3"])
    }

    @Test func `recalls an incident as a whole while any of its alerts is open`() throws {
        try workshop.raise("1")
        try workshop.act(.close(.real, cause: nil), on: "1")
        workshop.seconds = 20
        try workshop.raise("2")
        for number in 3...1003 {
            workshop.seconds = 40 * Double(number)
            try workshop.raise("\(number)")
            try workshop.act(.close(.real, cause: nil), on: "\(number)")
        }
        #expect(try ledger.restore().records.prefix(2).map(\.alert.id) == ["A1", "A2"])
    }

    @Test func `gives reports each alert of a time once, and each absence that touches it`()
        async throws
    {
        try workshop.raise("1")
        workshop.seconds = 100
        try workshop.raise("2")
        workshop.seconds = 200
        _ = try? workshop.write(.heard(queue: "jn-017", terminal: "wall-1"))
        func rows(_ from: Double, _ until: Double, after: Int = 0, limit: Int = 9) async throws
            -> [ResponseRow]
        {
            try await ledger.responses(
                ResponsePage(
                    from: noon.advanced(bySeconds: from),
                    until: noon.advanced(bySeconds: until),
                    after: after,
                    limit: limit
                )
            )
        }
        let first = try await rows(0, 101, limit: 1)
        #expect(first.map(\.record.alert.id) == ["A1"])
        let next = try await rows(0, 101, after: first[0].sequence)
        #expect(next.map(\.record.alert.id) == ["A2"])
        #expect(try await rows(0, 100).map(\.record.alert.id) == ["A1"])
        #expect(try await rows(101, 999).isEmpty)

        func absences(_ from: Double, _ until: Double) async throws -> [Absence] {
            try await ledger.absences(
                ResponsePage(
                    from: noon.advanced(bySeconds: from), until: noon.advanced(bySeconds: until)
                )
            )
        }
        let silent = noon.advanced(bySeconds: 100)
        let both = try await absences(0, 999)
        #expect(
            both.suffix(2) == [
                Absence(station: "jn-017", from: silent, until: noon.advanced(bySeconds: 200)),
                Absence(station: "jn-018", from: silent, until: nil),
            ])
        #expect(try await absences(150, 160).map(\.station) == ["jn-017", "jn-018"])
        #expect(try await absences(200, 300).map(\.station) == ["jn-018"])
        #expect(try await absences(50, 99).isEmpty)
    }
}
