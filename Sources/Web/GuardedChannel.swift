import Delivery
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// HTTP/1.1 on one connection, with a guard before it.
struct GuardedChannel: ServerChildChannel {
    private let http: HTTP1Channel
    private let limits: WebLimits
    private let traffic: Traffic

    init(
        limits: WebLimits,
        traffic: Traffic,
        responder: @escaping HTTPChannelHandler.Responder
    ) {
        self.limits = limits
        self.traffic = traffic
        http = HTTP1Channel(
            responder: responder,
            configuration: HTTP1Channel.Configuration(
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: WebLimits.head,
                    maxHeaderListSize: WebLimits.head,
                    maxHeaderFieldCount: WebLimits.fields
                )
            )
        )
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        let place = admit(channel)
        return http.setup(channel: channel, logger: logger).flatMapThrowing { value in
            guard place != .none else { throw ChannelError.ioOnClosedChannel }
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(
                ConnectionGuard(limits: limits, traffic: traffic, isTooMany: place == .refused),
                position: .after(decoder)
            )
            // The kernel ends a connection whose other end acknowledges nothing any more.
            try channel.syncOptions?.setOption(
                .tcpOption(.tcpUserTimeout),
                value: SocketOptionValue(WebLimits.silence * 1000)
            )
            return value
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await http.handle(value: value, logger: logger)
    }

    private enum Place {
        case served
        /// To be told that there are too many.
        case refused
        /// There are too many even to be told so.
        case none
    }

    /// Counts a connection until it is closed.
    private func admit(_ channel: any Channel) -> Place {
        let open = traffic.count {
            $0.open += 1
            if $0.open > limits.connections { $0.refused += 1 }
        }.open
        channel.closeFuture.whenComplete { _ in traffic.count { $0.open -= 1 } }
        if open <= limits.connections { return .served }
        return open <= limits.connections + Self.refusals ? .refused : .none
    }

    /// Connections that are told at the same time that there are too many.
    private static let refusals = 64
}

extension NIOBSDSocket.Option {
    /// - Source: Linux, `TCP_USER_TIMEOUT` of tcp(7); in milliseconds.
    fileprivate static let tcpUserTimeout = NIOBSDSocket.Option(rawValue: 18)
}
