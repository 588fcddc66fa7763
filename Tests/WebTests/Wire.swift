import NIOCore
import NIOPosix
import Synchronization
import Testing

/// A connection whose bytes a test sends and sees as they are.
final class Wire: Sendable {
    private let channel: any Channel
    private let inbox: Inbox

    /// - Parameters:
    ///   - buffer: bytes that the kernel holds where the test takes nothing.
    ///   - first: is sent as soon as it is connected, however busy the tests' threads are.
    init(port: Int, buffer: Int = 1 << 20, first: String = "") async throws {
        let inbox = Inbox()
        self.inbox = inbox
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.socketOption(.so_rcvbuf), value: buffer)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Taker(inbox, first))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
    }

    /// Asks for a queue's stream.
    static func stream(
        port: Int,
        _ query: String = "",
        accept: String = "text/event-stream",
        buffer: Int = 1 << 20,
        more: String = ""
    ) async throws -> Wire {
        try await Wire(
            port: port,
            buffer: buffer,
            first: """
                GET /v1/queues/jn-017/alerts\(query) HTTP/1.1\r
                Host: x\r
                Accept: \(accept)\r
                \(more)\r\n
                """
        )
    }

    func send(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text)).get()
    }

    func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    /// All that has come, once the text is in it.
    ///
    /// - Throws: where the other end closes before.
    @discardableResult
    func until(_ text: String) async throws -> String {
        let (come, isThere) = await inbox.wait(for: text)
        try #require(isThere, "closed after \(come.suffix(300))")
        return come
    }

    /// All that comes until the other end closes.
    func rest() async -> String { await inbox.wait(for: nil).come }

    /// Goes away, as a program that ends.
    func close() async { try? await channel.close().get() }

    /// Says that nothing more will be sent.
    func closeHalf() async throws { try await channel.close(mode: .output).get() }

    /// Takes nothing more of what comes.
    func stopReading() async throws { try await channel.setOption(.autoRead, value: false).get() }

    private final class Inbox: Sendable {
        private struct State {
            var text = ""
            var isClosed = false
            var waiters: [CheckedContinuation<Bool?, Never>] = []

            func holds(_ wanted: String, after searched: inout Int) -> Bool {
                let all = text.utf8
                let rest = text[all.index(all.startIndex, offsetBy: searched)...]
                if rest.contains(wanted) { return true }
                searched = max(0, all.count - wanted.utf8.count)
                return false
            }
        }

        private let state = Mutex(State())

        func take(_ text: String?) {
            let waiters = state.withLock { state in
                if let text { state.text += text } else { state.isClosed = true }
                defer { state.waiters = [] }
                return state.waiters
            }
            for waiter in waiters { waiter.resume(returning: nil) }
        }

        /// - Returns: all that has come, and whether the text is in it; without one the end counts.
        func wait(for text: String?) async -> (come: String, isThere: Bool) {
            // What was looked through is not looked through again.
            let searched = Mutex(0)
            while true {
                let isThere: Bool? = await withCheckedContinuation { continuation in
                    state.withLock { state in
                        if let text, searched.withLock({ state.holds(text, after: &$0) }) {
                            continuation.resume(returning: true)
                        } else if state.isClosed {
                            continuation.resume(returning: false)
                        } else {
                            state.waiters.append(continuation)
                        }
                    }
                }
                if let isThere { return (state.withLock(\.text), isThere) }
            }
        }
    }

    private final class Taker: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        typealias OutboundOut = ByteBuffer

        private let inbox: Inbox
        private let first: String

        init(_ inbox: Inbox, _ first: String) {
            self.inbox = inbox
            self.first = first
        }

        func channelActive(context: ChannelHandlerContext) {
            let bytes = context.channel.allocator.buffer(string: first)
            context.writeAndFlush(Self.wrapOutboundOut(bytes), promise: nil)
            context.fireChannelActive()
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            inbox.take(String(buffer: Self.unwrapInboundIn(data)))
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case ChannelEvent.inputClosed = event { inbox.take(nil) }
        }

        func channelInactive(context: ChannelHandlerContext) { inbox.take(nil) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}

/// An answer as it came.
struct Reply: Sendable {
    let status: Int
    /// By name in small letters.
    let fields: [String: String]
    let body: String

    init(_ text: String) {
        let halves = text.split(separator: "\r\n\r\n", maxSplits: 1)
        let lines = (halves.first ?? "").split(separator: "\r\n")
        status = lines.first.flatMap { Int($0.split(separator: " ")[1]) } ?? 0
        let pairs = lines.dropFirst().map { $0.split(separator: ":", maxSplits: 1) }
        fields = Dictionary(
            pairs.map { ($0[0].lowercased(), $0[1].drop { $0 == " " }.description) },
            uniquingKeysWith: { first, _ in first }
        )
        body = halves.count > 1 ? String(halves[1]) : ""
    }

    /// Sends one request on a connection of its own.
    static func to(
        _ method: String,
        _ path: String,
        port: Int,
        _ fields: [String: String] = [:],
        body: String? = nil
    ) async throws -> Reply {
        var all = fields
        if let body {
            all["Content-Length"] = "\(body.utf8.count)"
            all["Content-Type"] = fields["Content-Type"] ?? "application/json"
        }
        let head = all.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }.joined()
        let wire = try await Wire(port: port)
        try await wire.send(
            "\(method) \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\(head)\r\n\(body ?? "")"
        )
        let text = await wire.rest()
        await wire.close()
        return Reply(text)
    }
}
