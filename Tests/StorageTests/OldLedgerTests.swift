import Desk
import Domain
import Foundation
import Storage
import Testing

/// A ledger as the version before the response wrote it: three signals of which one was accepted
/// and one closed, each with a key, and a camera that was lost.
struct `A ledger of the version before the response` {
    private let workshop: Workshop
    private let ids: [AlertID] = [
        "01M84H4Z52HMBQTYVTWSDASCAW", "01M84H4Z60P8V2EMEVR0P5MS27", "01M84H4Z6Z3QRQ15983BTFZXVW",
    ]

    init() throws {
        workshop = try Workshop()
        try workshop.replace(by: "before-response.sql")
    }

    @Test func `is audited as it is`() throws {
        let audit = try workshop.audit()
        #expect((audit.entries, audit.alerts) == (6, 3))
        #expect(audit.mistakes == [])
        try workshop.tamper("UPDATE alert SET open = 0 WHERE state = 'raised'")
        #expect(
            try workshop.audit().mistakes == [
                "alert \(ids[0]): its columns do not say what its record says"
            ]
        )
    }

    @Test func `opens, and is gone on with`() async throws {
        try workshop.reopen()
        let ledger = workshop.ledger
        let memory = try ledger.restore()
        #expect(memory.records.map(\.alert.id) == ids)
        #expect(memory.records.map(\.standing) == [.waiting, .reached, .reached])
        #expect(memory.balance.off == 0)
        #expect((memory.balance.waiting, memory.balance.reached) == (1, 2))
        #expect(memory.cameras.map(\.condition.state) == [.offline])
        #expect(memory.lastEntryAt == WallTime("2026-11-23T23:42:22.471+08:00"))
        #expect(try await ledger.openAlerts(in: "jn-017") == (2, 1))
        #expect(try ledger.answer(to: "k2")?.subject == ids[1].rawValue)
        let old = Alert.SignalReference(source: "hotel", id: "3")
        #expect(try ledger.alert(of: old) == ids[2])

        let action = AlertAction(verb: .contain, actor: "wang")
        try workshop.write(.act(action, on: ids[1], recalled: nil))
        #expect(try workshop.raise("4").places.first?.number == 8)
        let alerts = try await ledger.alerts(AlertPage(queue: "jn-017", limit: 9))
        #expect(alerts.map(\.alert.id) == ["A4"] + ids.reversed())
        #expect(try await ledger.history(of: ids[1]).map(\.number) == [2, 4, 7])
        #expect(try await ledger.incidents(IncidentPage(limit: 9)).map(\.incident) == ["A4"])
        try ledger.writeHead()
        #expect(try workshop.audit().mistakes == [])
    }

    @Test func `may be of the version before cameras, too`() throws {
        try workshop.tamper(
            """
            DELETE FROM place WHERE sequence = 6;
            DELETE FROM entry WHERE sequence = 6;
            DROP TABLE camera;
            DELETE FROM grdb_migrations WHERE identifier = 'cameras';
            """
        )
        #expect(try workshop.audit().mistakes == [])
        try workshop.reopen()
        try workshop.ledger.writeHead()
        #expect(try workshop.ledger.restore().cameras.isEmpty)
        #expect(try workshop.raise("4").places.map(\.number) == [6])
        #expect(try workshop.audit().mistakes == [])
    }
}
