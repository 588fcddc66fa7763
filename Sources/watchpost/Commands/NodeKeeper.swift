import Assembly
import Delivery
import Dispatch
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// What a running node owes to whoever supervises it: that it is ready, that it lives, that it takes
/// new settings, that it ends.
struct NodeKeeper: Service {
    /// Seconds between two looks at whether the node lives, where nobody wants to know.
    private static let standardPause = 15.0

    let opened: AsyncStream<OpenNode>
    /// SIGHUP, trapped before anyone hears that there is a node to ask: until then it ends the process.
    let hangUps: UnixSignalsSequence
    let supervisor: Supervisor
    let settings: LogFile
    let logger: Logger
    private let hadTerminal = isatty(STDERR_FILENO) == 1

    init(
        opened: AsyncStream<OpenNode>,
        hangUps: UnixSignalsSequence,
        supervisor: Supervisor,
        settings: LogFile,
        logger: Logger
    ) {
        self.opened = opened
        self.hangUps = hangUps
        self.supervisor = supervisor
        self.settings = settings
        self.logger = logger
    }

    /// Runs until graceful shutdown, or until the terminal that it was started on is gone.
    func run() async throws {
        await withGracefulShutdownHandler {
            await cancelWhenGracefulShutdown {
                for await node in opened {
                    await keep(node)
                    return
                }
            }
        } onGracefulShutdown: {
            supervisor.tell("STOPPING=1", "STATUS=ending")
        }
    }

    private func keep(_ node: OpenNode) async {
        logger.event(.nodeReady, .notice, "the node takes requests at \(node.url)")
        supervisor.tell("READY=1", "STATUS=taking requests at \(node.url)")
        await withTaskGroup { group in
            group.addTask { await reloads(node) }
            group.addTask { await beats(node.pulse) }
            group.addTask { await settings.watch() }
            await group.next()
            group.cancelAll()
        }
    }

    /// Reads the settings again whenever SIGHUP asks for it.
    private func reloads(_ node: OpenNode) async {
        for await _ in hangUps {
            // The signal also comes when the terminal is closed.
            if hadTerminal, isatty(STDERR_FILENO) == 0 { return }
            supervisor.tell("RELOADING=1", "MONOTONIC_USEC=\(Self.monotonicMicroseconds)")
            settings.apply(isAsked: true)
            await node.reload()
            supervisor.tell("READY=1", "STATUS=taking requests at \(node.url)")
        }
    }

    /// Says that the node lives, as long as its desk and lanes move.
    private func beats(_ pulse: NodePulse) async {
        let pause = supervisor.patience.map { $0 / 2 } ?? Self.standardPause
        repeat {
            let stalled = pulse.check()
            if stalled.isEmpty {
                supervisor.tell("WATCHDOG=1")
            } else {
                logger.event(
                    .nodeStalled,
                    .error,
                    """
                    \(stalled.joined(separator: ", ")): nothing was done there for \
                    \(pause.rounded(to: 1)) s; is the disk or the machine overloaded?
                    """
                )
            }
            try? await Task.sleep(for: .seconds(pause))
        } while !Task.isCancelled
    }

    /// As systemd wants to know when the reload began.
    private static var monotonicMicroseconds: Int {
        Int(DispatchTime.now().uptimeNanoseconds / 1000)
    }
}
