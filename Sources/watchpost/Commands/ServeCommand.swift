import ArgumentParser
import Assembly
import Cameras
import Desk
import Dispatch
import Domain
import Foundation
import Logging
import ServiceLifecycle
import Storage
import UnixSignals
import Web

/// Runs a node.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Runs a node: reads its cameras, keeps its ledger, serves its streams.",
        discussion: """
            Prints `ready http://HOST:PORT` on stdout when it takes requests; everything else goes \
            to stderr. Ctrl-C or SIGTERM ends it in order.

              watchpost serve
              watchpost serve --cameras /etc/watchpost/cameras --data /var/lib/watchpost
              watchpost serve --listen 127.0.0.1:0
            """
    )

    @OptionGroup var node: NodeOptions

    func run() async throws {
        let settings = try NodeLaunch.settings(node)
        try await NodeLaunch.run([
            Node(settings) { url in try? Output.line("ready \(url)") }
        ])
    }
}

/// What `serve` and `demo` share: a node from its files, run until a signal.
enum NodeLaunch {
    /// Seconds that services have to end in order; then all are cancelled.
    private static let patience = 1

    /// Reads the configuration and says what is wrong with it.
    ///
    /// - Throws: `ExitCode` after the reasons were said.
    static func settings(_ options: NodeOptions) throws -> NodeSettings {
        let (configuration, mistakes) = ConfigurationReader.load(
            options.folders,
            environment: ProcessInfo.processInfo.environment
        )
        for mistake in mistakes { Output.note("watchpost: \(mistake)") }
        guard let configuration else {
            let isMissing = mistakes.contains { $0.kind == .missing }
            throw ExitCode.saying(
                "nothing was started; mend the files above, and try `watchpost check`",
                isMissing ? .noFile : .badInput
            )
        }
        let listen = options.listen ?? configuration.listen
        guard listen.isLoopback || options.insecure else {
            throw ExitCode.saying(
                "listening on \(listen): without accounts and TLS anyone who reaches this address "
                    + "could read and answer alerts; listen on 127.0.0.1, or add --insecure",
                .notAllowed
            )
        }
        guard let zone = TimeZone(identifier: configuration.timeZone) else {
            throw ExitCode.saying("timeZone '\(configuration.timeZone)' is unknown here", .badInput)
        }
        return NodeSettings(
            configuration: configuration,
            data: options.data ?? NodeOptions.standardData,
            host: listen.host,
            port: listen.port,
            clock: RealClock(zone: zone),
            random: { UInt64.random(in: .min ... .max) },
            logger: Logger(label: "watchpost") { _ in LineLog(clock: RealClock(zone: zone)) }
        )
    }

    /// Runs services until one ends or a signal comes; each has `patience` to end in order.
    ///
    /// - Throws: `ExitCode` after the reason was said.
    ///
    /// - Parameter cleanUp: what is to be done also where the end is forced.
    static func run(
        _ services: [any Service],
        cleanUp: @escaping @Sendable () -> Void = {}
    ) async throws {
        signal(SIGPIPE, SIG_IGN)
        // What a node stores, nobody else may read.
        umask(0o077)
        var configuration = ServiceGroupConfiguration(
            services: (services + [Watchdog(cleanUp: cleanUp)]).map {
                .init(
                    service: $0,
                    successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup
                )
            },
            gracefulShutdownSignals: [.sigint, .sigterm],
            logger: Logger(label: "watchpost") { _ in SwiftLogNoOpLogHandler() }
        )
        configuration.maximumGracefulShutdownDuration = .seconds(patience)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as DataFolderError {
            throw ExitCode.saying("\(error)", .badInput)
        } catch let error as ListenError {
            throw ExitCode.saying("\(error)", .unreachable)
        } catch let error as NodeError {
            throw ExitCode.saying("\(error)", .badInput)
        } catch let error as LedgerError {
            throw ExitCode.saying("\(error)", error == .full ? .unreachable : .badInput)
        } catch is CancellationError {
            return
        }
    }
}

/// Ends the process where its services do not end: a terminal that is stopped holds up the last
/// line for ever.
private struct Watchdog: Service {
    /// Seconds from Ctrl-C to the end.
    private static let limit = 2.7

    let cleanUp: @Sendable () -> Void

    func run() async throws {
        try? await gracefulShutdown()
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.limit) {
            cleanUp()
            _exit(0)
        }
    }
}
