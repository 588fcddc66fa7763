import Desk
import Domain
import Testing

struct `An alert at the desk` {
    var desk = ResponseDesk(policy: .standard)

    init() {
        _ = desk.step(.signal(door("1"), candidate: "A", known: nil), at: after(0))
    }

    @Test mutating func `is delivered when a terminal acknowledges its number, once`() {
        let effects = acknowledge(through: 1)
        #expect(entries(effects).map(\.type) == [.delivered])
        #expect(entries(effects).first?.detail?.terminal == "wall-1")
        #expect(acknowledge(through: 2).isEmpty)
    }

    @Test mutating func `is not delivered by a cursor before it`() {
        #expect(acknowledge(through: 0).isEmpty)
        #expect(desk.record(of: "A")?.alert.state == .raised)
    }

    @Test mutating func `is not delivered to a terminal that began to read after it`() {
        _ = desk.step(.signal(door("2"), candidate: "B", known: nil), at: after(1))
        #expect(entries(acknowledge(from: 1, through: 2)).map(\.topic) == ["B"])
        #expect(entries(acknowledge(through: 3)).map(\.topic) == ["A"])
    }

    @Test mutating func `is not set back by a late delivery`() {
        act(.accept, by: "li")
        #expect(acknowledge(through: 2).isEmpty)
        #expect(desk.record(of: "A")?.alert.state == .accepted)
    }

    @Test mutating func `is accepted by the first, and the second is told who`() {
        #expect(entries(act(.accept, by: "li", at: 3)).map(\.type) == [.accepted])
        let second = act(.accept, by: "wang", at: 4)
        #expect(second == [.refuse(.state("A", .accepted, by: "li", at: after(3).wall))])
    }

    @Test mutating func `is not acted on where the caller saw another state`() {
        _ = acknowledge(through: 1)
        let action = AlertAction(verb: .accept, actor: "li", expect: .raised)
        let effects = desk.step(.act(action, on: "A", recalled: nil), at: after(5))
        #expect(
            effects == [
                .refuse(.expected("A", .raised, but: .delivered, by: "wall-1", at: after(2).wall))
            ]
        )
    }

    @Test mutating func `may be closed at once, and then takes nothing more`() throws {
        let effects = act(.close(.falseAlarm, cause: .animal), by: "li", at: 6)
        let closed = try #require(entries(effects).first?.record)
        #expect(closed.alert.disposition == .falseAlarm)
        #expect(closed.alert.cause == .animal)
        #expect(desk.openAlerts == 0)
        let late = desk.step(
            .act(AlertAction(verb: .accept, actor: "wang"), on: "A", recalled: closed),
            at: after(7)
        )
        #expect(late == [.refuse(.state("A", .closed, by: "li", at: after(6).wall))])
    }

    @Test mutating func `that nobody knows is refused`() {
        let effects = desk.step(
            .act(AlertAction(verb: .accept, actor: "li"), on: "B", recalled: nil),
            at: after(1)
        )
        #expect(effects == [.refuse(.unknownAlert("B"))])
    }

    @Test mutating func `from a signal is one alert however often the signal comes`() {
        let again = desk.step(.signal(door("1"), candidate: "B", known: nil), at: after(1))
        #expect(again == [.known("A")])
        let known = desk.step(.signal(door("9"), candidate: "C", known: "Z"), at: after(1))
        #expect(known == [.known("Z")])
        let other = desk.step(.signal(door("2"), candidate: "C", known: nil), at: after(1))
        #expect(entries(other).map(\.topic) == ["C"])
    }

    @Test mutating func `from a panic button has priority 1`() {
        _ = desk.step(.signal(panic("2"), candidate: "B", known: nil), at: after(1))
        #expect(desk.record(of: "B")?.alert.priority == .one)
    }

    @Test mutating func `is numbered in its station's queue without holes`() {
        var numbers: [QueueID: [Int]] = ["jn-017": [1]]
        for id in 2...40 {
            let station: StationID = id.isMultiple(of: 3) ? "jn-002" : "jn-017"
            let name = AlertID("S\(id)")
            var made = entries(
                desk.step(
                    .signal(door("\(id)", station: station), candidate: name, known: nil),
                    at: after(1))
            )
            let accept = AlertAction(verb: .accept, actor: "li")
            made += entries(desk.step(.act(accept, on: name, recalled: nil), at: after(2)))
            for place in made.flatMap(\.places) {
                numbers[place.queue, default: []].append(place.number)
            }
        }
        for (_, given) in numbers { #expect(given == Array(1...given.count)) }
    }

    private mutating func acknowledge(from start: Int = 0, through number: Int) -> [DeskEffect] {
        desk.step(
            .acknowledged(queue: "jn-017", terminal: "wall-1", after: start, through: number),
            at: after(2)
        )
    }

    @discardableResult
    private mutating func act(
        _ verb: AlertAction.Verb,
        by actor: String,
        at seconds: Double = 3
    ) -> [DeskEffect] {
        desk.step(
            .act(AlertAction(verb: verb, actor: actor), on: "A", recalled: nil),
            at: after(seconds)
        )
    }
}
