import Desk
import Domain
import Testing

struct `Alerts of one grid` {
    @Test func `within 30 s of the last are one incident, named for its first alert`() {
        var duty = Duty()
        duty.raise("A", at: 0)
        duty.raise("B", at: 30)
        duty.raise("C", at: 60.1)
        duty.raise("D", at: 60.2, station: "jn-006")
        #expect(incidents(duty, "A", "B", "C", "D") == ["A", "A", "C", "D"])
    }

    @Test func `are one incident for 10 minutes at most, also across a restart`() {
        var duty = Duty()
        for index in 0...24 { duty.raise(AlertID("A\(index)"), at: Double(index) * 25) }
        duty.at(601, .close(.real, cause: nil), "A0")
        duty.restart(at: 602)
        duty.raise("B", at: 610)
        #expect(incidents(duty, "A24", "B") == ["A0", "B"])
    }

    private let all = "jn-002 jn-006 duty-370102 pcs-1"

    @Test func `tell nobody the same stage twice, save at priority 1, and say who lists them`() {
        var duty = Duty()
        duty.raise("A", at: 0)
        duty.raise("B", at: 10)
        duty.raise("C", at: 11, .p5, .one)
        duty.until(60)
        #expect(duty.stages(of: "A").contains("45 fired neighbours \(all)"))
        #expect(duty.stages(of: "B").contains("55 fired neighbours"))
        #expect(duty.stages(of: "C").contains("56 fired neighbours \(all)"))
        let fired = duty.told.first { $0.seconds == 55 && $0.entry.type == .stageFired }
        let queues: [QueueID] = ["jn-002", "jn-006", "duty-370102", "pcs-1"]
        #expect(fired?.entry.detail?.grouped == queues)
        #expect(fired?.entry.places.map(\.queue) == ["jn-005"])
        #expect(duty.last(of: "B")?.rolls == ["jn-005"] + queues)
    }

    @Test(arguments: [false, true])
    func `tell what the one that told it did when that is closed, once`(restarts: Bool) {
        var duty = Duty()
        duty.raise("A", at: 0)
        duty.raise("B", at: 10)
        duty.raise("C", at: 20)
        duty.until(66)
        if restarts { duty.restart(at: 66) }
        duty.at(67, .close(.real, cause: nil), "A")
        #expect(duty.story(of: "B").last == "67 noted \(all)")
        let first = ["stage.fired", "stage.breached", "closed"]
        #expect(duty.queue("pcs-1") == first + ["noted"])
        #expect(duty.last(of: "B")?.standing == .waiting)
        if restarts { duty.restart(at: 68) }
        duty.at(68, .close(.real, cause: nil), "B")
        #expect(duty.story(of: "C").last == "68 noted \(all)")
        duty.at(69, .close(.real, cause: nil), "C")
        #expect(duty.queue("pcs-1") == first + ["noted", "closed", "noted", "closed"])
    }

    @Test func `tell nothing of what is closed with it`() {
        var duty = Duty()
        duty.raise("A", at: 0)
        duty.raise("B", at: 10)
        duty.until(60)
        let close = AlertAction(verb: .close(.real, cause: nil), actor: "li")
        duty.at(61, .actOnIncident(close, "A"))
        #expect(duty.queue("pcs-1") == ["stage.fired", "stage.breached", "closed"])
    }

    @Test(arguments: [false, true])
    func `tell a stage anew where the one that told it is closed by then`(restarts: Bool) {
        var duty = Duty()
        duty.raise("A", at: 0)
        duty.raise("B", at: 25)
        duty.at(46, .close(.real, cause: nil), "A")
        if restarts { duty.restart(at: 60) }
        duty.until(80)
        #expect(duty.stages(of: "B").contains("70 fired neighbours \(all)"))
    }

    @Test func `are for one unit, which the policy sends once, save at priority 1`() {
        var duty = Duty()
        duty.locate("jn-005-car-1", 300, at: 0)
        duty.locate("jn-005-car-2", 900, at: 0)
        duty.locate("jn-005-car-3", 1200, at: 0)
        for (index, id) in (["A", "B"] as [AlertID]).enumerated() {
            duty.raise(id, at: Double(index) + 1, .p1, .two)
        }
        duty.raise("C", at: 3, .p1, .one)
        duty.raise("D", at: 4, .p1, .one)
        let units = ["A", "B", "C", "D"].map { duty.last(of: $0)?.alert.units }
        #expect(
            units == [["jn-005-car-1"], ["jn-005-car-1"], ["jn-005-car-2"], ["jn-005-car-2"]]
        )
        let orders = duty.queue("jn-005-car-1").count { $0 == "order.sent" }
        #expect(orders == 2)
        duty.at(5, .close(.real, cause: nil), "A")
        #expect(status(duty, "jn-005-car-1") == .committed)
        duty.at(6, .close(.real, cause: nil), "B")
        #expect(status(duty, "jn-005-car-1") == .available)
    }

    @Test func `say so where the policy could send nobody`() {
        var duty = Duty()
        duty.raise("A", at: 1, .p1, .two)
        let raise = duty.told.last { $0.entry.type == .raised }
        #expect(
            raise?.entry.detail?.reason == "nobody is sent: no unit within 5 km is available"
        )
    }

    @Test func `are a storm from the policy's count on`() {
        var duty = Duty()
        for index in 1...21 { duty.raise(AlertID("A\(index)"), at: 1) }
        #expect(duty.last(of: "A19")?.alert.storm == nil)
        #expect(duty.last(of: "A20")?.alert.storm == true)
        #expect(duty.last(of: "A21")?.alert.storm == true)
    }

    @Test func `of one camera are merged in a storm, counted, and priority 1 never`() {
        var policy = ResponsePolicy.standard
        policy.storm = 2
        var duty = Duty(policy)
        see("A", zone: "gate", &duty)
        see("B", zone: "kerb", &duty)
        see("C", zone: "yard", priority: .one, &duty)
        #expect(duty.last(of: "B")?.alert.mergedInto == "A")
        #expect(duty.last(of: "B")?.alert.disposition == .duplicate)
        #expect(duty.last(of: "C")?.alert.state == .raised)
        #expect(duty.desk.balance.merged == 1)
        #expect(duty.desk.balance.off == 0)
    }

    @Test func `take an action all at once, and each by its own state`() {
        var duty = Duty()
        for index in 1...3 { duty.raise(AlertID("A\(index)"), at: 1) }
        duty.at(2, .accept, "A2", by: "wang")
        let accept = AlertAction(verb: .accept, actor: "li")
        duty.at(3, .actOnIncident(accept, "A1"))
        let officers = ["A1", "A2", "A3"].map { duty.last(of: $0)?.alert.acceptedBy }
        #expect(officers == ["li", "wang", "li"])
        #expect(duty.at(4, .actOnIncident(accept, "A1")) == [.refuse(.noneFits("A1"))])
        duty.at(5, .actOnIncident(AlertAction(verb: .dispatch("jn-005-car-1"), actor: "li"), "A1"))
        #expect(duty.queue("jn-005-car-1") == ["order.sent"])
        let order = duty.told.last { $0.entry.type == .orderSent && $0.entry.detail?.alerts != nil }
        #expect(order?.entry.detail?.alerts == ["A1", "A2", "A3"])
        let close = AlertAction(verb: .close(.real, cause: nil), actor: "li")
        duty.at(6, .actOnIncident(close, "A1"))
        #expect(duty.desk.openAlerts == 0)
        #expect(duty.at(7, .actOnIncident(close, "A1")) == [.refuse(.unknownIncident("A1"))])
    }

    private func see(_ id: AlertID, zone: String, priority: Priority = .two, _ duty: inout Duty) {
        var camera = square
        (camera.station, camera.grid, camera.placeClass) = ("jn-005", "jn-005", .p5)
        let report = report(
            start: 1, lastMotion: 2, kind: .intrusion, zone: zone, priority: priority,
            camera: camera
        )
        duty.at(2, .episodeOpened(report, candidate: id, folded: 0))
    }

    private func status(_ duty: Duty, _ unit: UnitID) -> UnitStatus? {
        duty.desk.unitRecords.first { $0.id == unit }?.status
    }

    private func incidents(_ duty: Duty, _ alerts: AlertID...) -> [IncidentID?] {
        alerts.map { duty.last(of: $0)?.alert.incident }
    }
}

struct `A drill` {
    private var duty = Duty()

    init() {
        let drill = Drill(
            id: "D", name: "winter", station: "jn-005", startedBy: "chief", startedAt: noon
        )
        duty.at(0, .drillStarted(drill))
        duty.raise("A", at: 1, drill: "D")
    }

    @Test mutating func `runs through the whole chain, and its alerts are marked`() {
        duty.until(1000)
        #expect(duty.stages().count == 10)
        #expect(duty.last()?.alert.exercise == true)
        #expect(duty.last()?.alert.drill == "D")
    }

    @Test mutating func `takes units, and gives them to what is real`() {
        duty.locate("jn-005-car-1", 300, at: 2)
        duty.raise("B", at: 3, .p1, drill: "D")
        #expect(duty.last(of: "B")?.alert.units == ["jn-005-car-1"])
        duty.raise("C", at: 4, .p1)
        #expect(duty.last(of: "C")?.alert.units == ["jn-005-car-1"])
        #expect(duty.last(of: "B")?.alert.units == nil)
        #expect(duty.told.contains { $0.entry.detail?.reason == "called away to alert C" })
        #expect(duty.desk.unitRecords.first?.orders.map(\.alert) == ["C"])
        #expect(duty.desk.unitRecords.first?.status == .committed)
        duty.raise("E", at: 5, .p1, drill: "D")
        #expect(duty.last(of: "E")?.alert.units == nil)
        duty.until(40)
        #expect(duty.stages(of: "B").contains("33 breached dispatched"))
    }

    @Test mutating func `gets no unit that is sent to what is real, and keeps none that will be`() {
        duty.raise("B", at: 3, drill: "D")
        duty.at(4, .dispatch("jn-005-car-1"), "B")
        duty.raise("C", at: 5)
        duty.at(6, .enroute("jn-005-car-1"), "C")
        #expect(duty.last(of: "B")?.alert.units == nil)
        #expect(duty.desk.unitRecords.first?.orders.map(\.alert) == ["C"])
        #expect(
            duty.at(7, .dispatch("jn-005-car-1"), "A")
                == [.refuse(.busy("jn-005-car-1", ["C"]))]
        )
        duty.at(8, .drillStopped("D", by: "chief"))
        #expect(duty.last(of: "A")?.times.accepted == nil)
    }

    @Test mutating func `is never in an incident with what is real`() {
        duty.raise("B", at: 2)
        duty.raise("C", at: 3, drill: "D")
        #expect(["A", "B", "C"].map { duty.last(of: $0)?.alert.incident } == ["A", "B", "A"])
    }

    @Test mutating func `closes what is open of it when it ends, and raises nothing more`() {
        duty.raise("B", at: 2)
        duty.at(60, .drillStopped("D", by: "chief"))
        #expect(duty.last(of: "A")?.alert.disposition == .drill)
        #expect(duty.last(of: "B")?.alert.state == .raised)
        let stopped = Refusal.drillStopped("D", by: "chief", at: after(60).wall)
        #expect(duty.raise("C", at: 61, drill: "D") == [.refuse(stopped)])
        #expect(duty.at(62, .drillStopped("D", by: "li")) == [.refuse(stopped)])
    }

    @Test mutating func `is no disposition of what is real`() {
        duty.raise("B", at: 2)
        #expect(
            duty.at(3, .close(.drill, cause: nil), "B") == [.refuse(.notExercise("B"))]
        )
    }
}

struct `What the detector takes back` {
    private var duty = Duty()

    init() { duty.at(1, .episodeOpened(seen, candidate: "A", folded: 0)) }

    @Test mutating func `is withdrawn where nobody has accepted it, and counted so`() {
        duty.at(5, .episodeWithdrawn(seen))
        #expect(duty.last()?.standing == .withdrawn)
        #expect(duty.desk.balance.withdrawn == 1)
        duty.until(1000)
        #expect(duty.story() == ["1 raised", "3 breached delivered", "5 withdrawn"])
        #expect(duty.desk.openAlerts == 0)
    }

    @Test mutating func `just ends where somebody has`() {
        duty.at(3, .accept)
        duty.at(5, .episodeWithdrawn(seen))
        #expect(duty.last()?.alert.state == .accepted)
        #expect(duty.told.last?.entry.type == .ended)
    }

    @Test mutating func `was closed with its episode open, so that ends before the next begins`() {
        duty.at(3, .close(.real, cause: nil))
        duty.at(5, .episodeOpened(seen, candidate: "B", folded: 0))
        #expect(duty.told.suffix(2).map(\.entry.type) == [.ended, .raised])
        #expect(duty.told.suffix(2).map(\.entry.topic) == ["A", "B"])
    }

    private var seen: EpisodeReport {
        var camera = square
        (camera.station, camera.grid) = ("jn-005", "jn-005")
        return report(start: 0, lastMotion: 1, kind: .intrusion, camera: camera)
    }
}
