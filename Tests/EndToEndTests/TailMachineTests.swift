import Delivery
import Testing
import watchpost

struct `A tail` {
    private static func event(_ number: Int, epoch: Int = 1) -> StreamEvent {
        StreamEvent(cursor: Cursor(epoch: epoch, number: number), json: "{\(number)}")
    }

    private var tail = TailMachine(after: Cursor(epoch: 1, number: 5), follows: true)

    @Test mutating func `prints an entry once, however often it comes`() {
        #expect(tail.step(.line(.event(Self.event(6)))) == [.print(Self.event(6))])
        #expect(tail.step(.line(.event(Self.event(6)))) == [])
        #expect(tail.step(.line(.event(Self.event(2)))) == [])
        #expect(tail.position == Cursor(epoch: 1, number: 6))
    }

    @Test mutating func `says that entries are missing`() {
        let effects = tail.step(.line(.event(Self.event(8))))
        #expect(effects == [.note("gap: 1-8 came after 1-5"), .print(Self.event(8))])
    }

    @Test mutating func `says once that the connection is lost, and once that it is back`() {
        var notes: [String] = []
        let world: [TailMachine.Input] =
            Array(repeating: .lost(reason: "reset", jitter: 0), count: 5)
            + [.line(.keepAlive), .line(.event(Self.event(6)))]
        for input in world {
            for case .note(let text) in tail.step(input) { notes.append(text) }
        }
        #expect(notes.count == 2)
        #expect(notes.first?.contains("reset") == true)
        #expect(notes.last?.contains("1-5") == true)
    }

    @Test(arguments: [0, 0.5, 0.999])
    mutating func `tries again soon, and never later than after a second`(jitter: Double) {
        var delays: [Double] = []
        for _ in 0..<40 {
            for case .open(let delay) in tail.step(.lost(reason: "", jitter: jitter)) {
                delays.append(delay)
            }
        }
        #expect(delays.count == 40)
        #expect(delays[0] <= 0.1)
        #expect(delays.allSatisfy { (0.05...1).contains($0) })
    }

    @Test mutating func `begins with a short delay again once the stream has spoken`() {
        for _ in 0..<10 { _ = tail.step(.lost(reason: "", jitter: 0)) }
        _ = tail.step(.line(.keepAlive))
        #expect(tail.step(.lost(reason: "", jitter: 0)).contains(.open(afterSeconds: 0.1)))
    }

    @Test mutating func `goes on at the oldest entry where its place is no longer kept`() {
        let effects = tail.step(.tooOld(oldest: Cursor(epoch: 2, number: 0), jitter: 0))
        #expect(effects.contains { if case .open = $0 { true } else { false } })
        #expect(tail.position == Cursor(epoch: 2, number: 0))
        #expect(
            tail.step(.line(.event(Self.event(3, epoch: 2)))) == [.print(Self.event(3, epoch: 2))]
        )
    }

    @Test mutating func `ends when it has caught up, if it does not follow`() {
        let cursor = Cursor(epoch: 1, number: 5)
        #expect(!tail.step(.line(.caughtUp(cursor))).contains(.end))
        var short = TailMachine(after: cursor, follows: false)
        #expect(short.step(.line(.caughtUp(cursor))).contains(.end))
    }

    @Test mutating func `that fell behind goes on after what it has, and says so`() {
        let effects = tail.step(.line(.gap))
        guard case .note(let text) = effects.first else {
            Issue.record("\(effects)")
            return
        }
        #expect(text.hasPrefix("gap: ") && text.contains("after 1-5"))
        #expect(effects.contains { if case .open = $0 { true } else { false } })
        #expect(tail.position == Cursor(epoch: 1, number: 5))
    }
}
