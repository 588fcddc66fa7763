import Desk
import Domain
import Testing

struct `A station's queue` {
    @Test func `that never had a terminal is said to be unattended once, to duty and district`() {
        var duty = Duty(attended: [])
        let first = duty.told.filter { $0.entry.topic == "stations/jn-005" }
        #expect(first.map(\.entry.type) == [.stationUnattended])
        #expect(first[0].entry.places.map(\.queue) == ["duty-370102", "370102"])
        duty.restart(at: 100)
        duty.until(200)
        #expect(duty.told.filter { $0.entry.topic == "stations/jn-005" }.count == 1)
    }

    @Test func `is unattended when its terminals were silent for 15 s`() {
        var duty = Duty()
        duty.until(20)
        duty.attended = []
        duty.until(34.9)
        #expect(!duty.queue("jn-002").contains("station.unattended"))
        duty.until(35)
        for queue in ["jn-005", "jn-002", "jn-006", "duty-370102", "pcs-1", "370102"] {
            #expect(duty.queue(QueueID(queue)).last == "station.unattended", "\(queue)")
        }
    }

    @Test func `that is unattended gives each new alert to its neighbours at once`() {
        var duty = Duty(attended: [])
        duty.raise("A", at: 1, .p5, .two)
        #expect(duty.stages() == ["1 fired neighbours jn-002 jn-006 duty-370102 pcs-1"])
        #expect(duty.told.last?.entry.detail?.reason == "unattended")
        duty.until(1000)
        #expect(duty.stages().count(where: { $0.contains("neighbours") }) == 1)
    }

    @Test func `that falls silent gives open alerts to its neighbours, save where somebody is`() {
        var duty = Duty()
        duty.raise("A", at: 0, .p5, .two)
        duty.raise("B", at: 0, .p5, .one)
        duty.at(1, .arrive("jn-005-car-1"), "B")
        duty.attended = []
        duty.until(20)
        #expect(
            duty.stages(of: "A").contains("15 fired neighbours jn-002 jn-006 duty-370102 pcs-1")
        )
        #expect(!duty.stages(of: "B").contains { $0.contains("neighbours") })
    }

    @Test func `that is attended again says so to all who were told, and how long it was not`() {
        var duty = Duty()
        duty.until(10)
        duty.attended = []
        duty.raise("A", at: 40, .p5, .two)
        duty.at(60, .heard(queue: "jn-005", terminal: "wall-2"))
        let entry = duty.told.last?.entry
        #expect(entry?.type == .stationAttended)
        #expect(entry?.places.first?.queue == "jn-005")
        #expect(entry?.places.count == 6)
        guard case .station(let record)? = entry?.matter else {
            Issue.record("no station")
            return
        }
        #expect(record.attendance.lasted == 35)
        #expect(record.attendance.raised == 1)
        duty.raise("B", at: 61, .p5, .two)
        #expect(duty.stages(of: "B") == [])
    }

    @Test func `is given 15 s to come back when a node starts`() {
        var duty = Duty()
        duty.until(10)
        duty.attended = []
        duty.restart(at: 100)
        duty.until(114.9)
        #expect(!duty.queue("jn-002").contains("station.unattended"))
        duty.until(115)
        #expect(duty.queue("jn-002").contains("station.unattended"))
    }
}
