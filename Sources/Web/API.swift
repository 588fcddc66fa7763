package import Hummingbird
package import Logging

/// The HTTP interface of a node.
package enum API {
    /// The server as a service of its own; `ready` is told the port when it takes requests.
    ///
    /// - Parameter port: 0 for any free one.
    package static func server(
        _ surroundings: Surroundings,
        host: String,
        port: Int,
        logger: Logger,
        ready: @escaping @Sendable (Int) async -> Void
    ) -> some ApplicationProtocol {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: ProblemMiddleware())
        QueueRoutes(surroundings: surroundings).add(to: router)
        AlertRoutes(surroundings: surroundings).add(to: router)
        CityRoutes(surroundings: surroundings).add(to: router)
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                serverName: "watchpost"
            ),
            onServerRunning: { channel in await ready(channel.localAddress?.port ?? port) },
            logger: quiet
        )
    }
}
