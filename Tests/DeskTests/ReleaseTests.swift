import Desk
import Domain
import Testing

/// What neither a release, a restart nor a clock may do to a running deadline.
struct `A running deadline` {
    @Test func `is not moved by a release, and what was missed meanwhile fires at once`() {
        var duty = Duty()
        duty.raise("A", at: 0, .p1, .two)
        duty.at(1, .accept)
        duty.at(5, .dispatch("jn-005-car-1"))
        let deadlines = duty.last()?.alert.deadlines
        duty.at(40, .release)
        #expect(
            duty.stages() == [
                "30 warned warning 370102",
                "40 fired neighbours jn-002 jn-006 duty-370102 pcs-1", "40 breached accepted",
                "40 breached dispatched",
            ]
        )
        #expect(duty.last()?.alert.deadlines == deadlines)
        #expect(duty.last()?.alert.state == .raised)
        duty.at(41, .accept, by: "wang")
        duty.until(100)
        #expect(duty.stages().suffix(2) == ["60 fired district 370102", "60 breached onscene"])
    }

    @Test func `fires its stage once, however often the alert is released`() {
        var duty = Duty()
        duty.raise("A", at: 0, .p1, .two)
        for second in stride(from: 20.0, to: 60, by: 4) {
            duty.at(second, .accept)
            duty.at(second + 2, .release)
        }
        #expect(duty.stages().count(where: { $0.contains("neighbours") }) == 1)
        #expect(duty.stages().count(where: { $0.contains("accepted") }) == 1)
    }

    @Test func `of the arrival runs on where whoever had arrived gives it back`() {
        var duty = Duty()
        duty.raise("A", at: 0, .p1, .two)
        duty.at(1, .acknowledged(queue: "jn-005", terminal: "wall-1", after: 0, through: 9))
        duty.at(5, .arrive("jn-005-car-1"))
        duty.at(40, .release)
        #expect(duty.last()?.alert.state == .delivered)
        #expect(duty.last()?.times.onscene == nil)
        #expect(duty.desk.unitRecords.first?.status == .available)
        duty.until(100)
        #expect(duty.stages().suffix(2) == ["60 fired district 370102", "60 breached onscene"])
    }

    @Test func `runs on where what the policy sent is taken back, before anyone accepts`() {
        var duty = Duty()
        duty.locate("jn-005-car-1", 300, at: 0)
        duty.raise("A", at: 0, .p1, .two)
        duty.at(1, .release, by: "chief")
        #expect(duty.last()?.alert.state == .raised)
        #expect(duty.last()?.alert.units == nil)
        #expect(duty.desk.unitRecords.first?.status == .available)
        let raised = Refusal.state("A", .raised, by: "chief", at: after(1).wall)
        #expect(duty.at(2, .release) == [.refuse(raised)])
        duty.until(50)
        #expect(duty.stages().contains("30 breached dispatched"))
    }

    @Test func `of the delivery is met by a terminal alone, also after a release`() {
        var duty = Duty()
        duty.raise("A", at: 0)
        duty.raise("B", at: 1)
        duty.at(2, .accept)
        duty.at(3, .release)
        #expect(duty.last()?.times.delivered == nil)
        duty.at(4, .note)
        #expect(duty.last()?.alert.state == .raised)
        duty.at(5, .acknowledged(queue: "jn-005", terminal: "wall-1", after: 0, through: 9))
        #expect(duty.last()?.times.delivered == 5)
        #expect(duty.last()?.alert.state == .delivered)
        #expect(duty.last(of: "B")?.alert.state == .delivered)
    }

    @Test func `that passed while no node ran fires once after the restart, late, in order`() {
        var duty = Duty()
        duty.raise("A", at: 0, .p1, .two)
        duty.until(10)
        duty.restart(at: 70)
        #expect(
            duty.stages() == [
                "2 breached delivered", "70 fired neighbours jn-002 jn-006 duty-370102 pcs-1",
                "70 breached accepted", "70 warned warning 370102", "70 breached dispatched",
                "70 fired district 370102", "70 breached onscene",
            ]
        )
        let lates = duty.told.suffix(6).map { $0.entry.detail?.late }
        #expect(lates == [55, 55, 40, 40, 10, 10])
        duty.restart(at: 80)
        duty.until(100)
        #expect(duty.stages().count == 7)
    }

    @Test(arguments: [-3600.0, 3600, -5, 30])
    func `is not moved by a wall clock that is set`(step: Double) {
        var duty = Duty()
        duty.raise("A", at: 0, .p1, .two)
        duty.until(5)
        duty.wallStep = step
        duty.until(1000)
        #expect(duty.stages() == LadderRows.p1)
        #expect(duty.told.allSatisfy { $0.entry.detail?.late == nil })
    }

    @Test func `is put off by a clock set back before a restart to the last entry at most`() {
        var duty = Duty()
        duty.raise("A", at: 0, .p1, .two)
        duty.until(20)
        duty.wallStep = -3600
        duty.raise("B", at: 25, .p1, .two, station: "jn-001")
        duty.restart(at: 31)
        duty.until(200)
        // The ledger spoke of A when it was 15 s old, and of B by the new time alone.
        #expect(duty.stages().contains { $0.hasPrefix("76 fired district") })
        #expect(duty.stages(of: "B").contains { $0.hasPrefix("85 fired district") })
    }

    @Test func `is judged after a restart by the policy of its raise, also where that changed`() {
        var duty = Duty()
        duty.raise("A", at: 0, .p5, .two)
        duty.until(9)
        duty.policy.reading = .byForce
        duty.restart(at: 10)
        duty.until(1000)
        #expect(duty.stages() == LadderRows.p5)
    }

    @Test func `runs on in a node whose ledger failed while the alert was being closed`() {
        var duty = Duty()
        duty.raise("A", at: 0, .p1, .two)
        duty.until(5)
        duty.wallStep = 3600
        let before = duty.told.compactMap(\.entry.record).last!
        var lost = duty.desk
        let close = AlertAction(verb: .close(.real, cause: nil), actor: "li")
        _ = lost.step(.act(close, on: "A", recalled: nil), at: duty.now)
        let memory = ResponseDesk.Memory(records: [before], lastEntryAt: after(2).wall)
        var next = ResponseDesk(policy: .standard, chart: Chart(town), memory: memory)
        duty.until(14)
        #expect(entries(next.step(.resumed(lost.running), at: duty.now)) == [])
    }
}
