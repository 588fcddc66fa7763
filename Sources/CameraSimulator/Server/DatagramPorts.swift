import Domain
import NIOCore
import NIOPosix

/// The pair of UDP ports that all clients' datagrams come from: an even one for media and the next
/// for control.
struct DatagramPorts: Sendable {
    /// Bytes that may wait in the process for all clients together; what comes then is lost, as
    /// datagrams are.
    private static let pendingBytes = 4 << 20
    /// Every other free port is odd, and its neighbour may be taken.
    private static let attempts = 64

    private let media: any Channel
    private let control: any Channel
    let numbers: (media: Int, control: Int)

    /// - Parameter heard: Called on the event loop with who sent a report.
    static func open(
        host: String,
        on events: any EventLoop,
        heard: @escaping @Sendable (SocketAddress) -> Void
    ) async throws -> DatagramPorts {
        for _ in 0..<attempts {
            let media = try await bootstrap(on: events)
                // What clients send to open firewalls stays unread.
                .channelOption(.autoRead, value: false)
                .bind(host: host, port: 0).get()
            guard let port = media.localAddress?.port, port % 2 == 0 else {
                try await media.close()
                continue
            }
            let control = try? await bootstrap(on: events)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(ReportReader(heard: heard))
                    }
                }
                .bind(host: host, port: port + 1).get()
            if let control {
                return DatagramPorts(media: media, control: control, numbers: (port, port + 1))
            }
            try await media.close()
        }
        throw SimulatorError.noDatagramPorts(host: host)
    }

    private static func bootstrap(on events: any EventLoop) -> DatagramBootstrap {
        DatagramBootstrap(group: events)
            .channelOption(
                .writeBufferWaterMark,
                value: .init(low: pendingBytes / 2, high: pendingBytes)
            )
            // Room for the keyframes of many cameras at once.
            .channelOption(.socketOption(.so_sndbuf), value: pendingBytes)
    }

    /// Sends each frame to the client's port for it.
    ///
    /// - Parameter ports: The client's, for media and control.
    func send(
        _ delivery: Delivery,
        to client: SocketAddress,
        _ ports: (media: UInt16, control: UInt16)
    ) {
        var (forMedia, forControl) = (client, client)
        forMedia.port = Int(ports.media)
        forControl.port = Int(ports.control)
        for buffer in delivery.buffers {
            for (number, packet) in InterleavedFrames(buffer) {
                let isControl = number == delivery.route.control
                let channel = isControl ? control : media
                guard channel.isWritable else { continue }
                let address = isControl ? forControl : forMedia
                channel.write(AddressedEnvelope(remoteAddress: address, data: packet), promise: nil)
            }
        }
        media.flush()
        control.flush()
    }

    func close() {
        media.close(promise: nil)
        control.close(promise: nil)
    }
}

/// Hears that clients report, whatever they report.
private final class ReportReader: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    private let heard: @Sendable (SocketAddress) -> Void

    init(heard: @escaping @Sendable (SocketAddress) -> Void) { self.heard = heard }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        heard(unwrapInboundIn(data).remoteAddress)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A client's port was closed before its last packet came.
    }
}
