import Desk
import Domain
import Foundation
import Storage
import Testing

struct `The chain's head` {
    private let workshop: Workshop

    init() throws {
        workshop = try Workshop()
        for id in 1...3 { try workshop.raise("\(id)") }
        try workshop.ledger.writeHead()
    }

    @Test func `is the last entry's, here and in its file`() async throws {
        let head = try await workshop.ledger.chainHead()
        #expect(head.count == 3)
        #expect(head.hash.wholeMatch(of: /[0-9a-f]{64}/) != nil)
        #expect(head.at == noon)
        let file = try Data(contentsOf: URL(filePath: workshop.headPath))
        #expect(try JSONDecoder().decode(ChainHead.self, from: file) == head)
        let mode = try FileManager.default.attributesOfItem(atPath: workshop.headPath)
        #expect(mode[.posixPermissions] as? Int == 0o600)
    }

    @Test func `of an empty ledger is what its first entry follows`() async throws {
        let empty = try Workshop()
        #expect(try await empty.ledger.chainHead().count == 0)
        #expect(try empty.audit().mistakes == [])
        try empty.raise("1")
        #expect(try empty.audit().mistakes == [])
    }

    @Test func `shows an end that was cut off`() throws {
        try workshop.raise("4")
        #expect(try workshop.audit().mistakes == [])
        try workshop.tamper(Self.cutting(after: 1))
        #expect(
            try workshop.audit().mistakes == [
                "the chain ends at entry 1, but its head file knows entry 3"
            ]
        )
    }

    @Test func `shows a past that was replaced by another`() throws {
        try workshop.tamper(Self.cutting(after: 2))
        try workshop.reopen()
        try workshop.raise("x")
        try workshop.raise("y")
        #expect(
            try workshop.audit().mistakes == [
                "entry 3 is not the one that the chain's head file knows"
            ]
        )
    }

    @Test func `is demanded where its file is gone, but not of an empty ledger`() throws {
        try workshop.tamper(Self.cutting(after: 1))
        try FileManager.default.removeItem(atPath: workshop.headPath)
        let mistakes = try workshop.audit().mistakes
        #expect(mistakes.count == 1)
        #expect(mistakes.first?.hasPrefix("\(workshop.headPath) is missing") == true)

        let empty = try Workshop()
        try FileManager.default.removeItem(atPath: empty.headPath)
        #expect(try empty.audit().mistakes == [])
    }

    @Test func `that cannot be read is a mistake`() throws {
        for text in ["{}", #"{"count":-1,"hash":"","at":"2026-11-23T12:00:00.000+08:00"}"#] {
            try Data(text.utf8).write(to: URL(filePath: workshop.headPath))
            let mistakes = try workshop.audit().mistakes
            #expect(mistakes.count == 1)
            #expect(mistakes.first?.contains("head.json cannot be read") == true)
            #expect(throws: LedgerError.self) { try workshop.ledger.writeHead() }
        }
    }

    @Test func `of nothing is not believed where it is not that of nothing`() throws {
        let head = #"{"count":0,"hash":"00","at":"2026-11-23T12:00:00.000+08:00"}"#
        try Data(head.utf8).write(to: URL(filePath: workshop.headPath))
        #expect(
            try workshop.audit().mistakes == [
                "entry 0 is not the one that the chain's head file knows"
            ])
    }

    /// Takes every trace of what came after an entry.
    private static func cutting(after last: Int) -> String {
        """
        DELETE FROM roll WHERE raised > \(last);
        DELETE FROM alert WHERE raised > \(last);
        DELETE FROM place WHERE sequence > \(last);
        DELETE FROM entry WHERE sequence > \(last);
        """
    }
}
