/// What `bench queue` measured.
package struct QueueFigures: Encodable, Sendable {
    package let alerts: Int
    package let stations: Int
    package internal(set) var raisesPerSecond = 0.0
    package internal(set) var commitsPerSecond = 0.0
    package internal(set) var entriesPerCommit = 0.0
    package internal(set) var referenceCommitsPerSecond = 0.0
    package internal(set) var raiseToStreamP50 = 0.0
    package internal(set) var raiseToStreamP99 = 0.0
    package internal(set) var backlogEntriesPerSecond = 0.0
    package internal(set) var signalsPerSecond = 0.0
    package internal(set) var openAlerts = 0
    package internal(set) var idleClocksCPU = 0.0
    package internal(set) var restartSeconds = 0.0
    /// What was lost, doubled or wrongly numbered; empty where all is well.
    package internal(set) var mistakes: [String] = []

    init(alerts: Int, stations: Int) {
        self.alerts = alerts
        self.stations = stations
    }

    enum CodingKeys: String, CodingKey {
        case alerts, stations
        case raisesPerSecond = "raises_per_second"
        case commitsPerSecond = "commits_per_second"
        case entriesPerCommit = "entries_per_commit"
        case referenceCommitsPerSecond = "reference_commits_per_second"
        case raiseToStreamP50 = "raise_to_stream_p50_ms"
        case raiseToStreamP99 = "raise_to_stream_p99_ms"
        case backlogEntriesPerSecond = "backlog_entries_per_second"
        case signalsPerSecond = "signals_per_second"
        case openAlerts = "open_alerts"
        case idleClocksCPU = "idle_clocks_cpu"
        case restartSeconds = "restart_seconds"
        case mistakes
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(alerts, forKey: .alerts)
        try container.encode(stations, forKey: .stations)
        try container.encode(raisesPerSecond.rounded(), forKey: .raisesPerSecond)
        try container.encode(commitsPerSecond.rounded(to: 1), forKey: .commitsPerSecond)
        try container.encode(entriesPerCommit.rounded(to: 1), forKey: .entriesPerCommit)
        try container.encode(
            referenceCommitsPerSecond.rounded(to: 1), forKey: .referenceCommitsPerSecond
        )
        try container.encode(raiseToStreamP50.rounded(to: 2), forKey: .raiseToStreamP50)
        try container.encode(raiseToStreamP99.rounded(to: 2), forKey: .raiseToStreamP99)
        try container.encode(backlogEntriesPerSecond.rounded(), forKey: .backlogEntriesPerSecond)
        try container.encode(signalsPerSecond.rounded(), forKey: .signalsPerSecond)
        try container.encode(openAlerts, forKey: .openAlerts)
        try container.encode(idleClocksCPU.rounded(to: 4), forKey: .idleClocksCPU)
        try container.encode(restartSeconds.rounded(to: 2), forKey: .restartSeconds)
        try container.encode(mistakes, forKey: .mistakes)
    }
}

extension Double {
    fileprivate func rounded(to decimals: Int) -> Double {
        let power = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
        return (self * power).rounded() / power
    }
}
