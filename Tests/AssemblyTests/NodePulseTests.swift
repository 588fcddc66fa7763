import Assembly
import Synchronization
import Testing

struct `A node's pulse` {
    /// Does what it is given only when it is told to.
    private final class Slow: Sendable {
        private let waiting = Mutex<[@Sendable () -> Void]>([])

        var part: NodePulse.Part {
            NodePulse.Part(name: "the desk") { work in self.waiting.withLock { $0.append(work) } }
        }

        var count: Int { waiting.withLock(\.count) }

        func go() {
            let all = waiting.withLock { waiting in
                defer { waiting = [] }
                return waiting
            }
            for work in all { work() }
        }
    }

    private let quick = NodePulse.Part(name: "lane 0") { $0() }

    @Test func `is there while every part answers`() {
        let pulse = NodePulse([quick])
        for _ in 0..<3 { #expect(pulse.check().isEmpty) }
    }

    @Test func `names a part that did not answer since it was asked, until it does`() {
        let slow = Slow()
        let pulse = NodePulse([quick, slow.part])
        #expect(pulse.check().isEmpty)
        #expect(pulse.check() == ["the desk"])
        #expect(pulse.check() == ["the desk"])
        // It is not asked again while it owes an answer.
        #expect(slow.count == 1)
        slow.go()
        #expect(pulse.check().isEmpty)
        slow.go()
        #expect(pulse.check().isEmpty)
    }
}
