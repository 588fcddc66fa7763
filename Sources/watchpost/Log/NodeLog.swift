import Cameras
import Delivery
import Dispatch
import Domain
import Foundation
import Logging
import Synchronization

/// A node's log on stderr: level and form may change while it runs, lines of one cause are held
/// back, and nobody who logs waits for the disk, the terminal or the journal.
final class NodeLog: Sendable {
    private struct State {
        var form: LogForm
        var gate = LogGate()
        var buffer = LogBuffer()
        /// Whether the queue has been told that there are lines.
        var isScheduled = false
    }

    private let clock: any CityClock
    private let isJournal: Bool
    private let threshold: Atomic<Int>
    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "watchpost.log", qos: .utility)
    private let write: @Sendable (String) -> Void

    /// - Parameters:
    ///   - isJournal: stderr is read by systemd's journal.
    ///   - write: writes a line; may block.
    init(
        _ settings: LogSettings,
        clock: any CityClock,
        isJournal: Bool = NodeLog.isJournal,
        write: @escaping @Sendable (String) -> Void = { Output.note($0) }
    ) {
        self.clock = clock
        self.isJournal = isJournal
        self.write = write
        threshold = Atomic(settings.standardLevel)
        state = Mutex(State(form: settings.form(isJournal: isJournal)))
    }

    var level: Logger.Level { Logger.Level.allCases[threshold.load(ordering: .relaxed)] }

    /// Lines that nobody read in time.
    var lost: Int { state.withLock(\.buffer.lost) }

    var logger: Logger { Logger(label: "watchpost") { _ in LineLog(self) } }

    /// Logs by other settings from now on.
    ///
    /// - Returns: whether they differ from those before.
    func apply(_ settings: LogSettings) -> Bool {
        let form = settings.form(isJournal: isJournal)
        let level = threshold.exchange(settings.standardLevel, ordering: .relaxed)
        return state.withLock { state in
            defer { state.form = form }
            return state.form != form || level != settings.standardLevel
        }
    }

    /// Takes a line; returns at once.
    func take(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) {
        let now = clock.now()
        let record = LogRecord(time: now.wall, level: level, message: message, metadata: metadata)
        let (isFirst, due) = state.withLock { state -> (Bool, Moment?) in
            switch state.gate.take(record, at: now.moment) {
            case .pass:
                state.buffer.append(state.form.line(record))
                defer { state.isScheduled = true }
                return (!state.isScheduled, nil)
            case .hold(let due): return (false, due)
            case .held: return (false, nil)
            }
        }
        if isFirst { queue.async { self.drain() } }
        if let due {
            // A little later, so that it is due by the clock too.
            let wait = max(due.seconds(since: now.moment), 0) + 0.01
            queue.asyncAfter(deadline: .now() + wait) { self.release() }
        }
    }

    /// Writes all that waits, also what is held back, unless that takes too long.
    func finish(within seconds: Double) {
        let done = DispatchSemaphore(value: 0)
        queue.async {
            self.release(isEnd: true)
            done.signal()
        }
        _ = done.wait(timeout: .now() + seconds)
    }

    private func drain() {
        while true {
            let (lines, lost, form) = state.withLock { state in
                let taken = state.buffer.take()
                state.isScheduled = !taken.lines.isEmpty || taken.lost > 0
                return (taken.lines, taken.lost, state.form)
            }
            if lines.isEmpty && lost == 0 { return }
            for line in lines { write(line) }
            if lost > 0 { write(form.line(Self.loss(of: lost, at: clock.now().wall))) }
        }
    }

    private func release(isEnd: Bool = false) {
        let now = clock.now().moment
        state.withLock { state in
            for record in state.gate.release(at: now, isEnd: isEnd) {
                state.buffer.append(state.form.line(record))
            }
        }
        drain()
    }

    private static func loss(of count: Int, at now: WallTime) -> LogRecord {
        LogRecord(
            time: now,
            level: .warning,
            message: "\(count.counted("line")) of the log lost: stderr was not read in time",
            metadata: [
                LogKey.event.rawValue: "\(EventName.logLost.rawValue)",
                LogKey.count.rawValue: .stringConvertible(count),
            ]
        )
    }
}

extension NodeLog {
    /// Whether stderr is the journal's own stream, and not one that was put in its place.
    ///
    /// - Source: systemd.exec(5), `JOURNAL_STREAM`: the stream's device and inode.
    static var isJournal: Bool {
        let name = ProcessInfo.processInfo.environment["JOURNAL_STREAM"] ?? ""
        guard let inode = name.split(separator: ":").dropFirst().first else { return false }
        let stream = try? FileManager.default
            .destinationOfSymbolicLink(atPath: "/proc/self/fd/\(STDERR_FILENO)")
        return stream == "socket:[\(inode)]"
    }
}

extension LogSettings {
    fileprivate var standardLevel: Int {
        let level = (level ?? .info).rawValue
        return Logger.Level.allCases.firstIndex { $0.rawValue == level }!
    }

    fileprivate func form(isJournal: Bool) -> LogForm {
        switch format ?? .text {
        case .text: isJournal ? .journal : .text
        case .json: .json
        }
    }
}
