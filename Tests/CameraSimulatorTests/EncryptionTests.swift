import CameraSimulator
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
import Testing

/// A client that speaks TLS; what the server says comes as text.
private struct EncryptedClient {
    private let channel: any Channel
    private let received: AsyncStream<String>

    init(port: Int, _ group: any EventLoopGroup, _ context: NIOSSLContext, seen: Seen) async throws
    {
        let (received, said) = AsyncStream.makeStream(of: String.self)
        self.received = received
        channel = try await ClientBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    let takesAny = context.configuration.certificateVerification == .none
                    let handler =
                        takesAny
                        ? try NIOSSLClientHandler(
                            context: context,
                            serverHostname: nil,
                            customVerificationCallback: { chain, promise in
                                seen.keep(chain)
                                promise.succeed(.certificateVerified)
                            }
                        ) : try NIOSSLClientHandler(context: context, serverHostname: nil)
                    try pipeline.addHandlers(handler, Listener(said: said))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
    }

    func ask(_ request: String, until expected: String) async throws -> String {
        try await channel.writeAndFlush(ByteBuffer(string: request + "\r\n\r\n"))
        var text = ""
        for await part in received {
            text += part
            if text.contains(expected) { return text }
        }
        return text
    }

    func close() async throws { try await channel.close() }

    /// Certificates that the server showed.
    final class Seen: Sendable {
        private let chain = Mutex<[NIOSSLCertificate]>([])
        var all: [NIOSSLCertificate] { chain.withLock { $0 } }
        func keep(_ certificates: [NIOSSLCertificate]) { chain.withLock { $0 = certificates } }
    }

    private final class Listener: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let said: AsyncStream<String>.Continuation

        init(said: AsyncStream<String>.Continuation) { self.said = said }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = unwrapInboundIn(data)
            said.yield(String(decoding: bytes.readableBytesView, as: UTF8.self))
        }

        func channelInactive(context: ChannelHandlerContext) { said.finish() }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            said.finish()
            context.close(promise: nil)
        }
    }
}

@Suite(.serialized) struct `A simulated camera over TLS` {
    private func context(
        _ verification: CertificateVerification,
        _ roots: [NIOSSLCertificate] = []
    ) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = verification
        configuration.trustRoots = .certificates(roots)
        return try NIOSSLContext(configuration: configuration)
    }

    @Test(.timeLimit(.minutes(5)))
    func `plays in the encrypted connection, and vouches for its own address`() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        try await withServer(change: { $0.isEncrypted = true }) { server, urls, port in
            #expect(urls[0] == "rtsps://127.0.0.1:\(port)/cam0")
            let seen = EncryptedClient.Seen()
            let first = try await EncryptedClient(
                port: port,
                group,
                try context(.none),
                seen: seen
            )
            let described = try await first.ask(
                "DESCRIBE \(urls[0]) RTSP/1.0\r\nCSeq: 1",
                until: "m=video"
            )
            #expect(described.contains("Content-Base: \(urls[0])/\r\n"))
            let refused = try await first.ask(
                "SETUP \(urls[0]) RTSP/1.0\r\nCSeq: 2\r\nTransport: RTP/AVP;client_port=6000-6001",
                until: "\r\n\r\n"
            )
            #expect(refused.hasPrefix("RTSP/1.0 461 "))
            try await first.close()

            // The certificate itself is good for the address, and for who trusts it.
            #expect(seen.all.count == 1)
            let client = try await EncryptedClient(
                port: port,
                group,
                try context(.fullVerification, seen.all),
                seen: seen
            )
            let setUp = try await client.ask(
                "SETUP \(urls[0]) RTSP/1.0\r\nCSeq: 1\r\nTransport: RTP/AVP/TCP;unicast",
                until: "\r\n\r\n"
            )
            let session = setUp.split(separator: "Session: ").last?.prefix { $0 != ";" } ?? ""
            let played = try await client.ask(
                "PLAY \(urls[0]) RTSP/1.0\r\nCSeq: 2\r\nSession: \(session)",
                until: "$"
            )
            #expect(played.contains("RTSP/1.0 200 OK"))
            #expect(server.statistics.clients == 1)
            try await client.close()
        }
    }

    @Test func `hangs up on who does not encrypt`() async throws {
        try await withServer(change: { $0.isEncrypted = true }) { _, urls, port in
            let client = try RTSPClient(port: port)
            client.send("OPTIONS \(urls[0]) RTSP/1.0\r\nCSeq: 1\r\n\r\n")
            #expect(client.isClosedByServer())
        }
    }
}
