import Domain
import NIOCore
import NIOPosix
import NIOSSL

/// What a server listens on.
struct Ports: Sendable {
    let listener: any Channel
    let datagrams: DatagramPorts?

    /// - Parameter surroundings: Made once it is known where datagrams come from.
    /// - Throws: `SimulatorError`.
    static func open(
        _ settings: CameraServer.Settings,
        _ clock: any CityClock,
        _ random: @Sendable () -> UInt64,
        on events: any EventLoop,
        _ roster: NIOLoopBound<Roster>,
        surroundings: (DatagramPorts?) -> CameraConnection.Surroundings
    ) async throws -> Ports {
        let encryption = try encryption(settings, clock, random)
        var datagrams: DatagramPorts?
        if settings.offeredTransports.contains(.udp) {
            datagrams = try await DatagramPorts.open(host: settings.host, on: events) { client in
                roster.value.heardReport(from: client, at: clock.now().moment)
            }
        }
        do {
            let shared = surroundings(datagrams)
            let listener = try await listen(settings, shared, encryption, on: events, roster)
            return Ports(listener: listener, datagrams: datagrams)
        } catch {
            datagrams?.close()
            throw error
        }
    }

    private static func encryption(
        _ settings: CameraServer.Settings,
        _ clock: any CityClock,
        _ random: @Sendable () -> UInt64
    ) throws -> NIOSSLContext? {
        guard settings.isEncrypted else { return nil }
        do {
            let now = clock.now().wall
            return try ServerIdentity(host: settings.host, now: now, random: random).context()
        } catch {
            throw SimulatorError.cannotEncrypt(reason: "\(error)")
        }
    }

    private static func listen(
        _ settings: CameraServer.Settings,
        _ shared: CameraConnection.Surroundings,
        _ encryption: NIOSSLContext?,
        on events: any EventLoop,
        _ roster: NIOLoopBound<Roster>
    ) async throws -> any Channel {
        let bootstrap = ServerBootstrap(group: events)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            // The kernel keeps little, so that who does not read is noticed here.
            .childChannelOption(.socketOption(.so_sndbuf), value: settings.limits.sendBuffer)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let encryption {
                        try pipeline.addHandler(NIOSSLServerHandler(context: encryption))
                    }
                    try pipeline.addHandler(CameraConnection(shared, roster.value))
                }
            }
        do {
            return try await bootstrap.bind(host: settings.host, port: settings.port).get()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw SimulatorError.portInUse(host: settings.host, port: settings.port)
        } catch {
            throw SimulatorError.cannotListen(
                host: settings.host,
                port: settings.port,
                reason: "\(error)"
            )
        }
    }
}
