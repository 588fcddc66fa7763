import Delivery
import Glibc
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Holds one connection to the API's bounds, and notices when its other end is gone.
///
/// It answers by itself what never becomes a request: bytes that are no HTTP, a head that is too
/// long, a request that does not come in time, a connection too many.
final class ConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Tells the guard which reader the answer under way is for.
    struct StreamBegan: Sendable {
        let reader: StreamReader
        /// It has no end, so that only who closes its half can say that it is gone.
        let follows: Bool
    }

    private let limits: WebLimits
    private let traffic: Traffic
    private var machine: ConnectionMachine
    private var reader: StreamReader?
    private var follows = false
    private var isHalfClosed = false
    private var deadline: Scheduled<Void>?
    private var stall: Scheduled<Void>?

    init(limits: WebLimits, traffic: Traffic, isTooMany: Bool) {
        self.limits = limits
        self.traffic = traffic
        machine = ConnectionMachine(isRefused: isTooMany)
    }

    // MARK: Opening and closing

    func channelActive(context: ChannelHandlerContext) {
        awaitRequest(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        stall?.cancel()
        // Who goes without a word has gone.
        reader?.end(.gone)
        reader = nil
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            isHalfClosed = true
            if follows { drop(context, .gone) }
        case is ChannelShouldQuiesceEvent:
            // A reader that takes nothing would hold up the end.
            if !context.channel.isWritable { drop(context, .done) }
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func triggerUserOutboundEvent(
        context: ChannelHandlerContext,
        event: Any,
        promise: EventLoopPromise<Void>?
    ) {
        guard let began = event as? StreamBegan else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        reader = began.reader
        follows = began.follows
        if follows, isHalfClosed { drop(context, .gone) }
        promise?.succeed(())
    }

    /// Ends the connection at once, with what is on its way to the other end.
    private func drop(_ context: ChannelHandlerContext, _ reason: StreamReader.End) {
        reader?.end(reason)
        reader = nil
        if let socket = context.channel as? any SocketOptionProvider {
            socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in }
        }
        context.close(promise: nil)
    }

    // MARK: What comes

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if machine.isOver { return }
        switch Self.unwrapInboundIn(data) {
        case .head(var head):
            if let problem = machine.begin(head) {
                return refuse(problem, context)
            }
            guard head.isKeepAlive else {
                // Hummingbird closes by this spelling alone, and not by itself before HTTP/1.1.
                head.headers.replaceOrAdd(name: "Connection", value: "close")
                return context.fireChannelRead(Self.wrapInboundOut(.head(head)))
            }
        case .body(let bytes):
            if machine.take(bytes.readableBytes) { return drop(context, .done) }
        case .end:
            machine.isReading = false
            deadline?.cancel()
            deadline = nil
        }
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError, machine.mayAnswer else {
            context.fireErrorCaught(error)
            return
        }
        if machine.isOver { return }
        traffic.count { $0.malformed += 1 }
        refuse(Problem(error), context)
    }

    private func awaitRequest(_ context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: .lasting(limits.request)) {
            self.deadline = nil
            self.traffic.count { $0.late += 1 }
            if self.machine.isReading, self.machine.mayAnswer {
                self.refuse(.late, context)
            } else {
                context.close(promise: nil)
            }
        }
    }

    // MARK: What goes

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !machine.isOver else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch Self.unwrapOutboundIn(data) {
        case .head(let head): machine.answer(head)
        case .body: break
        case .end:
            reader = nil
            follows = false
            let isMute = machine.end()
            if !machine.isReading { awaitRequest(context) }
            // The encoder would end a body that HEAD does not have.
            if isMute {
                promise?.succeed(())
                return
            }
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stall?.cancel()
        stall = nil
        if !context.channel.isWritable { watch(context) }
        context.fireChannelWritabilityChanged()
    }

    /// Looks again after a while whether the other end has taken anything meanwhile.
    private func watch(_ context: ChannelHandlerContext) {
        let waiting = Self.waiting(context)
        stall = context.eventLoop.assumeIsolated().scheduleTask(in: .lasting(limits.stall)) {
            self.stall = nil
            if Self.waiting(context) < waiting {
                self.watch(context)
            } else {
                self.drop(context, .stalled)
            }
        }
    }

    /// Bytes that the kernel has not taken.
    private static func waiting(_ context: ChannelHandlerContext) -> Int {
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }

    /// Answers for the node, and closes when the other end had a moment to read it.
    private func refuse(_ problem: Problem, _ context: ChannelHandlerContext) {
        machine.isOver = true
        deadline?.cancel()
        let body = (try? problem.document) ?? ByteBuffer()
        var head = HTTPResponseHead(
            version: .http1_1,
            status: HTTPResponseStatus(statusCode: problem.status.code),
            headers: [
                "Content-Type": Problem.mediaType, "Content-Length": "\(body.readableBytes)",
                "Cache-Control": "no-store", "Connection": "close", "Server": Server.name,
            ]
        )
        for field in problem.headers {
            head.headers.add(name: field.name.rawName, value: field.value)
        }
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.write(Self.wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
        context.close(mode: .output, promise: nil)
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(1)) {
            self.deadline = nil
            context.close(promise: nil)
        }
    }
}

@available(*, unavailable)
extension ConnectionGuard: Sendable {}

extension TimeAmount {
    fileprivate static func lasting(_ seconds: Double) -> TimeAmount {
        .nanoseconds(Int64(seconds * 1e9))
    }
}
