/// The bounds of what the API takes, and the rule for when each is reached.
package struct WebLimits: Sendable {
    /// Connections that are open at once. One more is answered 503 and closed.
    package var connections: Int
    /// Streams that are open at once, so that some connections are left for other requests. One
    /// more is answered 503.
    package var streams: Int { connections - connections / 16 }
    /// Seconds that a connection has to bring a whole request, counted from its opening or from
    /// the answer before. Then it is closed; one that has begun a body is answered 408.
    package var request: Double
    /// Seconds for which a reader may take nothing of what is written to it. Then it is closed.
    package var stall: Double
    /// Entries by which a live reader may be behind. Beyond, it is told `gap` and its stream ends.
    package var behind: Int
    /// Entries that are read from the ledger and written at once.
    package var page: Int

    /// Seconds for which bytes may stay unacknowledged by the other end's kernel. Then the
    /// connection is dead.
    static let silence = 15
    /// Bytes of a path with its query. More is answered 414.
    static let address = 4096
    /// Bytes of a request's head. More is answered 431.
    static let head = 16_384
    /// Fields of a request's head. More is answered 431.
    static let fields = 100
    /// Bytes of a request's body. More is answered 413.
    static let body = 65_536
    /// Bytes of a body that are let pass after that answer. Then the connection is closed.
    static let overflow = 1 << 20
    /// Idempotency keys that are remembered for what the ledger does not remember itself. When
    /// full, the oldest makes room.
    static let keys = 4096
    /// Connections that wait to be taken by the node.
    static let backlog = 4096

    package init(
        connections: Int = 8192,
        request: Double = 30,
        stall: Double = 5,
        behind: Int = 10_000,
        page: Int = 100
    ) {
        self.connections = connections
        self.request = request
        self.stall = stall
        self.behind = behind
        self.page = page
    }
}
