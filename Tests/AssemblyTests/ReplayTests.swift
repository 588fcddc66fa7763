import Assembly
import Domain
import Foundation
import Media
import Testing

struct `A replay` {
    /// Where a block stands, in seconds of the recording: it crosses from 4 to 8 s.
    private static let crossing = 4.0...8.0

    /// A raw H.264 recording of 12 s, 320×180, 25/s, at a path that is the caller's to remove.
    private func recording() throws -> String {
        let (width, height, rate) = (320, 180, 25)
        let encoder = try VideoEncoder(
            VideoEncoder.Settings(
                width: width, height: height, rate: rate, gopPictures: 50, bitRate: 500_000
            )
        )
        let chroma = [UInt8](repeating: 128, count: width * height / 4)
        let street = (0..<width * height).map { pixel in
            UInt8(70 + pixel % width / 20 % 5 * 16 + pixel / width / 12 % 4 * 14)
        }
        var pictures: [EncodedPicture] = []
        for number in 0..<12 * rate {
            var luma = street
            let seconds = Double(number) / Double(rate)
            if Self.crossing.contains(seconds) {
                let left = Int((seconds - Self.crossing.lowerBound) * 70)
                for row in 90..<130 {
                    for column in left..<min(width, left + 16) { luma[row * width + column] = 28 }
                }
            }
            pictures += try encoder.encode(luma: luma, cb: chroma, cr: chroma)
        }
        pictures += try encoder.finish()
        let units = encoder.parameterSets + pictures.flatMap(\.units)
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("watchpost-replay-\(UUID().uuidString).h264").path
        try Data(units.flatMap { [0, 0, 0, 1] + $0 }).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func replay(
        _ path: String,
        as camera: Camera = Replay.anyCamera
    ) throws -> (found: [Replay.Finding], outcome: Replay.Outcome) {
        var found: [Replay.Finding] = []
        let start = WallTime(milliseconds: 0, offset: 0)
        let outcome = try Replay(as: camera, wall: start).run(path) { found.append($0) }
        return (found, outcome)
    }

    private func camera(_ zones: [Zone]) -> Camera {
        var camera = Replay.anyCamera
        camera.id = "gate"
        camera.zones = zones
        return camera
    }

    private func zone(_ name: String, _ rule: ZoneRule, from top: Double) -> Zone {
        Zone(
            name: name,
            rule: rule,
            outline: Polygon(
                points: [
                    Point(x: 0, y: top), Point(x: 1, y: top), Point(x: 1, y: 1), Point(x: 0, y: 1),
                ]
            )
        )
    }

    @Test func `finds what crosses the picture, once it has been read`() throws {
        let path = try recording()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (found, outcome) = try replay(path)
        #expect(outcome.error == nil)
        #expect(outcome.pictures == 300)
        #expect(outcome.packets >= 300)
        #expect(outcome.assumedRate == 25)
        let line = ReplayLine(try #require(found.first))
        #expect(found.count == 1)
        #expect(line.kind == "motion")
        #expect(line.zone == "whole")
        #expect(line.camera == "replay")
        #expect(abs(line.start - Self.crossing.lowerBound) < 0.5)
        #expect(abs(line.end - Self.crossing.upperBound) < 0.5)
        #expect((line.start + 0.5...line.start + 1.5).contains(line.raised))
        #expect(line.peak.box.count == 4)
        #expect((0.5...1).contains(line.score))
        #expect(line.why.hasPrefix("1 track, "))
    }

    @Test func `goes by a camera's zones, armed whatever their hours`() throws {
        let path = try recording()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let never = ZoneRule.intrusion(hours: Hours(start: 0, end: 0))
        let yard = try replay(path, as: camera([zone("yard", never, from: 0.4)]))
        #expect(yard.found.map(\.episode.zone) == ["yard"])
        #expect(yard.found.map(\.episode.kind) == [.intrusion])
        #expect(yard.found.map(\.camera) == ["gate"])
        let hidden = try replay(path, as: camera([zone("flats", .private, from: 0.4)]))
        #expect(hidden.found.isEmpty)
        #expect(hidden.outcome.pictures == 300)
    }

    @Test func `says why a file could not be read`() throws {
        let (found, outcome) = try replay("/nowhere/gate.mp4")
        #expect(found.isEmpty)
        #expect(outcome.pictures == 0)
        #expect(outcome.error?.kind == .notFound)
    }
}

/// Real clips, in `$WATCHPOST_CLIPS` or beside the project; they are no part of it.
private enum ReplayedClips {
    static let folder: String? = {
        let places = [
            ProcessInfo.processInfo.environment["WATCHPOST_CLIPS"], "../shared/video",
        ]
        return places.compactMap { $0 }.first {
            FileManager.default.fileExists(atPath: $0 + "/intel_car-detection.mp4")
        }
    }()
}

@Suite(.enabled(if: ReplayedClips.folder != nil, "no clips in $WATCHPOST_CLIPS or ../shared/video"))
struct `A replayed clip` {
    private func found(in name: String) throws -> [ReplayLine] {
        let path = try #require(ReplayedClips.folder) + "/" + name
        var lines: [ReplayLine] = []
        _ = try Replay(as: Replay.anyCamera, wall: WallTime(milliseconds: 0, offset: 0))
            .run(path) { lines.append(ReplayLine($0)) }
        return lines
    }

    @Test(arguments: ["dvrscan_issue53_brightness.avi", "frigate_pr18124_motion_3.mp4"])
    func `of light alone has no episode`(name: String) throws {
        #expect(try found(in: name).isEmpty)
    }

    /// Where something moves, as labelled, in seconds; what lies less than 3 s apart is one.
    @Test(arguments: [
        ("intel_car-detection.mp4", [4.3...8.6, 13.9...18.6, 25.0...27.9]),
        ("intel_bottle-detection.mp4", [5.6...7.3, 11.1...18.3, 21.9...37.0]),
        ("intel_one-by-one-person.mp4", [5.9...45.3, 50.1...70.5, 74.4...87.4, 92.0...136.7]),
        ("opencv_tree_hand.avi", [23.2...29.6]),
    ])
    func `has episodes where something moves, and nowhere else`(
        name: String,
        motion: [ClosedRange<Double>]
    ) throws {
        let lines = try found(in: name)
        for stretch in motion {
            #expect(lines.contains { stretch.contains($0.raised) }, "\(stretch)")
        }
        for line in lines {
            #expect(
                motion.contains {
                    $0.lowerBound - 1 < line.start && line.end < $0.upperBound + 1.5
                },
                "\(line.start)–\(line.end)"
            )
        }
    }
}
