package import Domain

/// Lets the first line of each cause through at once, and then at most one a minute.
///
/// What is held back is not lost: once the pause is over the newest of it comes, with how many more
/// there were.
package struct LogGate: Sendable {
    /// What happened, and to what.
    package struct Cause: Hashable, Sendable {
        package var event: String
        package var subject: String

        package init(event: String, subject: String) {
            self.event = event
            self.subject = subject
        }
    }

    private struct Pause {
        /// When the last line came through.
        var start: Moment
        var newest: LogRecord?
        /// Lines held back besides the newest, and since when.
        var count = 0
        var since: WallTime?
    }

    /// Seconds between two lines of one cause.
    package static let pause = 60.0
    /// Causes known at a time. Beyond, an event's further subjects share one pause.
    package static let bound = 4096

    private var pauses: [Cause: Pause] = [:]

    package init() {}

    package enum Verdict: Hashable, Sendable {
        case pass
        /// It is held back, as the first of its cause; it is due at a moment.
        case hold(until: Moment)
        /// It is held back with others.
        case held
    }

    /// Whether a line may be written now.
    package mutating func take(_ record: LogRecord, at now: Moment) -> Verdict {
        guard var cause = record.cause else { return .pass }
        if pauses[cause] == nil, pauses.count >= Self.bound {
            forget(at: now)
            if pauses.count >= Self.bound { cause.subject = "" }
        }
        guard var pause = pauses[cause],
            pause.newest != nil || now.seconds(since: pause.start) < Self.pause
        else {
            pauses[cause] = Pause(start: now)
            return .pass
        }
        let isFirst = pause.newest == nil
        if isFirst { pause.since = record.time } else { pause.count += 1 }
        pause.newest = record
        pauses[cause] = pause
        return isFirst ? .hold(until: pause.start.advanced(bySeconds: Self.pause)) : .held
    }

    /// What was held back for long enough, the oldest first.
    ///
    /// - Parameter isEnd: nothing comes later, so that all of it is due.
    package mutating func release(at now: Moment, isEnd: Bool = false) -> [LogRecord] {
        var released: [LogRecord] = []
        for (cause, pause) in pauses {
            guard var record = pause.newest,
                isEnd || now.seconds(since: pause.start) >= Self.pause
            else { continue }
            if pause.count > 0, let since = pause.since {
                record.held = LogRecord.Held(count: pause.count, since: since)
            }
            released.append(record)
            pauses[cause] = Pause(start: now)
        }
        return released.sorted { $0.time < $1.time }
    }

    private mutating func forget(at now: Moment) {
        pauses = pauses.filter {
            $0.value.newest != nil || now.seconds(since: $0.value.start) < Self.pause
        }
    }
}
