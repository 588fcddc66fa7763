import Assembly
import Episodes
import Foundation
import Subprocess
import SystemPackage
import Testing

private let scorer = "\(Clips.folder)/../tools/score.py"
private let isThere = FileManager.default.fileExists(atPath: scorer)

/// The rules of scoring, held against a scorer that nobody here wrote.
@Suite(
    .enabled(
        if: isThere, "needs the clips and score.py in ../shared, or the clips in $WATCHPOST_CLIPS"
    )
)
struct `An evaluation` {
    private let folder = FileManager.default.temporaryDirectory
        .appending(path: "watchpost-evaluate-\(UUID().uuidString)").path()

    /// What the scorer says of a folder's labels and another's episodes.
    private func scored(_ labels: String, _ episodes: String) async throws -> NSDictionary {
        let result = try await run(
            .path("/usr/bin/python3"),
            arguments: [scorer, "--labels", labels, "--episodes", episodes, "--json"],
            output: .string(limit: 1 << 22),
            error: .string(limit: 1 << 16)
        )
        #expect(result.terminationStatus == .exited(0), "\(result.standardError)")
        let object = try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8))
        return try #require((object as? [String: Any])?["clips"] as? NSDictionary)
    }

    /// Figures to nine decimals: sums are taken in another order.
    private func rounded(_ value: Any) -> NSObject {
        switch value {
        case let object as [String: Any]: object.mapValues(rounded) as NSDictionary
        case let number as NSNumber:
            NSNumber(value: (number.doubleValue * 1e9).rounded() / 1e9)
        default: "\(value)" as NSString
        }
    }

    private func write(_ lines: [String], _ name: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true
        )
        let text = lines.joined(separator: "\n") + "\n"
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }

    @Test func `gives the same figures as the scorer, whatever is labelled and found`()
        async throws
    {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var chance = SeededNumbers(state: 17)
        var scores: [String: ClipScore] = [:]
        for clip in 0..<60 {
            let name = clip % 10 == 0 ? "pets2001_\(clip)" : "clip_\(clip)"
            let labels = chance.labels()
            let found = chance.episodes()
            scores[name] = ClipScore(labels, found, tolerance: clip % 10 == 0 ? 2 : 1)
            try write(
                ["start_s,end_s,kind,note"]
                    + labels.map { "\($0.span.start),\($0.span.end),\($0.kind.rawValue),\"x, y\"" },
                "\(name).events.csv"
            )
            try write(
                found.map {
                    """
                    {"start":\($0.span.start),"end":\($0.span.end),"raised":\($0.raised)}
                    """
                },
                "\(name).ndjson"
            )
        }
        let ours = try JSONSerialization.jsonObject(
            with: JSONEncoder().encode(EvaluationDocument(scores))
        )
        let clips = try #require((ours as? [String: Any])?["clips"])
        #expect(rounded(clips) == rounded(try await scored(folder, folder)))
    }

    @Test(.timeLimit(.minutes(5))) func `of real clips is what the scorer makes of their replay`()
        async throws
    {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for clip in try LabelledClip.all(in: Clips.folder) {
            let replay = try await Stage.command(["replay", clip.path, "-o", "json"])
            try write(replay.output.split(separator: "\n").map(String.init), "\(clip.name).ndjson")
        }
        let told = try await Stage.command(["evaluate", Clips.folder, "-o", "json"])
        #expect(told.status == 0, "\(told.errors)")
        let object = try JSONSerialization.jsonObject(with: Data(told.output.utf8))
        let clips = try #require((object as? [String: Any])?["clips"])
        #expect(rounded(clips) == rounded(try await scored(Clips.folder, folder)))
    }

    @Test func `says what is wrong with a folder, and where`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let missing = try await Stage.command(["evaluate", folder])
        #expect(missing.status == 66)
        #expect(missing.errors.contains("there is no such folder"))
        try write(["start_s,end_s,kind", "0,5,rest"], "gate.events.csv")
        let alone = try await Stage.command(["evaluate", folder])
        #expect(alone.status == 65)
        #expect(alone.errors.contains("there is no recording gate.*"))
        try write(["not a video"], "gate.mp4")
        let malformed = try await Stage.command(["evaluate", folder])
        #expect(malformed.errors.contains("gate.events.csv:2: unknown kind 'rest'"))
        try write(["start_s,end_s,kind", "0,5,quiet"], "gate.events.csv")
        let noVideo = try await Stage.command(["evaluate", folder])
        #expect(noVideo.status == 65)
        #expect(noVideo.errors.contains("mend or remove the clip"))
    }
}

/// The same labels and episodes for the same seed.
private struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 33)
    }

    /// Stretches one after another, some overlapping, of every kind.
    mutating func labels() -> [Label] {
        var start = 0.0
        return (0..<Int.random(in: 1...12, using: &self)).map { _ in
            let end = start + tenths(0...90)
            defer { start = max(0, end + tenths(-20...30)) }
            return Label(Span(start, end), Label.Kind.allCases.randomElement(using: &self)!)
        }
    }

    mutating func episodes() -> [FoundEpisode] {
        (0..<Int.random(in: 0...14, using: &self)).map { _ in
            let start = tenths(0...600)
            let end = start + tenths(0...60)
            return FoundEpisode(Span(start, end), raised: start + tenths(0...20))
        }
    }

    private mutating func tenths(_ range: ClosedRange<Int>) -> Double {
        Double(Int.random(in: range, using: &self)) / 10
    }
}
