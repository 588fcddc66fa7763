import Domain

/// An episode of a recording as a line of JSON.
///
/// - Units: seconds from the recording's first picture; shares of the picture; three decimals.
package struct ReplayLine: Codable, Equatable, Sendable {
    package var file: String
    package var camera: String
    package var kind: String
    package var zone: String
    package var start: Double
    package var raised: Double
    package var end: Double
    package var peak: Peak
    package var score: Double
    package var why: String

    package struct Peak: Codable, Equatable, Sendable {
        package var at: Double
        package var area: Double
        /// Left, top, width, height.
        package var box: [Double]
    }

    package init(_ finding: Replay.Finding) {
        let episode = finding.episode
        let box = episode.peak.box
        file = finding.file
        camera = finding.camera.rawValue
        kind = episode.kind.rawValue
        zone = episode.zone
        start = Self.rounded(episode.start.seconds)
        raised = Self.rounded(finding.raised.seconds)
        end = Self.rounded(episode.lastMotion.seconds)
        peak = Peak(
            at: Self.rounded(episode.peak.time.seconds),
            area: Self.rounded(episode.peak.area),
            box: [box.x, box.y, box.width, box.height].map(Self.rounded)
        )
        score = Self.rounded(episode.score)
        why = episode.why
    }

    private static func rounded(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }
}
