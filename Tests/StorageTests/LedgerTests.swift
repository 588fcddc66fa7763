import Desk
import Domain
import Foundation
import Storage
import Synchronization
import Testing

struct `The ledger` {
    let workshop: Workshop

    init() throws { workshop = try Workshop() }

    @Test func `is flushed to the disk at every commit`() throws {
        #expect(try workshop.ledger.synchronousLevel() == 2)
    }

    @Test func `remembers open alerts and every queue's head through a restart`() throws {
        try workshop.raise("1")
        let accepted = try workshop.accept("1")
        try workshop.raise("2", station: "jn-002")
        try workshop.reopen()
        let memory = try workshop.ledger.restore()
        #expect(memory.heads == ["jn-017": 2, "jn-002": 1])
        #expect(memory.records.map(\.alert.id) == ["A1", "A2"])
        #expect(memory.records.first == accepted.record)
        #expect(try workshop.raise("3").places.map(\.number) == [3])
        #expect(try workshop.audit().mistakes == [])
    }

    @Test func `pages a queue in order, and by filter`() async throws {
        for id in 1...5 {
            try workshop.raise("\(id)")
            try workshop.accept("\(id)")
        }
        let ledger = workshop.ledger
        let page = try await ledger.events(in: "jn-017", EventPage(after: 3, limit: 4))
        #expect(page.map(\.number) == [4, 5, 6, 7])
        let accepted = try await ledger.events(
            in: "jn-017",
            EventPage(after: 0, limit: 10, types: [.accepted])
        )
        #expect(accepted.map(\.number) == [2, 4, 6, 8, 10])
        let wanted = EventPage(after: 0, limit: 10, types: [.accepted])
        #expect(try await ledger.position(in: "jn-017", beforeLast: 2, of: wanted) == 7)
        #expect(try await ledger.position(in: "jn-017", beforeLast: 0, of: wanted) == 10)
        #expect(try await ledger.head(of: "jn-017") == 10)
        #expect(try await ledger.openAlerts(in: "jn-017") == (5, 0))
    }

    @Test func `finds a time's place in a queue, and what is rare in a long one`() async throws {
        let start = WallTime(milliseconds: 1_795_406_400_000, offset: 0)
        let count = 25_000
        try workshop.raise("other", station: "jn-018")
        try workshop.raise(many: count, from: start)
        let ledger = workshop.ledger
        for seconds in [-1.0, 0, 0.5, 1, 12_345, 24_998.5, 24_999, 25_000] {
            let place = try await ledger.position(
                in: "jn-017", before: start.advanced(bySeconds: seconds))
            #expect(place == min(count, max(0, Int(seconds.rounded(.up)))))
        }
        #expect(try await ledger.position(in: "jn-099", before: start) == 0)

        // Pages are filled across the stretches that are looked through at once.
        let rare = EventPage(after: 0, limit: 150, priorities: [.three])
        let page = try await ledger.events(in: "jn-017", rare)
        #expect(page.map(\.number) == (1...150).map { $0 * 100 })
        let rest = EventPage(after: 15_000, limit: 150, priorities: [.three])
        #expect(
            try await ledger.events(in: "jn-017", rest).map(\.number)
                == (151...250).map { $0 * 100 })
        #expect(try await ledger.position(in: "jn-017", beforeLast: 120, of: rare) == 13_099)
        #expect(try await ledger.position(in: "jn-017", beforeLast: 999, of: rare) == 0)
        let all = EventPage(after: 0, limit: 10)
        #expect(try await ledger.position(in: "jn-017", beforeLast: 10, of: all) == count - 10)
        let early = EventPage(
            after: 0, limit: 10, until: start.advanced(bySeconds: 3), types: [.raised])
        #expect(try await ledger.events(in: "jn-017", early).map(\.number) == [1, 2, 3])
    }

    @Test func `finds an alert by its signal and a request by its key`() throws {
        try workshop.raise("1")
        let signal = Alert.SignalReference(source: "gate", id: "1")
        #expect(try workshop.ledger.alert(of: signal) == "A1")
        let wall = WallTime(milliseconds: 5, offset: 0)
        let answer = Answer(key: "k", request: "POST", subject: "A1", created: true, at: wall)
        try workshop.ledger.append([], memos: [], answers: [answer])
        #expect(try workshop.ledger.answer(to: "k") == answer)
        try workshop.ledger.forgetAnswers(before: wall.advanced(bySeconds: 1))
        #expect(try workshop.ledger.answer(to: "k") == nil)
    }

    @Test func `is what plain SQLite writes, row by row, where its speed is measured`() throws {
        for id in 1...5 { try workshop.raise("\(id)") }
        let copy = workshop.folder + "/copy.sqlite"
        let perSecond = try LedgerReference.commitsPerSecond(
            of: workshop.path, into: copy, batch: 2, limit: 60, clock: Ticking()
        )
        // Three transactions, each a tick long.
        #expect(perSecond == 1)
        let audit = try LedgerAudit(path: copy)
        #expect(audit.entries == 5)
        #expect(audit.alerts == 5)
        #expect(audit.mistakes == [])
    }

    @Test func `writes a batch whole or not at all`() throws {
        let entry = try workshop.raise("1")
        #expect(throws: LedgerError.self) {
            try workshop.ledger.append([entry, entry], memos: [], answers: [])
        }
        try workshop.reopen()
        try workshop.raise("2")
        let audit = try workshop.audit()
        #expect(audit.entries == 2)
        #expect(audit.mistakes == [])
    }
}

/// A clock that goes on by a second each time it is asked.
private final class Ticking: CityClock {
    private let asked = Mutex<Int64>(0)

    var moment: Moment {
        asked.withLock { asked in
            asked += 1
            return Moment(nanoseconds: asked * 1_000_000_000)
        }
    }

    func now() -> Stamp { Stamp(moment: moment, wall: noon) }
}

struct `An audit` {
    let workshop: Workshop

    init() throws {
        workshop = try Workshop()
        for id in 1...4 { try workshop.raise("\(id)") }
        try workshop.accept("2")
    }

    @Test func `of a whole ledger finds nothing, also beside a running node`() throws {
        let audit = try workshop.audit()
        #expect(audit.entries == 5)
        #expect(audit.alerts == 4)
        #expect(audit.mistakes == [])
    }

    @Test(arguments: [
        ("UPDATE entry SET data = replace(data, 'door', 'dog') WHERE sequence = 3", "entry 3"),
        ("UPDATE entry SET data = NULL WHERE sequence = 3", "entry 3"),
        ("UPDATE entry SET at = '2026-11-23T12:00:01.000+08:00' WHERE sequence = 2", "entry 2"),
        ("DELETE FROM entry WHERE sequence = 2", "entry 2 is missing"),
        ("UPDATE place SET number = 9 WHERE number = 5", "queue jn-017 is numbered 1 to 9"),
        ("UPDATE entry SET hash = zeroblob(32) WHERE sequence = 4", "entry 4 does not follow"),
        ("UPDATE alert SET state = 'closed' WHERE id = 'A1'", "alert A1: its columns"),
        ("DELETE FROM alert WHERE id = 'A1'", "alert A1 was raised, but"),
        ("UPDATE alert SET record = replace(record, 'raised', 'closed')", "alert A1"),
        ("UPDATE alert SET signal_id = '9' WHERE id = 'A1'", "alert A1: its columns"),
        ("UPDATE alert SET standing = 'merged' WHERE id = 'A1'", "alert A1: its columns"),
        ("UPDATE alert SET incident = 'A2' WHERE id = 'A1'", "alert A1: its columns"),
        ("UPDATE alert SET raised = 9 WHERE id = 'A1'", "alert A1: its columns"),
        ("DELETE FROM roll WHERE raised = 1", "alert A1 is missing where queue jn-017"),
        ("DELETE FROM alert WHERE id = 'A3'", "the balance is off by 1: 4 alerts raised"),
        ("UPDATE entry SET priority = 4 WHERE sequence = 1", "entry 1: its priority"),
        ("UPDATE entry SET at_ms = 0 WHERE sequence = 1", "entry 1: its time"),
        (
            """
            UPDATE entry SET sequence = -2 WHERE sequence = 2;
            UPDATE entry SET sequence = 2 WHERE sequence = 3;
            UPDATE entry SET sequence = 3 WHERE sequence = -2
            """, "entry 2"
        ),
    ])
    func `names what was changed, removed or reordered`(sql: String, expected: String) throws {
        try workshop.tamper(sql)
        let mistakes = try workshop.audit().mistakes
        #expect(mistakes.contains { $0.contains(expected) }, "\(mistakes)")
    }
}

struct `A data folder` {
    @Test func `is the node's own, and held by one at a time`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = try DataFolder(path)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o700)
        let held = DataFolderError.inUse(path, by: "\(ProcessInfo.processInfo.processIdentifier)")
        #expect(throws: held) { _ = try DataFolder(path) }
        folder.release()
        let next = try DataFolder(path)
        // What was let go of takes nothing from the next.
        folder.release()
        #expect(throws: held) { _ = try DataFolder(path) }
        next.release()
    }

    @Test func `is not made of a folder of something else, which keeps its mode`() throws {
        let files = FileManager.default
        let path = files.temporaryDirectory.appending(path: UUID().uuidString).path()
        defer { try? files.removeItem(atPath: path) }
        try files.createDirectory(atPath: "\(path)/lock", withIntermediateDirectories: true)
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        try Data("x".utf8).write(to: URL(filePath: "\(path)/letters.txt"))
        #expect(
            throws: DataFolderError.unusable(
                path, reason: "it holds 'letters.txt' and no ledger, so it is no node's")
        ) {
            _ = try DataFolder(path)
        }
        #expect(try files.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o755)
        let file = "\(path)/letters.txt"
        #expect(throws: DataFolderError.unusable(file, reason: "it is a file")) {
            _ = try DataFolder(file)
        }
    }
}
