import Assembly
import Desk
import Domain
import Storage
import Synchronization
import Testing

/// Something that has happened.
private final class Flag: Sendable {
    private let state = Atomic(false)

    var isRaised: Bool { state.load(ordering: .acquiring) }

    func raise() { state.store(true, ordering: .releasing) }
}

struct `While a transaction is being written` {
    private let counter: Counter
    private let gate = LedgerGate()

    init() async throws { counter = try await Counter() }

    /// Returns when a raise that nothing else goes with is being written.
    private func holdWriter() async -> Task<(AlertID, Bool), any Error> {
        counter.ledger.setGate(gate)
        let first = raise("first")
        await gate.arrival()
        return first
    }

    /// Without a ladder, so that no time that passes wakes the desk and is counted among what waits.
    private func raise(_ id: String, key: RequestKey? = nil) -> Task<(AlertID, Bool), any Error> {
        Task { [counter] in try await counter.raise(id, key: key, priority: .four) }
    }

    /// Returns when all that was submitted before is decided: a key that nobody knows is looked up.
    private func decided(_ key: String) async -> Task<DeskReply, any Error> {
        let (asked, asking) = AsyncStream.makeStream(of: String.self)
        counter.ledger.onAnswer { asking.yield($0) }
        let units = Task { [counter] in
            try await counter.driver.submit(.units, key: RequestKey(key: key, request: "units"))
        }
        for await name in asked where name == key { break }
        return units
    }

    /// What the `count`th alert that is raised will be called.
    private func name(ofAlert count: UInt64) -> AlertID {
        .ulid(at: counter.clock.now().wall, chance: (2 * count - 1, 2 * count))
    }

    @Test func `a request and a signal that come again are still one`() async throws {
        let first = await holdWriter()
        let key = RequestKey(key: "k", request: "door")
        let alert = name(ofAlert: 2)
        // Raised and closed in one transaction, which is written while both come again.
        let raised = raise("1", key: key)
        await counter.until(waiting: 2)
        let closing = AlertAction(verb: .close(.noAction, cause: nil), actor: "li")
        let close = Task { [counter] in
            try await counter.driver.submit(.act(closing, on: alert), key: nil)
        }
        await counter.until(waiting: 3)
        let decided = await decided("before")
        gate.open()
        await gate.arrival()
        #expect(try await first.value.1)

        let again = raise("1", key: key)
        await counter.until(waiting: 4)
        let signal = raise("1")
        await counter.until(waiting: 5)
        let note = Task { [counter] in
            let action = AlertAction(verb: .note, actor: "li", note: "seen")
            return try await counter.driver.submit(.act(action, on: alert), key: nil)
        }
        await counter.until(waiting: 6)
        let then = await self.decided("after")
        counter.ledger.setGate(nil)
        gate.open()

        #expect(try await raised.value == (alert, true))
        #expect(try await again.value == (alert, false))
        #expect(try await signal.value == (alert, false))
        for task in [close, note] {
            guard case .alert(let record, _) = try await task.value else { throw DeskError.busy }
            #expect(record.alert.state == .closed)
        }
        _ = try await (decided.value, then.value)
        #expect(try await counter.events().map(\.type) == [.raised, .raised, .closed, .noted])
    }

    @Test(arguments: [LedgerError.full, .failed("once")])
    func `nothing is lost, doubled or out of its order where it fails`(
        failure: LedgerError
    ) async throws {
        let key = RequestKey(key: "k", request: "door")
        counter.ledger.setGate(gate)
        counter.driver.report(.opened(.sample(after: 0), picture: nil))
        await gate.arrival()
        // This transaction fails, with all of these, and what is decided meanwhile.
        counter.driver.report(.ended(.sample(after: 0)))
        let first = raise("1", key: key)
        await counter.until(waiting: 3)
        let before = await decided("before")
        gate.open()
        await gate.arrival()
        await counter.until(waiting: 3)

        counter.driver.report(.opened(.sample(after: 100), picture: nil))
        counter.driver.report(.ended(.sample(after: 100)))
        let again = raise("1", key: key)
        await counter.until(waiting: 6)
        let other = raise("2")
        await counter.until(waiting: 7)
        let after = await decided("after")
        counter.ledger.setGate(nil)
        gate.open(failure)

        if failure == .full {
            await #expect(throws: DeskError.ledger(.full)) { try await first.value }
            _ = await before.result
            #expect(try await again.value.1)
        } else {
            let alert = try await first.value
            #expect(alert.1)
            _ = try await before.value
            #expect(try await again.value == (alert.0, false))
        }
        #expect(try await other.value.1)
        _ = try await after.value
        let events = try await counter.events()
        #expect(events.map(\.number) == Array(1...events.count))
        let seen = events.filter { $0.subject == "cameras/gate" }
        #expect(seen.map(\.type) == [.raised, .ended, .raised, .ended])
        #expect(events.count == seen.count + 2)
        #expect(counter.driver.currentFigures.waiting == 0)
        #expect(!counter.driver.currentFigures.isFailing)
    }

    @Test func `what is decided after it waits, with its reply, where it cannot be decided`()
        async throws
    {
        let first = await holdWriter()
        counter.driver.report(.opened(.sample(after: 0, area: .nan), picture: nil))
        let second = raise("2")
        await counter.until(waiting: 3)
        counter.ledger.setGate(nil)
        gate.open()
        #expect(try await first.value.1)
        #expect(try await second.value.1)
        #expect(try await counter.events().map(\.type) == [.raised, .raised])
        await counter.driver.stop()
        // What cannot be said waits, and nothing else.
        #expect(counter.driver.currentFigures.isFailing)
        #expect(counter.driver.currentFigures.waiting == 1)
    }

    @Test func `it counts among what waits`() async throws {
        counter.ledger.setGate(gate)
        for number in 0..<50 {
            let camera = CameraID("camera-\(number)")
            counter.driver.report(.opened(.sample(after: 0, camera: camera), picture: nil))
        }
        await gate.arrival()
        #expect(counter.driver.currentFigures.waiting == 50)
        await #expect(throws: DeskError.busy) { try await counter.raise("1") }
        counter.ledger.setGate(nil)
        gate.open()
        await counter.until(waiting: 0)
        #expect(try await counter.events().count == 50)
    }

    @Test func `a node that stops waits for it, and for what came after it`() async throws {
        let first = await holdWriter()
        counter.driver.report(.opened(.sample, picture: nil))
        let hasStopped = Flag()
        let stopping = Task { [counter] in
            await counter.driver.stop()
            hasStopped.raise()
        }
        let isStopping = Flag()
        while !isStopping.isRaised {
            Task { [counter] in
                do throws(DeskError) {
                    _ = try await counter.driver.submit(.units, key: nil)
                } catch {
                    if error == .stopping { isStopping.raise() }
                }
            }
            await Task.yield()
        }
        #expect(!hasStopped.isRaised)
        counter.ledger.setGate(nil)
        gate.open()
        await stopping.value
        #expect(counter.driver.currentFigures.waiting == 0)
        #expect(try await counter.events().map(\.type) == [.raised, .raised])
        #expect(try await first.value.1)
    }
}
