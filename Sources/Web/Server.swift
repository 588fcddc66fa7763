import Glibc
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore

/// The HTTP interface of a node.
package struct Server: Sendable {
    static let name = "watchpost"

    private let surroundings: Surroundings
    private let host: String
    private let port: Int
    private let logger: Logger
    private let ready: @Sendable (Int) async -> Void

    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - ready: told the port when requests are taken.
    package init(
        _ surroundings: Surroundings,
        host: String,
        port: Int,
        logger: Logger,
        ready: @escaping @Sendable (Int) async -> Void
    ) {
        self.surroundings = surroundings
        self.host = host
        self.port = port
        self.logger = logger
        self.ready = ready
    }

    /// Serves until graceful shutdown or cancellation; open streams are waited for.
    ///
    /// - Throws: `ListenError`.
    package func run() async throws {
        let endpoints = surroundings.endpoints
        let router = Router(context: WebContext.self)
        router.add(
            middleware: RequestMeter(figures: surroundings.figures, clock: surroundings.clock)
        )
        router.add(
            middleware: ProblemMiddleware(
                methods: PathMethods(endpoints), surroundings: surroundings)
        )
        let keys = KeyBook(bound: WebLimits.keys)
        for endpoint in endpoints { endpoint.add(to: router, keys: keys) }
        // A request that goes well is no event that a person acts upon.
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        let application = Application(
            router: router,
            server: HTTPServerBuilder { [surroundings] responder in
                GuardedChannel(
                    limits: surroundings.limits,
                    traffic: surroundings.traffic,
                    responder: responder
                )
            },
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                serverName: Self.name,
                backlog: WebLimits.backlog
            ),
            onServerRunning: { [ready, port] channel in
                await ready(channel.localAddress?.port ?? port)
            },
            logger: quiet
        )
        do {
            try await application.run()
        } catch let error as IOError {
            throw ListenError(host: host, port: port, error)
        } catch let error as SocketAddressError {
            throw ListenError(host: host, port: port, error)
        }
    }
}

extension Surroundings {
    /// All that the API is.
    var endpoints: [Endpoint] {
        QueueRoutes(surroundings: self).endpoints + EventRoutes(surroundings: self).endpoints
            + AlertRoutes(surroundings: self).endpoints
            + ActionRoutes(surroundings: self).endpoints
            + IncidentRoutes(surroundings: self).endpoints
            + UnitRoutes(surroundings: self).endpoints
            + DrillRoutes(surroundings: self).endpoints
            + SignalRoutes(surroundings: self).endpoints
            + CameraRoutes(surroundings: self).endpoints
            + StationRoutes(surroundings: self).endpoints
            + ReportRoutes(surroundings: self).endpoints
            + NodeRoutes(surroundings: self).endpoints
            + OpenAPIRoutes().endpoints
    }
}

/// Why a node cannot take requests.
package struct ListenError: Error, CustomStringConvertible {
    package let description: String

    init(host: String, port: Int, _ error: any Error) {
        let reason =
            switch (error as? IOError)?.errnoCode {
            case EADDRINUSE: "the port is in use"
            case EACCES: "no permission to use this port"
            case EADDRNOTAVAIL: "this machine has no such address"
            default: error is SocketAddressError ? "the host is unknown" : "\(error)"
            }
        description =
            "listening on \(host):\(port): \(reason); choose another with --listen, "
            + "or stop what uses this one"
    }
}
