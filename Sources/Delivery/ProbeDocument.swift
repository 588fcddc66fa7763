/// What came of trying a stream, as `/v1/probe` answers it.
package struct ProbeDocument: Sendable, Hashable, Codable {
    package enum Fitness: String, Sendable, Hashable, Codable, CaseIterable {
        case fit
        /// It can be watched, with what the verdict names.
        case limited
        case unfit
    }

    /// Without user and password.
    package var url: String
    package var fitness: Fitness
    /// For people: what it is and, where it is not as it should be, what to do.
    package var verdict: String
    /// Why it is unfit, for programs: such as `unreachable`, `timedOut`, `unauthorized`.
    package var cause: String?
    package var codec: String?
    /// - Units: pixels.
    package var width: Int?
    package var height: Int?
    /// Pictures a second.
    package var rate: Double?
    /// Seconds from one keyframe to the next.
    package var keyframeInterval: Double?
    package var bitsPerSecond: Double?
    /// Such as `Digest`; `nil` where nobody asked for a password.
    package var authentication: String?
    package var transport: String
    /// Pictures read, and the seconds over which they came.
    package var pictures: Int
    package var seconds: Double

    package init(
        url: String,
        fitness: Fitness,
        verdict: String,
        transport: String,
        pictures: Int,
        seconds: Double
    ) {
        self.url = url
        self.fitness = fitness
        self.verdict = verdict
        self.transport = transport
        self.pictures = pictures
        self.seconds = seconds
    }
}
