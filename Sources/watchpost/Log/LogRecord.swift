import Delivery
package import Domain
package import Logging

/// A line of the log before it is written down.
package struct LogRecord: Sendable {
    package var time: WallTime
    package var level: Logger.Level
    package var message: String
    package var metadata: Logger.Metadata
    /// How many of the same cause were held back for it, and since when.
    package var held: Held?

    package struct Held: Sendable, Hashable {
        package var count: Int
        package var since: WallTime

        package init(count: Int, since: WallTime) {
            self.count = count
            self.since = since
        }
    }

    package init(
        time: WallTime,
        level: Logger.Level,
        message: String,
        metadata: Logger.Metadata = [:]
    ) {
        self.time = time
        self.level = level
        self.message = message
        self.metadata = metadata
    }

    /// What happened, and to what; of lines that do not say so, their beginning; `nil` where the
    /// line answers a person, who waits for it.
    package var cause: LogGate.Cause? {
        guard let event = metadata[LogKey.event.rawValue] else {
            return LogGate.Cause(event: "", subject: String(message.prefix(80)))
        }
        let answers = [
            EventName.configurationApplied, .configurationDoubtful, .configurationRefused,
        ].map(\.rawValue)
        if answers.contains("\(event)") { return nil }
        let subject = LogKey.subjects.lazy.compactMap { metadata[$0.rawValue] }.first
        return LogGate.Cause(event: "\(event)", subject: subject.map { "\($0)" } ?? "")
    }
}

/// How a line is written down.
package enum LogForm: Sendable, Hashable {
    /// Time, level, sentence.
    case text
    /// As `text`, for the journal, which knows the time itself.
    case journal
    /// An object a line.
    case json

    package func line(_ record: LogRecord) -> String {
        switch self {
        case .text: "\(record.time) \(record.level) \(Self.sentence(record))"
        case .journal: "<\(Self.priority(record.level))>\(Self.sentence(record))"
        case .json: Self.object(record)
        }
    }

    private static func sentence(_ record: LogRecord) -> String {
        let held = record.held.map { " (and \($0.count) more since \($0.since.timeOfDay))" }
        return record.message.onOneLine + (held ?? "")
    }

    /// - Source: sd-daemon(3), the prefixes of syslog's levels.
    private static func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .critical: 2
        case .error: 3
        case .warning: 4
        case .notice: 5
        case .info: 6
        case .debug, .trace: 7
        }
    }

    private static func object(_ record: LogRecord) -> String {
        var metadata = record.metadata
        let event = metadata.removeValue(forKey: LogKey.event.rawValue)
        var members = [
            ("time", CloudEvent.quoted("\(record.time)")),
            ("level", CloudEvent.quoted("\(record.level)")),
        ]
        if let event { members.append(("event", CloudEvent.quoted("\(event)"))) }
        members.append(("message", CloudEvent.quoted(record.message)))
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            members.append((key, json(value)))
        }
        if let held = record.held {
            members.append(("more", "\(held.count)"))
            members.append(("since", CloudEvent.quoted("\(held.since)")))
        }
        let text = members.map { "\(CloudEvent.quoted($0)):\($1)" }.joined(separator: ",")
        return JSONText.harmless("{\(text)}")
    }

    private static func json(_ value: Logger.MetadataValue) -> String {
        guard case .stringConvertible(let number) = value else {
            return CloudEvent.quoted("\(value)")
        }
        return switch number {
        case let number as Int: "\(number)"
        case let number as Double where number.isFinite: "\(number)"
        default: CloudEvent.quoted("\(number)")
        }
    }
}
