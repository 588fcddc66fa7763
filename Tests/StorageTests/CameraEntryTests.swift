import Desk
import Domain
import Storage
import Testing

struct `The ledger, of cameras` {
    private let workshop: Workshop
    private let since = WallTime("2026-11-23T11:59:00.000+08:00")!

    init() throws {
        workshop = try Workshop()
        try workshop.raise("1")
        try learn(.online)
        try learn(.offline)
    }

    @discardableResult
    private func learn(_ state: CameraCondition.State, id: CameraID = "gate") throws -> Entry {
        let camera = Camera(id: id, name: "东门", url: "x", station: "jn-017", grid: "jn-017")
        let reason = state == .online ? nil : "connection refused"
        return try workshop.write(
            .camera(CameraNews(camera: camera, state: state, reason: reason, since: since))
        )
    }

    @Test func `numbers them with the alerts of their queue, and filters them`() async throws {
        let ledger = workshop.ledger
        let events = try await ledger.events(in: "jn-017", EventPage(after: 0, limit: 10))
        #expect(events.map(\.type) == [.raised, .cameraOnline, .cameraOffline])
        #expect(events.map(\.number) == [1, 2, 3])
        #expect(events.map(\.topic) == ["A1", "cameras/gate", "cameras/gate"])
        #expect(events.last?.subject == "cameras/gate")
        #expect(events.last?.data?.contains("\"reason\":\"connection refused\"") == true)
        let offline = try await ledger.events(
            in: "jn-017",
            EventPage(after: 0, limit: 10, types: [.cameraOffline])
        )
        #expect(offline.map(\.number) == [3])
        let urgent = try await ledger.events(
            in: "jn-017",
            EventPage(after: 0, limit: 10, priorities: Set(Priority.allCases))
        )
        #expect(urgent.map(\.type) == [.raised])
    }

    @Test func `remembers how each is through a restart, and repeats nothing`() throws {
        try workshop.reopen()
        let known = try workshop.ledger.restore().cameras
        #expect(known.map(\.condition.state) == [.offline])
        #expect(throws: Workshop.NothingWritten.self) { try learn(.offline) }
        let restored = try learn(.online)
        #expect(restored.type == .cameraRestored)
        #expect(restored.ordinal == 3)
        #expect(restored.places.map(\.number) == [4])
        #expect(try workshop.audit().mistakes == [])
    }

    @Test func `holds four thousand cameras that are lost at once, in one transaction`() throws {
        var desk = ResponseDesk(policy: .standard, memory: try workshop.ledger.restore())
        let now = Stamp(moment: Moment(nanoseconds: 0), wall: since)
        let entries = (0..<4000).flatMap { number -> [Entry] in
            let camera = Camera(
                id: CameraID("c-\(number)"), name: "c", url: "x", station: "jn-017", grid: "jn-017"
            )
            let news = CameraNews(camera: camera, state: .offline, reason: "lost", since: since)
            return desk.step(.camera(news), at: now).compactMap { effect in
                if case .append(let entry) = effect { entry } else { nil }
            }
        }
        try workshop.ledger.append(entries, memos: [], answers: [])
        let audit = try workshop.audit()
        #expect(audit.entries == 4003)
        #expect(audit.mistakes == [])
        #expect(try workshop.ledger.restore().cameras.count == 4001)
    }

    @Test(arguments: [
        (
            "UPDATE entry SET data = replace(data, 'refused', 'lost') WHERE sequence = 3",
            "entry 3 (cameras/gate) was changed"
        ),
        ("UPDATE entry SET priority = 1 WHERE sequence = 3", "entry 3: its priority"),
        (
            "UPDATE camera SET record = replace(record, 'offline', 'online')",
            "cameras/gate is not as its last entry left it"
        ),
        ("DELETE FROM camera", "cameras/gate has entries, but its record is missing"),
    ])
    func `is audited like alerts`(sql: String, expected: String) throws {
        #expect(try workshop.audit().mistakes == [])
        try workshop.tamper(sql)
        let mistakes = try workshop.audit().mistakes
        #expect(mistakes.contains { $0.hasPrefix(expected) }, "\(mistakes)")
    }
}
