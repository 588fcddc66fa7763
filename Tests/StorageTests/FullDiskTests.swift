import Desk
import Domain
import Storage
import Testing

/// SQLite refuses what has no room itself, as it does where the disk has none.
struct `A ledger on a full disk` {
    private let workshop: Workshop
    private var ledger: SQLiteLedger { workshop.ledger }

    init() throws { workshop = try Workshop() }

    /// As many pages as a ledger can have.
    private static let all = 1_073_741_823

    /// Raises alerts until one is refused.
    ///
    /// - Returns: those that were acknowledged, in order.
    private func fill() throws -> [AlertID] {
        try ledger.limit(pages: 1)
        var kept: [AlertID] = []
        for number in 1...500 {
            do {
                try workshop.raise("\(number)")
                kept.append(AlertID("A\(number)"))
            } catch let error as LedgerError {
                #expect(error == .full)
                break
            }
        }
        try workshop.recall()
        return kept
    }

    private func ids() async throws -> [AlertID] {
        try await ledger.alerts(AlertPage(limit: 999)).reversed().map(\.alert.id)
    }

    @Test func `says so, keeps what it acknowledged, and goes on when there is room`()
        async throws
    {
        let kept = try fill()
        #expect(kept.count < 500)
        // A batch is refused whole, however much of it would have had room.
        #expect(throws: LedgerError.full) { try workshop.raise(many: 100, from: noon) }
        #expect(try await ids() == kept)
        #expect(try workshop.audit().mistakes == [])

        try ledger.limit(pages: Self.all)
        try workshop.recall()
        let next = try workshop.raise("next")
        #expect(next.places.map(\.number) == [kept.count + 1])
        try workshop.reopen()
        #expect(try await ids() == kept + ["Anext"])
        let audit = try workshop.audit()
        #expect(audit.entries == kept.count + 1)
        #expect(audit.mistakes == [])
    }
}
