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

/// What `serve` and `demo` share: a node from its files, run until a signal.
struct NodeLaunch: Sendable {
    /// Seconds that services have to end in order; then all are cancelled.
    private static let patience = 1
    /// Seconds for the last lines of the log.
    private static let lastWords = 0.3

    let settings: NodeSettings
    private let log: NodeLog
    private let folders: Folders
    private let options: LogOptions

    /// Reads the configuration and says what is wrong with it.
    ///
    /// - Throws: `ExitCode` after the reasons were said.
    init(_ node: NodeOptions, _ log: LogOptions) throws {
        var folders = node.folders
        folders.data = node.data ?? NodeOptions.standardData
        let environment = ProcessInfo.processInfo.environment
        let (configuration, mistakes) = ConfigurationReader.load(folders, environment: environment)
        for mistake in mistakes { Output.note("watchpost: \(mistake)") }
        guard let configuration else {
            let isMissing = mistakes.contains { $0.kind == .missing }
            throw ExitCode.saying(
                "nothing was started; mend the files above, and try `watchpost check`",
                isMissing ? .noFile : .badInput
            )
        }
        let listen = node.listen ?? configuration.listen
        guard listen.isLoopback || node.insecure else {
            throw ExitCode.saying(
                "listening on \(listen): without accounts and TLS anyone who reaches this address "
                    + "could read and answer alerts; listen on 127.0.0.1, or add --insecure",
                .notAllowed
            )
        }
        guard let zone = TimeZone(identifier: configuration.timeZone) else {
            throw ExitCode.saying("timeZone '\(configuration.timeZone)' is unknown here", .badInput)
        }
        let clock = RealClock(zone: zone)
        self.log = NodeLog(log.over(configuration.log), clock: clock)
        self.folders = folders
        options = log
        settings = NodeSettings(
            configuration: configuration,
            folders: folders,
            environment: environment,
            data: node.data ?? NodeOptions.standardData,
            host: listen.host,
            port: listen.port,
            clock: clock,
            random: { UInt64.random(in: .min ... .max) },
            logger: self.log.logger,
            logLost: { [log = self.log] in log.lost }
        )
    }

    /// Runs services until one ends or a signal comes; each has `patience` to end in order.
    ///
    /// - Parameters:
    ///   - cleanUp: what is to be done also where the end is forced.
    ///   - services: the node, which tells when it takes requests, and what runs beside it.
    /// - Throws: `ExitCode` after the reason was said.
    func run(
        cleanUp: @escaping @Sendable () -> Void = {},
        _ services: (@escaping @Sendable (OpenNode) -> Void) -> [any Service]
    ) async throws {
        // What a node stores, nobody else may read.
        umask(0o077)
        let (opened, opening) = AsyncStream.makeStream(of: OpenNode.self)
        let keeper = NodeKeeper(
            opened: opened,
            hangUps: await UnixSignalsSequence(trapping: .sighup),
            supervisor: Supervisor(ProcessInfo.processInfo.environment),
            settings: LogFile(log: log, folders: folders, options: options),
            logger: log.logger
        )
        let all = services { opening.yield($0) } + [keeper, ForcedEnd(cleanUp: cleanUp)]
        var configuration = ServiceGroupConfiguration(
            services: all.map {
                .init(
                    service: $0,
                    successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup
                )
            },
            gracefulShutdownSignals: [.sigint, .sigterm],
            logger: Logger(label: "watchpost") { _ in SwiftLogNoOpLogHandler() }
        )
        configuration.maximumGracefulShutdownDuration = .seconds(Self.patience)
        defer { log.finish(within: Self.lastWords) }
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch is CancellationError {
            return
        } catch {
            guard let code = Self.exitCode(of: error) else { throw error }
            log.finish(within: Self.lastWords)
            throw ExitCode.saying("\(error)", code)
        }
    }

    private static func exitCode(of error: any Error) -> ExitCode? {
        switch error {
        case is DataFolderError, is NodeError: .badInput
        case is ListenError: .unreachable
        case let error as LedgerError: error == .full ? .unreachable : .badInput
        default: nil
        }
    }
}

/// Ends the process where its services do not end: a terminal that is stopped holds up the last
/// line for ever.
private struct ForcedEnd: Service {
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
