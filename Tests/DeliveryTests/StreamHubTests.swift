import Delivery
import Domain
import Testing

struct `The stream hub` {
    @Test func `wakes the readers of a queue that has grown, once, and no others`() async throws {
        let hub = StreamHub()
        let mine = try #require(hub.open("jn-017"))
        let other = try #require(hub.open("jn-018"))
        hub.announce(["jn-017"])
        hub.announce(["jn-017"])
        #expect(await mine.next() == .more)
        hub.close()
        #expect(await mine.next() == nil)
        #expect(await other.next() == nil)
        #expect(hub.figures == StreamHub.Figures())
    }

    @Test func `wakes a reader that waits`() async throws {
        let hub = StreamHub()
        let reader = try #require(hub.open("jn-017"))
        async let call = reader.next()
        hub.announce(["jn-017"])
        #expect(await call == .more)
    }

    @Test func `lets each reader show once in so many turns that it is alive`() async throws {
        let hub = StreamHub()
        let readers = (0..<3).map { _ in hub.open("jn-017") }
        for _ in 0..<StreamHub.turns { hub.keepAlive() }
        for reader in readers { #expect(await reader?.next() == .alive) }
        hub.announce(["jn-017"])
        // A sign of life does not take the place of news.
        for _ in 0..<StreamHub.turns { hub.keepAlive() }
        for reader in readers { #expect(await reader?.next() == [.more, .alive]) }
    }

    @Test func `that is closed ends new readers at once`() async throws {
        let hub = StreamHub()
        hub.close()
        let reader = try #require(hub.open("jn-017"))
        #expect(await reader.next() == nil)
        #expect(hub.figures.open == 0)
    }

    @Test func `opens no more streams than its bound, and others when some have ended`() throws {
        let hub = StreamHub(bound: 2)
        let first = try #require(hub.open("jn-017"))
        var second = hub.open("jn-018")
        #expect(hub.open("jn-019") == nil)
        first.end(.stalled)
        first.end(.gone)
        let third = hub.open("jn-019")
        #expect(third != nil && second != nil)
        // One that nobody holds is over.
        second = nil
        #expect(hub.figures == StreamHub.Figures(open: 1, refused: 1, stalled: 1))
    }

    @Test func `counts why streams ended`() {
        let hub = StreamHub()
        for reason in [.done, .gone, .gone, .gap] as [StreamReader.End] {
            hub.open("jn-017")?.end(reason)
        }
        #expect(hub.figures == StreamHub.Figures(gone: 2, gaps: 1))
    }

    @Test func `lets go of a reader whose task is cancelled`() async throws {
        let hub = StreamHub()
        let reader = try #require(hub.open("jn-017"))
        await withTaskGroup { group in
            group.addTask { #expect(await reader.next() == nil) }
            group.cancelAll()
        }
        #expect(hub.figures.open == 0)
    }
}
