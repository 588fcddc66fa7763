import Domain
import Glibc
import NIOCore

/// One client's connection, on the server's event loop.
final class CameraConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What all connections of a server share.
    struct Surroundings: Sendable {
        let programme: Programme
        let limits: CameraServer.Limits
        let clock: any CityClock
        let counters: Counters
        let datagrams: DatagramPorts?
        let note: @Sendable (String) -> Void
    }

    private let shared: Surroundings
    private let roster: Roster
    private var reader = RTSPReader()
    private var dialogue: RTSPDialogue
    private var context: ChannelHandlerContext?
    private var isEnding = false
    private var lastSign: Moment
    private var blockedSince: Moment?
    private var reporters: [SocketAddress] = []

    init(_ surroundings: Surroundings, _ roster: Roster) {
        shared = surroundings
        self.roster = roster
        dialogue = RTSPDialogue(surroundings.programme, between: RTSPDialogue.Ends())
        lastSign = surroundings.clock.now().moment
    }

    func channelActive(context: ChannelHandlerContext) {
        guard roster.admit(self, atMost: shared.limits.clients) else {
            shared.counters.refused()
            return context.close(promise: nil)
        }
        self.context = context
        dialogue = RTSPDialogue(
            shared.programme,
            between: RTSPDialogue.Ends(
                server: context.localAddress?.ipAddress ?? "0.0.0.0",
                client: context.remoteAddress?.ipAddress ?? "0.0.0.0"
            )
        )
        shared.counters.joined()
    }

    func channelInactive(context: ChannelHandlerContext) {
        guard self.context != nil else { return }
        // Its tracks may be going elsewhere than by this connection.
        dialogue.end()
        deliver(dialogue.due(at: shared.clock.now()), context)
        self.context = nil
        for address in reporters { roster.expectNoReports(from: address, for: self) }
        roster.remove(self)
        shared.counters.left()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isEnding else { return }
        let now = shared.clock.now()
        var bytes = unwrapInboundIn(data)
        reader.append(&bytes)
        while !isEnding, let found = reader.next() {
            switch found {
            case .packet: heardReport(at: now.moment)
            case .request(let request): answer(request, at: now, context)
            case .malformed(let status): send(RTSPResponse(status), context, last: true)
            }
        }
        serve(at: shared.clock.now())
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The client has gone, as clients do.
        context.close(promise: nil)
    }

    /// The client's reports show that it lives, to most makers' cameras.
    func heardReport(at now: Moment) {
        if shared.programme.maker.keepAlive.countsReports { lastSign = now }
    }

    /// Sends what is due, or ends a connection that takes nothing or gives no sign of life.
    func serve(at now: Stamp) {
        guard let context, !isEnding else { return }
        let patience =
            dialogue.isPlaying ? Double(shared.programme.sessionTimeout) : shared.limits.silence
        if now.moment.seconds(since: lastSign) > patience {
            let what = dialogue.isPlaying ? "it gave no sign of life" : "it asked for nothing"
            return end("\(what) for \(Int(patience)) s", context)
        }
        if dialogue.isPlaying, isBlocked(at: now.moment, context) {
            shared.counters.dropped()
            return end("it did not read", context)
        }
        deliver(dialogue.due(at: now), context)
    }

    /// Ends what plays and the connection.
    func leave(at now: Stamp) {
        guard let context, !isEnding else { return }
        isEnding = true
        dialogue.end()
        deliver(dialogue.due(at: now), context)
        context.close(promise: nil)
    }

    /// Ends the connection as a camera does where something is wrong with it.
    private func leave(_ ending: Playback.Ending, _ context: ChannelHandlerContext) {
        if ending == .reset, let channel = context.channel as? any SocketOptionProvider {
            isEnding = true
            // What lingers for no time is not closed but reset.
            _ = channel.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            context.close(promise: nil)
        } else {
            leave(at: shared.clock.now())
        }
    }

    private func answer(_ request: RTSPRequest, at now: Stamp, _ context: ChannelHandlerContext) {
        lastSign = now.moment
        let response = dialogue.answer(request, at: now)
        // Before the answer to TEARDOWN comes the end of its tracks.
        if !dialogue.isPlaying { deliver(dialogue.due(at: now), context) }
        if let response { send(response, context, last: response.status == 400) }
        expectReports(context)
    }

    private func expectReports(_ context: ChannelHandlerContext) {
        guard let client = context.remoteAddress else { return }
        let expected = dialogue.reportPorts.map { port in
            var address = client
            address.port = port
            return address
        }
        guard expected != reporters else { return }
        for address in reporters { roster.expectNoReports(from: address, for: self) }
        for address in expected { roster.expectReports(from: address, for: self) }
        reporters = expected
    }

    private func deliver(_ deliveries: [Delivery], _ context: ChannelHandlerContext) {
        for delivery in deliveries {
            shared.counters.sent(
                pictures: delivery.pictures,
                bytes: delivery.buffers.reduce(0) { $0 + $1.readableBytes }
            )
            switch delivery.route {
            case .interleaved:
                for buffer in delivery.buffers {
                    context.write(wrapOutboundOut(buffer), promise: nil)
                }
                context.flush()
            case .datagrams(let media, let control):
                guard let client = context.remoteAddress else { continue }
                shared.datagrams?.send(delivery, to: client, (media, control))
            }
            if let ending = delivery.ending { leave(ending, context) }
        }
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
        return pending > shared.limits.pendingBytes
            || now.seconds(since: since) > shared.limits.blockedSeconds
    }

    private func send(_ response: RTSPResponse, _ context: ChannelHandlerContext, last: Bool) {
        let buffer = wrapOutboundOut(ByteBuffer(string: response.text))
        guard last else { return context.writeAndFlush(buffer, promise: nil) }
        isEnding = true
        let channel = context.channel
        context.writeAndFlush(buffer).whenComplete { _ in channel.close(promise: nil) }
    }

    private func end(_ reason: String, _ context: ChannelHandlerContext) {
        let address = context.remoteAddress
        let client = "\(address?.ipAddress ?? "unknown"):\(address?.port ?? 0)"
        shared.note("client \(client) was dropped: \(reason)")
        leave(at: shared.clock.now())
    }
}
