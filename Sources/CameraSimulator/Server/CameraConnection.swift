import Domain
import NIOCore

/// One client's connection, on the server's event loop.
final class CameraConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Why a connection was ended by the server.
    enum Ending: String {
        case notReading = "it did not read"
        case silent = "it asked for nothing"
    }

    private let limits: CameraServer.Limits
    private let clock: any CityClock
    private let counters: Counters
    private let roster: Roster
    private let note: @Sendable (String) -> Void
    private var reader = RTSPReader()
    private var dialogue: RTSPDialogue
    private var context: ChannelHandlerContext?
    private var isEnding = false
    private var lastHeard: Moment
    private var blockedSince: Moment?

    init(
        _ programme: Programme,
        limits: CameraServer.Limits,
        clock: any CityClock,
        counters: Counters,
        roster: Roster,
        note: @escaping @Sendable (String) -> Void
    ) {
        self.limits = limits
        self.clock = clock
        self.counters = counters
        self.roster = roster
        self.note = note
        dialogue = RTSPDialogue(programme)
        lastHeard = clock.now().moment
    }

    func channelActive(context: ChannelHandlerContext) {
        guard roster.admit(self, atMost: limits.clients) else {
            counters.refused()
            return context.close(promise: nil)
        }
        self.context = context
        counters.joined()
    }

    func channelInactive(context: ChannelHandlerContext) {
        guard self.context != nil else { return }
        self.context = nil
        roster.remove(self)
        counters.left()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isEnding else { return }
        lastHeard = clock.now().moment
        var bytes = unwrapInboundIn(data)
        reader.append(&bytes)
        while !isEnding, let found = reader.next() {
            switch found {
            case .request(let request):
                let response = dialogue.answer(request, at: lastHeard)
                send(response, context, last: response.status == 400)
            case .malformed(let status):
                send(RTSPResponse(status), context, last: true)
            }
        }
        serve(at: clock.now())
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The client has gone, as clients do.
        context.close(promise: nil)
    }

    /// Sends what is due, or ends a connection that takes nothing.
    func serve(at now: Stamp) {
        guard let context, !isEnding else { return }
        guard dialogue.isPlaying else {
            if now.moment.seconds(since: lastHeard) > limits.silence { end(.silent, context) }
            return
        }
        guard !isBlocked(at: now.moment, context) else { return end(.notReading, context) }
        let due = dialogue.due(at: now)
        guard !due.buffers.isEmpty else { return }
        counters.sent(
            pictures: due.pictures,
            bytes: due.buffers.reduce(0) { $0 + $1.readableBytes }
        )
        for buffer in due.buffers { context.write(wrapOutboundOut(buffer), promise: nil) }
        context.flush()
    }

    /// Whether too much is waiting for the client, or something all the time for too long.
    private func isBlocked(at now: Moment, _ context: ChannelHandlerContext) -> Bool {
        let option = ChannelOptions.Types.BufferedWritableBytesOption()
        let pending = (try? context.channel.syncOptions?.getOption(option)) ?? 0
        guard pending > 0 else {
            blockedSince = nil
            return false
        }
        let since = blockedSince ?? now
        blockedSince = since
        return pending > limits.pendingBytes || now.seconds(since: since) > limits.blockedSeconds
    }

    private func send(_ response: RTSPResponse, _ context: ChannelHandlerContext, last: Bool) {
        let buffer = wrapOutboundOut(ByteBuffer(string: response.text))
        guard last else { return context.writeAndFlush(buffer, promise: nil) }
        isEnding = true
        let channel = context.channel
        context.writeAndFlush(buffer).whenComplete { _ in channel.close(promise: nil) }
    }

    private func end(_ reason: Ending, _ context: ChannelHandlerContext) {
        isEnding = true
        if reason == .notReading { counters.dropped() }
        let address = context.remoteAddress
        let client = "\(address?.ipAddress ?? "unknown"):\(address?.port ?? 0)"
        note("client \(client) was dropped: \(reason.rawValue)")
        context.close(promise: nil)
    }
}
