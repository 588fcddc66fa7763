package import Domain
package import Episodes

/// Replays labelled clips and holds what is found against what is known of them.
package struct Evaluation: Sendable {
    /// A clip with what was found in it.
    package struct Result: Sendable {
        package let clip: LabelledClip
        package let found: [FoundEpisode]
        package let score: ClipScore
        package let outcome: Replay.Outcome
    }

    private let replay: Replay

    /// - Parameter wall: what the wall clock shows at a recording's beginning.
    package init(wall: WallTime) { replay = Replay(as: Replay.anyCamera, wall: wall) }

    /// Replays a clip to its end.
    ///
    /// - Parameter progress: told the stream time now and then.
    package func run(
        _ clip: LabelledClip,
        progress: (StreamTime) -> Void = { _ in }
    ) throws -> Result {
        var found: [FoundEpisode] = []
        let outcome = try replay.run(clip.path, progress: progress) { finding in
            let line = ReplayLine(finding)
            found.append(FoundEpisode(Span(line.start, line.end), raised: line.raised))
        }
        return Result(
            clip: clip, found: found,
            score: ClipScore(clip.labels, found, tolerance: clip.tolerance), outcome: outcome
        )
    }
}
