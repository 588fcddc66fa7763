import Domain

extension WallTime {
    /// Hours, minutes and seconds on the wall where it was written.
    var timeOfDay: String { String(description.dropFirst(11).prefix(8)) }

    /// With the time of day: what is owed by then.
    func asDeadline(isOverdue: Bool) -> String { "\(isOverdue ? "overdue" : "due") \(timeOfDay)" }

    /// Month, day, hour and minute on the wall where it was written.
    var dayAndTime: String {
        String(description.dropFirst(5).prefix(5)) + " " + String(timeOfDay.prefix(5))
    }

    /// The time of today; of another day, day and time.
    func shortly(at now: WallTime) -> String {
        let today = WallTime(milliseconds: now.milliseconds, offset: offset)
        return dateAndTime.prefix(10) == today.dateAndTime.prefix(10) ? timeOfDay : dayAndTime
    }

    /// Date and time to the second on the wall where it was written.
    var dateAndTime: String { String(description.prefix(10)) + " " + timeOfDay }
}

extension Double {
    /// With so many decimals, and none where they are zero.
    func rounded(to decimals: Int) -> String {
        let scale = decimals == 0 ? 1.0 : 10.0
        let value = (self * scale).rounded() / scale
        return value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    }

    /// Seconds as a person says them: `45 s`, `3 min 20 s`, `2 h 5 min`, `4 d`.
    var asDuration: String {
        let seconds = Int(min(max(self, 0), 1e9).rounded(.down))
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3600: return "\(seconds / 60) min \(seconds % 60) s"
        case ..<86_400: return "\(seconds / 3600) h \(seconds / 60 % 60) min"
        default: return "\(seconds / 86_400) d"
        }
    }
}

extension String {
    /// Without spaces at the end.
    func trimmingSuffix() -> String {
        String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)])
    }
}
