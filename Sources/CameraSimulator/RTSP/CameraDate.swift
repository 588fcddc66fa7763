import Domain

/// How cameras write the time.
enum CameraDate {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Mon, Nov 23 2026 09:08:07 GMT`, against RFC 2326.
    static func monthFirst(_ time: WallTime) -> String {
        let parts = Parts(time)
        return "\(parts.weekday), \(parts.month) \(parts.day) \(parts.year) \(parts.time) GMT"
    }

    /// `Mon, 3 Nov 2026 09:08:07 UTC`.
    static func dayFirst(_ time: WallTime) -> String {
        let parts = Parts(time)
        let day = parts.day.drop { $0 == "0" }
        return "\(parts.weekday), \(day) \(parts.month) \(parts.year) \(parts.time) UTC"
    }

    private struct Parts {
        let weekday, month: String
        let year, day, time: Substring

        init(_ time: WallTime) {
            // 1970-01-01 was a Thursday.
            weekday = weekdays[Int(time.milliseconds / 86_400_000 % 7)]
            let text = WallTime(milliseconds: time.milliseconds, offset: 0).description
            let fields = text.split { "-T.".contains($0) }
            year = fields[0]
            month = months[(Int(fields[1]) ?? 1) - 1]
            day = fields[2]
            self.time = fields[3]
        }
    }
}
