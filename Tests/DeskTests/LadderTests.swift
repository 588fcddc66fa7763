import Desk
import Domain
import Testing

/// An alert that nobody answers, at a station whose terminal is alive.
struct `The ladder` {
    @Test(arguments: zip(PlaceClass.allCases, [LadderRows.p1, LadderRows.p3, LadderRows.p5]))
    func `by place engages who is in the table, at the class's times`(
        place: PlaceClass,
        expected: [String]
    ) {
        var duty = Duty()
        duty.raise(place, .two)
        duty.until(1000)
        #expect(duty.stages() == expected)
    }

    @Test func `by force engages the station's neighbours, the district and the city`() {
        var policy = ResponsePolicy.standard
        policy.reading = .byForce
        var duty = Duty(policy)
        duty.locate("jn-006-moto-1", 800, at: 0)
        duty.raise(.p5, .two)
        duty.locate("jn-006-moto-1", 790, at: 50)
        duty.until(1000)
        #expect(
            duty.stages() == [
                "2 breached delivered",
                "45 fired neighbours jn-002 jn-006 duty-370102 pcs-1", "45 breached accepted",
                "60 fired minute-1 jn-006-moto-1 jn-002 jn-006", "90 breached dispatched",
                "150 warned warning 370102", "180 fired minute-3 370102",
                "300 fired minute-5 370100", "300 breached onscene", "300 breached contained",
            ]
        )
    }

    @Test func `at priority 1 tells district and city at once to stand by`() {
        var duty = Duty()
        duty.raise(.p5, .one)
        #expect(duty.stages() == ["0 warned standby 370102 370100"])
        duty.until(1000)
        #expect(Array(duty.stages().dropFirst()) == LadderRows.p5)
    }

    @Test func `at priority 3 engages stations and the district alone`() {
        var duty = Duty()
        duty.raise(.p1, .three)
        duty.until(1000)
        #expect(
            duty.stages() == [
                "2 breached delivered", "15 fired neighbours jn-002 jn-006",
                "15 breached accepted", "30 warned warning 370102", "30 breached dispatched",
                "60 fired district 370102", "60 breached onscene",
                "180 fired reinforcement jn-002 jn-006 370102", "180 breached contained",
            ]
        )
    }

    @Test func `at priority 4 is silent, and the alert is counted and can be answered`() {
        var duty = Duty(attended: [])
        duty.raise(.p1, .four)
        duty.until(1000)
        #expect(duty.stages() == [])
        #expect(duty.desk.balance.waiting == 1)
        duty.at(1001, .accept)
        #expect(duty.last()?.alert.state == .accepted)
    }

    @Test func `fires nothing that a milestone has made needless`() {
        var duty = Duty()
        duty.raise(.p1, .two)
        duty.at(1, .accept)
        duty.at(20, .dispatch("jn-005-car-1"))
        duty.at(50, .arrive(nil))
        duty.at(170, .contain)
        duty.until(1000)
        #expect(duty.stages() == ["30 warned warning 370102"])
    }

    @Test func `goes on while a unit is on its way, and stops at containment alone`() {
        var duty = Duty()
        duty.raise(.p3, .two)
        duty.at(1, .dispatch("jn-005-car-1"))
        duty.until(1000)
        #expect(
            duty.stages() == [
                "90 warned warning 370102", "180 fired district 370102",
                "180 fired reinforcement jn-002 jn-006 370102", "180 breached onscene",
                "300 fired city 370100", "300 breached contained",
            ]
        )
    }

    @Test func `counts from a delivery by the terminal's acknowledgement`() {
        var duty = Duty()
        duty.raise(.p5, .two)
        duty.at(
            1.5, .acknowledged(queue: "jn-005", terminal: "wall-1", after: 0, through: 9)
        )
        duty.until(10)
        #expect(duty.story() == ["0 raised", "1.5 delivered"])
        #expect(duty.last()?.times.delivered == 1.5)
    }

    @Test func `has times that an alert keeps when the policy changes after its raise`() {
        var duty = Duty()
        duty.raise("A", at: 0, .p5, .two)
        var strict = ResponsePolicy.standard
        strict.version = "2"
        strict.milestones[.p5]!.accept = 10
        duty.at(1, .policy(strict))
        duty.raise("B", at: 100, .p5, .two)
        duty.until(150)
        #expect(duty.stages(of: "A").contains("45 breached accepted"))
        #expect(duty.stages(of: "B").contains("110 breached accepted"))
        #expect(duty.last(of: "A")?.alert.policy == "1")
        #expect(duty.last(of: "B")?.alert.policy == "2")
    }

    @Test func `has a version of its own where other figures bear a known version`() {
        var duty = Duty()
        var other = ResponsePolicy.standard
        other.milestones[.p5]!.accept = 10
        duty.at(1, .policy(other))
        duty.raise(at: 2)
        #expect(duty.last()?.alert.policy == "1+2")
        duty.policy = other
        duty.restart(at: 3)
        duty.raise("B", at: 100)
        #expect(duty.last(of: "B")?.alert.policy == "1+2")
    }
}

/// What by place fires at priority 2 where nobody does anything.
enum LadderRows {
    static let p1 = [
        "2 breached delivered", "15 fired neighbours jn-002 jn-006 duty-370102 pcs-1",
        "15 breached accepted", "30 warned warning 370102", "30 breached dispatched",
        "60 fired district 370102", "60 breached onscene",
        "180 fired reinforcement jn-002 jn-006 370102", "180 breached contained",
        "300 fired city 370100",
    ]
    static let p3 = [
        "2 breached delivered", "30 fired neighbours jn-002 jn-006 duty-370102 pcs-1",
        "30 breached accepted", "60 breached dispatched", "90 warned warning 370102",
        "180 fired district 370102", "180 fired reinforcement jn-002 jn-006 370102",
        "180 breached onscene", "300 fired city 370100", "300 breached contained",
    ]
    static let p5 = [
        "2 breached delivered", "45 fired neighbours jn-002 jn-006 duty-370102 pcs-1",
        "45 breached accepted", "90 breached dispatched", "150 warned warning 370102",
        "180 fired reinforcement jn-002 jn-006 370102", "300 fired district 370102",
        "300 fired city 370100", "300 breached onscene", "300 breached contained",
    ]
}

extension Duty {
    fileprivate mutating func raise(_ place: PlaceClass, _ priority: Priority) {
        raise("A", at: 0, place, priority)
    }
}
