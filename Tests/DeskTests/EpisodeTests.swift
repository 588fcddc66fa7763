import Desk
import Domain
import Testing

struct `Episodes at the desk` {
    var desk = ResponseDesk(policy: .standard)

    @Test mutating func `raise an alert with the deadlines of the place's class`() throws {
        let effects = desk.step(
            .episodeOpened(report(start: 0, lastMotion: 1.4), candidate: "A", folded: 0),
            at: after(1.5)
        )
        let entry = try #require(entries(effects).first)
        #expect(entry.type == .raised)
        #expect(entry.places == [Entry.Place(queue: "jn-017", number: 1)])
        let alert = try #require(entry.record).alert
        #expect(alert.state == .raised)
        #expect(alert.priority == .four)
        #expect(alert.raisedAt == after(1.5).wall)
        #expect(alert.deadlines.accept == after(16.5).wall)
        #expect(alert.deadlines.dispatch == after(31.5).wall)
        #expect(alert.deadlines.onscene == after(61.5).wall)
        #expect(alert.deadlines.contained == after(181.5).wall)
        #expect(alert.why.seconds == 1.4)
        #expect(entry.detail?.seenAt == after(1.4).wall)
    }

    @Test mutating func `carry an alert on within the join time, and say so`() {
        see(0, to: 5, as: "A")
        let effects = desk.step(
            .episodeOpened(report(start: 35, lastMotion: 36), candidate: "B", folded: 0),
            at: after(36)
        )
        #expect(entries(effects).map(\.type) == [.continued])
        #expect(entries(effects).map(\.topic) == ["A"])
    }

    @Test mutating func `raise a new alert after the join time`() {
        see(0, to: 5, as: "A")
        let effects = desk.step(
            .episodeOpened(report(start: 35.1, lastMotion: 36), candidate: "B", folded: 0),
            at: after(36)
        )
        #expect(entries(effects).map(\.type) == [.raised])
        #expect(entries(effects).map(\.topic) == ["B"])
    }

    @Test mutating func `raise a new alert where the last one is closed`() {
        see(0, to: 5, as: "A")
        _ = desk.step(.act(close, on: "A", recalled: nil), at: after(6))
        let effects = desk.step(
            .episodeOpened(report(start: 8, lastMotion: 9), candidate: "B", folded: 0),
            at: after(9)
        )
        #expect(entries(effects).map(\.topic) == ["B"])
    }

    @Test mutating func `of priority 1 are never joined, but an overlap is the same`() {
        see(0, to: 5, as: "A", priority: .one)
        let later = desk.step(
            .episodeOpened(
                report(start: 5.5, lastMotion: 6, priority: .one), candidate: "B", folded: 0
            ),
            at: after(6)
        )
        #expect(entries(later).first?.type == .raised)
        _ = desk.step(
            .episodeEnded(report(start: 5.5, lastMotion: 9, priority: .one)),
            at: after(9)
        )
        let overlap = desk.step(
            .episodeOpened(
                report(start: 8, lastMotion: 10, priority: .one), candidate: "C", folded: 0
            ),
            at: after(10)
        )
        #expect(entries(overlap).map(\.type) == [.continued])
        #expect(entries(overlap).map(\.topic) == ["B"])
    }

    @Test mutating func `seen by a second node while open are the same alert`() {
        _ = desk.step(
            .episodeOpened(report(start: 0, lastMotion: 1), candidate: "A", folded: 0),
            at: after(1)
        )
        let effects = desk.step(
            .episodeOpened(report(start: 0.2, lastMotion: 1.2), candidate: "B", folded: 0),
            at: after(1.3)
        )
        #expect(effects == [.known("A")])
    }

    @Test mutating func `of another zone, rule or camera are alerts of their own`() {
        see(0, to: 5, as: "A")
        let other = desk.step(
            .episodeOpened(
                report(start: 6, lastMotion: 7, zone: "gate"), candidate: "B", folded: 0
            ),
            at: after(7)
        )
        let rule = desk.step(
            .episodeOpened(
                report(start: 6, lastMotion: 7, kind: .intrusion), candidate: "C", folded: 0
            ),
            at: after(7)
        )
        #expect(entries(other).map(\.topic) == ["B"])
        #expect(entries(rule).map(\.topic) == ["C"])
    }

    @Test mutating func `end with their peak, path and last motion`() throws {
        let entry = try #require(see(0, to: 5, as: "A").last)
        #expect(entry.type == .ended)
        #expect(entry.detail?.end == after(5).wall)
        #expect(entry.detail?.peak?.area == 0.06)
        #expect(entry.detail?.path == [[0.1, 0.8], [0.4, 0.7]])
        #expect(entry.detail?.cut == nil)
    }

    @Test mutating func `end also where the alert was closed meanwhile`() {
        _ = desk.step(
            .episodeOpened(report(start: 0, lastMotion: 1), candidate: "A", folded: 0),
            at: after(1)
        )
        _ = desk.step(.act(close, on: "A", recalled: nil), at: after(2))
        let effects = desk.step(.episodeEnded(report(start: 0, lastMotion: 4)), at: after(7))
        #expect(entries(effects).map(\.type) == [.ended])
        #expect(entries(effects).map(\.record?.alert.state) == [.closed])
    }

    @Test mutating func `left open by a node that died are cut, and joined from the restart`()
        throws
    {
        let raised = entries(
            desk.step(
                .episodeOpened(
                    report(start: 0, lastMotion: 1), candidate: "A", folded: 0
                ), at: after(1))
        )
        var next = ResponseDesk(
            policy: .standard,
            memory: .init(records: raised.compactMap(\.record), heads: ["jn-017": 1])
        )
        let cut = try #require(entries(next.step(.started, at: after(100))).first)
        #expect(cut.type == .ended)
        #expect(cut.detail?.cut == true)
        #expect(cut.detail?.end == after(1).wall)
        #expect(cut.places.map(\.number) == [2])
        let joined = next.step(
            .episodeOpened(report(start: 129, lastMotion: 130), candidate: "B", folded: 0),
            at: after(130)
        )
        #expect(entries(joined).map(\.type) == [.continued])
        let again = next.step(.started, at: after(131))
        #expect(entries(again).map(\.type) == [.ended])
    }

    private let close = AlertAction(verb: .close(.real, cause: nil), actor: "li")

    @discardableResult
    private mutating func see(
        _ start: Double,
        to end: Double,
        as id: AlertID,
        priority: Priority? = nil
    ) -> [Entry] {
        let opened = desk.step(
            .episodeOpened(
                report(start: start, lastMotion: start + 1, priority: priority),
                candidate: id, folded: 0
            ),
            at: after(start + 1)
        )
        let ended = desk.step(
            .episodeEnded(report(start: start, lastMotion: end, priority: priority)),
            at: after(end + 3)
        )
        return entries(opened) + entries(ended)
    }
}
