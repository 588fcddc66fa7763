import CameraSimulator
import Domain
import Foundation
import Media
import Testing

@Suite(.serialized) struct `The truth` {
    /// A line of `--truth`, as others read it.
    private struct Line: Decodable {
        var camera: String
        var loop: Int
        var kind: TruthEvent.Kind
        var start: Double
        var end: Double
        var start_at: WallTime
        var end_at: WallTime
        var boxes: [[Double]]
        var fault: String?
        var fault_windows: [[Double]]?
    }

    @Test func `says for each camera who is where when, by stream and by wall`() async throws {
        let lines = Lines()
        let before = MachineClock().now().wall
        try await withServer(cameras: 3, truth: lines) { _, urls, port in
            // Two loops and a little.
            let client = try RTSPClient(port: port)
            try client.play(urls[0])
            for _ in 0..<40 { _ = try client.picture() }
        }
        let decoded = try lines.all.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        let first = try #require(decoded.first { $0.camera == "cam0" && $0.loop == 0 })
        let second = try #require(decoded.first { $0.camera == "cam0" && $0.loop == 1 })
        let neighbour = try #require(decoded.first { $0.camera == "cam2" && $0.loop == 1 })
        #expect(first.kind == .car)
        #expect(abs(second.start - first.start - 2) < 0.002)
        #expect(first.boxes.count == second.boxes.count)
        #expect(neighbour.start < second.start)
        for line in decoded {
            #expect(line.start == line.boxes.first?[0])
            #expect(line.end == line.boxes.last?[0])
            #expect(abs(line.end_at.seconds(since: line.start_at) - (line.end - line.start)) < 0.01)
            for box in line.boxes {
                #expect(box.count == 5)
                #expect(box[1] >= 0 && box[2] >= 0 && box[3] > 0 && box[4] > 0)
                #expect(box[1] + box[3] <= 1.0001 && box[2] + box[4] <= 1.0001)
            }
        }
        let offset = first.start_at.seconds(since: before) - first.start
        #expect(offset >= 0 && offset < MachineClock().now().wall.seconds(since: before))
    }

    @Test(.timeLimit(.minutes(5)))
    func `names the fault of an event within its window`() async throws {
        let lines = Lines()
        let clock = ManualClock()
        // Each loop of two seconds shows one car; every second loop is frozen.
        let plan = FaultPlan([.freeze], cameras: 1, every: 4, lasting: 2)
        try await withServer(truth: lines, faults: plan, clock: clock) { _, urls, port in
            clock.advance(to: 5.9)
            // Each round trip lets the server's timer come to it.
            let client = try RTSPClient(port: port)
            while lines.all.count < 5 { _ = try client.ask("OPTIONS", urls[0]) }
        }
        let decoded = try lines.all.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        let faulty = decoded.filter { $0.camera == "cam0" }.sorted { $0.loop < $1.loop }
        #expect(faulty.map(\.fault) == [nil, "freeze", nil])
        #expect(faulty[1].fault_windows == [[2, 4]])
        #expect(decoded.allSatisfy { $0.camera == "cam0" || $0.fault == nil })
    }

    @Test func `can go with a raw recording of the scene, which has whole groups`() throws {
        let scene = StreetScene(
            StreetScene.Settings(width: 160, height: 96, rate: 12, loopSeconds: 2)
        )
        let folder = FileManager.default.temporaryDirectory
        let path = folder.appendingPathComponent("watchpost-\(UUID().uuidString).h264").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try scene.writeRecording(to: path, seconds: 3, gopPictures: 12)
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        #expect(bytes.starts(with: [0, 0, 0, 1, 0x67]))
        // Pictures: units of type 1 and 5; keyframes at 0, 12, 24.
        var types: [UInt8] = []
        for index in bytes.indices.dropLast(4) where bytes[index..<index + 4] == [0, 0, 0, 1] {
            types.append(bytes[index + 4] & 0x1F)
        }
        #expect(types.count { $0 == 1 || $0 == 5 } == 36)
        #expect(types.count { $0 == 5 } == 3)
        #expect(types.count { $0 == 7 } == 3)
    }
}
