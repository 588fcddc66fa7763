import Dispatch
import Foundation

/// Ctrl-C and its like, and a reader of stdout that has gone away.
struct Interruption: Sendable {
    private let arrivals: AsyncStream<Void>

    /// How long a command may take to end in order; then it just ends.
    private static let patience = DispatchTimeInterval.seconds(1)

    /// From here on SIGINT, SIGTERM and SIGHUP are asked for by `wait()`.
    init() {
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        let queue = DispatchQueue(label: "watchpost.signals")
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                arrival.yield()
                // A terminal that is stopped may hold up the last line for ever.
                queue.asyncAfter(deadline: .now() + Self.patience) { _exit(0) }
                // The handler holds its source: signals are heard as long as the process lives.
                _ = source
            }
            source.resume()
        }
        self.arrivals = arrivals
    }

    /// Returns once the process is to end.
    func wait() async {
        await withTaskGroup { group in
            group.addTask { for await _ in arrivals { return } }
            group.addTask { await Self.readerLeaves() }
            await group.next()
            group.cancelAll()
        }
    }

    /// Returns once stdout is a pipe that nobody reads any more.
    private static func readerLeaves() async {
        while !Task.isCancelled {
            var probe = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
            if unsafe poll(&probe, 1, 0) == 1, probe.revents & Int16(POLLERR | POLLNVAL) != 0 {
                return
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }
}
