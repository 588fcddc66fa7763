import Desk
import Domain
import Testing

struct `Patrol units` {
    @Test func `are proposed by distance, and 10 m for each second of their position's age`()
        throws
    {
        var duty = Duty()
        duty.locate("jn-005-car-1", 500, at: 0)
        duty.locate("jn-005-car-2", 650, at: 20)
        duty.locate("jn-006-moto-1", 300, at: 20)
        duty.raise("A", at: 20)
        let proposed = try #require(raise(duty).detail?.proposed)
        #expect(proposed.map(\.unit) == ["jn-006-moto-1", "jn-005-car-2", "jn-005-car-1"])
        #expect(proposed.map(\.distance) == [300, 650, 500])
        #expect(proposed.map(\.age) == [0, 0, 20])
        #expect(duty.queue("jn-006-moto-1") == ["raised"])
    }

    @Test func `are not proposed far away, silent, on another order or off duty`() {
        var duty = Duty()
        duty.locate("jn-005-car-1", 100, at: 0)
        duty.locate("jn-005-car-2", 5100, at: 61)
        duty.locate("jn-005-car-3", 100, at: 61)
        duty.at(61, .unit("jn-005-car-3", .offDuty, by: "chief"))
        duty.locate("jn-006-moto-1", 100, at: 61)
        duty.raise("B", at: 61, station: "jn-006")
        duty.at(61, .dispatch("jn-006-moto-1"), "B")
        duty.raise("A", at: 62)
        #expect(raise(duty).detail?.proposed == nil)
    }

    @Test func `are unreachable after 60 s without a position, and back with the next`() {
        var duty = Duty()
        duty.locate("jn-005-car-1", 100, at: 0)
        duty.locate("jn-005-car-1", 100, at: 30)
        duty.until(89)
        #expect(status(duty) == .available)
        duty.until(90)
        #expect(status(duty) == .unreachable)
        duty.locate("jn-005-car-1", 100, at: 100)
        #expect(status(duty) == .available)
        duty.until(160)
        #expect(status(duty) == .unreachable)
    }

    @Test func `are missed when they fell silent under an order that has ended`() {
        var duty = Duty()
        duty.locate("jn-005-car-1", 100, at: 0)
        duty.raise("A", at: 1)
        duty.at(2, .dispatch("jn-005-car-1"))
        duty.at(90, .close(.real, cause: nil))
        #expect(status(duty) == .available)
        duty.until(91)
        #expect(status(duty) == .unreachable)
    }

    @Test func `get an order in their own queue, and are available when it has ended`() {
        var duty = Duty()
        duty.raise("A", at: 0)
        duty.at(1, .dispatch("jn-005-car-1"))
        #expect(duty.queue("jn-005-car-1") == ["order.sent"])
        #expect(status(duty) == .committed)
        duty.at(2, .enroute("jn-005-car-1"), by: "driver")
        #expect(duty.queue("jn-005-car-1").suffix(2) == ["order.accepted", "enroute"])
        #expect(status(duty) == .enroute)
        duty.at(3, .close(.real, cause: nil))
        #expect(status(duty) == .available)
    }

    @Test func `are sent by the policy itself to places of its classes, the nearest first`() {
        var duty = Duty()
        duty.locate("jn-005-car-2", 900, at: 0)
        duty.locate("jn-005-car-1", 400, at: 0)
        duty.raise("A", at: 1, .p1, .two)
        #expect(duty.story() == ["1 raised", "1 sent"])
        #expect(duty.last()?.alert.units == ["jn-005-car-1"])
        #expect(duty.last()?.alert.state == .raised)
        duty.raise("B", at: 1, .p3, .two)
        #expect(duty.story(of: "B") == ["1 raised"])
    }

    @Test func `arrive by two fresh positions inside the site, not by one`() {
        var duty = sent()
        duty.locate("jn-005-car-1", 40, at: 10)
        #expect(duty.last()?.alert.state == .dispatched)
        duty.locate("jn-005-car-1", 45, at: 15)
        #expect(duty.last()?.alert.state == .onscene)
        #expect(duty.told.last?.entry.detail?.proof == "positions")
        #expect(duty.last()?.times.onscene == 15)
    }

    @Test func `do not arrive by positions that are stale, outside or apart`() {
        var duty = sent()
        duty.locate("jn-005-car-1", 40, at: 100, age: 20)
        duty.locate("jn-005-car-1", 40, at: 105, age: 16)
        duty.locate("jn-005-car-1", 40, at: 110)
        duty.locate("jn-005-car-1", 60, at: 115)
        duty.locate("jn-005-car-1", 40, at: 120)
        #expect(duty.last()?.alert.state == .dispatched)
    }

    @Test func `are not where a position of a time to come says`() {
        var duty = Duty()
        let soon = Fix(position: site, at: after(14).wall)
        duty.at(10, .located("jn-005-car-1", soon))
        #expect(duty.desk.unitRecords.first?.fix == soon)
        let later = Fix(position: site, at: after(16).wall)
        #expect(
            duty.step(.located("jn-005-car-1", later))
                == [.refuse(.future("jn-005-car-1", after(16).wall, now: after(10).wall))]
        )
    }

    @Test func `are still found when all clocks were set back`() {
        var duty = Duty()
        duty.locate("jn-005-car-1", 400, at: 0)
        duty.wallStep = -3600
        duty.locate("jn-005-car-1", 200, at: 50)
        duty.locate("jn-005-car-1", 100, at: 100)
        duty.raise("A", at: 101)
        #expect(raise(duty).detail?.proposed?.first?.distance == 100)
    }

    @Test func `off duty are sent nowhere and paged by nothing`() {
        var duty = Duty()
        duty.locate("jn-005-car-1", 100, at: 0)
        duty.raise("A", at: 1)
        #expect(duty.queue("jn-005-car-1") == ["raised"])
        duty.at(2, .unit("jn-005-car-1", .offDuty, by: "chief"))
        #expect(
            duty.at(3, .dispatch("jn-005-car-1"))
                == [.refuse(.offDuty("jn-005-car-1", by: "chief", at: after(2).wall))]
        )
        duty.until(400)
        #expect(duty.queue("jn-005-car-1") == ["raised"])
        duty.restart(at: 401)
        duty.at(402, .accept)
        #expect(duty.queue("jn-005-car-1") == ["raised"])
        duty.at(403, .unit("jn-005-car-1", .available, by: "chief"))
        duty.at(404, .note)
        #expect(duty.queue("jn-005-car-1") == ["raised", "noted"])
    }

    @Test func `with an order do not go off duty, and without one are not on their way`() {
        var duty = sent()
        #expect(
            duty.at(20, .unit("jn-005-car-1", .offDuty, by: "chief"))
                == [.refuse(.busy("jn-005-car-1", ["A"]))]
        )
        #expect(
            duty.at(20, .unit("jn-005-car-2", .enroute, by: "driver"))
                == [.refuse(.noOrder("jn-005-car-2"))]
        )
    }

    @Test func `are kept once a step, however many alerts their order is for`() {
        var duty = Duty()
        for index in 0..<10 { duty.raise(AlertID("A\(index)"), at: 1) }
        let order = AlertAction(verb: .dispatch("jn-005-car-1"), actor: "li")
        let effects = duty.at(2, .actOnIncident(order, "A0"))
        let kept = effects.filter { if case .keep(.unit) = $0 { true } else { false } }
        #expect(kept.count == 1)
        #expect(duty.desk.unitRecords.first?.orders.count == 10)
    }

    private func sent() -> Duty {
        var duty = Duty()
        duty.raise("A", at: 0)
        duty.at(1, .dispatch("jn-005-car-1"))
        return duty
    }

    private func raise(_ duty: Duty) -> Entry {
        duty.told.last { $0.entry.record?.alert.id == "A" && $0.entry.type == .raised }!.entry
    }

    private func status(_ duty: Duty) -> UnitStatus? {
        duty.desk.unitRecords.first { $0.id == "jn-005-car-1" }?.status
    }
}
