import Assembly
import Testing

struct `Waiting before a lost camera is tried again` {
    private func waits(_ ups: [Double], random: Double) -> [Double] {
        var backoff = Backoff()
        return ups.map { backoff.wait(afterUp: $0, random: random) }
    }

    @Test func `doubles from a second to half a minute`() {
        let tries = [Double](repeating: 0, count: 7)
        #expect(waits(tries, random: 0) == [1, 2, 4, 8, 15, 15, 15])
        #expect(waits(tries, random: 1) == [2, 4, 8, 16, 30, 30, 30])
    }

    @Test func `is short again only after a stable minute`() {
        #expect(waits([0, 0, 0, 59, 0], random: 0) == [1, 2, 4, 8, 15])
        #expect(waits([0, 0, 0, 60, 0], random: 0) == [1, 2, 4, 1, 2])
    }

    @Test func `is long at once where the password is refused, so that no account is locked`() {
        var backoff = Backoff()
        #expect(backoff.wait(afterUp: 0, random: 1, refused: true) == 30)
        #expect(backoff.wait(afterUp: 0, random: 0, refused: true) == 15)
    }

    @Test func `stays within its bounds whatever the random source gives`() {
        #expect(waits([0, 0], random: 7) == [2, 4])
        #expect(waits([0, 0], random: -1) == [1, 2])
    }
}
