import Domain
import Testing

struct `A number of things` {
    @Test func `is said as people say it`() {
        #expect([0, 1, 2].map { $0.counted("alert") } == ["0 alerts", "1 alert", "2 alerts"])
        #expect([1, 7].map { $0.counted("entry", "entries") } == ["1 entry", "7 entries"])
    }
}
