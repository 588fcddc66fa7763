package import Delivery

/// Decides what a tail prints, what it says, and from where it asks the server again.
///
/// It remembers the last entry that was printed: whatever happens to the connection, the stream goes
/// on after it, and nothing at or before it is printed again.
package struct TailMachine: Sendable {
    /// The last entry that was handed out to be printed, or where the tail began.
    package private(set) var position: Cursor
    private let follows: Bool
    private var backoff = Backoff()
    private var isLost = false
    /// The place was given up; a hole before the next entry is explained already.
    private var mayJump = false

    package init(after start: Cursor, follows: Bool) {
        position = start
        self.follows = follows
    }

    package enum Input: Sendable {
        case line(StreamLine)
        /// The connection could not be made, ended, or brought what is no stream; `jitter` is drawn
        /// anew from 0 up to 1.
        case lost(reason: String, jitter: Double)
        /// The place is no longer kept; `oldest` is the first that is.
        case tooOld(oldest: Cursor, jitter: Double)
    }

    package enum Effect: Sendable, Hashable {
        case print(StreamEvent)
        /// For people, on stderr.
        case note(String)
        /// To ask for the stream after the position.
        case open(afterSeconds: Double)
        /// Everything asked for was printed.
        case end
    }

    package mutating func step(_ input: Input) -> [Effect] {
        switch input {
        case .line(let line): heard() + taken(line)
        case .lost(let reason, let jitter): lost(reason, jitter)
        case .tooOld(let oldest, let jitter): tooOld(oldest, jitter)
        }
    }

    /// A stream that speaks is a good one; one that is only accepted and dropped is not.
    private mutating func heard() -> [Effect] {
        backoff.reset()
        guard isLost else { return [] }
        isLost = false
        return [.note("the connection is back; going on after \(position)")]
    }

    private mutating func taken(_ line: StreamLine) -> [Effect] {
        switch line {
        case .keepAlive: []
        case .caughtUp(let cursor): [.note("caught-up at \(cursor)")] + (follows ? [] : [.end])
        case .gap: fellBehind()
        case .event(let event): received(event)
        }
    }

    /// The ledger has what was not read yet, so that nothing is lost.
    private mutating func fellBehind() -> [Effect] {
        [
            .note(
                "gap: too slow for the live stream, which goes on without this reader; "
                    + "reading on after \(position), nothing is lost"
            ),
            .open(afterSeconds: backoff.next(jitter: 0)),
        ]
    }

    private mutating func received(_ event: StreamEvent) -> [Effect] {
        guard event.cursor > position else { return [] }
        let isHole = !position.isFollowed(by: event.cursor) && !mayJump
        let hole = Effect.note("gap: \(event.cursor) came after \(position)")
        position = event.cursor
        mayJump = false
        return (isHole ? [hole] : []) + [.print(event)]
    }

    private mutating func lost(_ reason: String, _ jitter: Double) -> [Effect] {
        let delay = backoff.next(jitter: jitter)
        let news: [Effect] =
            isLost
            ? [] : [.note("the connection is lost: \(reason); trying again until it is back")]
        isLost = true
        return news + [.open(afterSeconds: delay)]
    }

    private mutating func tooOld(_ oldest: Cursor, _ jitter: Double) -> [Effect] {
        let gone = position
        position = oldest
        mayJump = true
        return [
            .note("gap: \(gone) is no longer kept; going on at \(oldest), the oldest that is"),
            .open(afterSeconds: backoff.next(jitter: jitter)),
        ]
    }
}
