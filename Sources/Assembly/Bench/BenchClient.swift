/// Who reads a measured node's streams: a process of its own.
package protocol BenchClient: Sendable {
    /// Reads every queue from its beginning to its end, one after another.
    func readBacklog(of url: String, stations: Int) async throws -> BenchFindings
    /// Follows every queue at once as a terminal, until so many raises have come.
    ///
    /// - Parameter ready: called when all of them follow.
    func follow(
        _ url: String,
        stations: Int,
        raises: Int,
        ready: @escaping @Sendable () -> Void
    ) async throws -> BenchFindings
    /// Posts signals for so many seconds, each connection one after another.
    func postSignals(to url: String, stations: Int, seconds: Double) async throws -> BenchFindings
}

/// What a client found.
package struct BenchFindings: Codable, Sendable {
    /// Entries that were read, or signals that were answered.
    package var count: Int
    package var raises: Int
    package var seconds: Double
    /// From the raise to the moment at which the reader has the line, in milliseconds.
    package var p50: Double?
    package var p99: Double?
    /// What was wrong with the streams' numbers and ids.
    package var mistakes: [String]

    package init(
        count: Int,
        raises: Int = 0,
        seconds: Double,
        p50: Double? = nil,
        p99: Double? = nil,
        mistakes: [String] = []
    ) {
        self.count = count
        self.raises = raises
        self.seconds = seconds
        self.p50 = p50
        self.p99 = p99
        self.mistakes = mistakes
    }

    package var perSecond: Double { seconds > 0 ? Double(count) / seconds : 0 }
}
