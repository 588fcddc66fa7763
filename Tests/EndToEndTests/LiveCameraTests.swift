import CameraSimulator
import Domain
import Foundation
import Subprocess
import Synchronization
import SystemPackage
import Testing

/// A stretch of time in which something moves.
struct Visit: Sendable {
    var start: Date
    var end: Date

    /// Joins visits with less than `pause` seconds between them.
    static func groups(of visits: [Visit], pause: Double) -> [Visit] {
        visits.sorted { $0.start < $1.start }.reduce(into: []) { groups, visit in
            if let last = groups.last, visit.start.timeIntervalSince(last.end) < pause {
                groups[groups.count - 1].end = max(last.end, visit.end)
            } else {
                groups.append(visit)
            }
        }
    }

    func holds(_ moment: Date, tolerance: Double) -> Bool {
        moment > start - tolerance && moment < end + tolerance
    }
}

/// Every visit has a raise of its own, and nothing is raised between them.
private func judge(_ raises: [Date], against visits: [Visit], _ name: String) {
    for visit in visits {
        #expect(
            raises.contains { visit.holds($0, tolerance: 1) },
            "\(name): nothing was raised from \(visit.start) to \(visit.end)"
        )
    }
    for raise in raises {
        #expect(
            visits.contains { $0.holds(raise, tolerance: 1) },
            "\(name): something was raised at \(raise), when nothing moved"
        )
    }
}

private func camera(_ id: String, url: String) -> String {
    "  - { id: \(id), name: \(id), url: \"\(url)\", station: jn-017, credentials: test }\n"
}

private let login: [Environment.Key: String] = ["WATCHPOST_CREDENTIAL_TEST": "viewer:p@:/#?"]

struct `A live camera` {
    @Test(.timeLimit(.minutes(4)))
    func `that shows a rendered street raises each visit and nothing between`() async throws {
        let box = TruthBox()
        let server = CameraServer(
            CameraServer.Settings(
                cameras: 1,
                scene: StreetScene.Settings(seed: 5, width: 640, height: 360, loopSeconds: 45),
                bitRate: 500_000,
                authentication: Authentication(
                    .digest,
                    Credentials(user: "viewer", password: "p@:/#?")
                )
            ),
            clock: TestClock(),
            random: { UInt64.random(in: .min ... .max) },
            truth: { box.add($0) }
        )
        let urls = try await server.start()
        let stage = try Stage(cameras: "cameras:\n" + camera("street", url: urls[0]), join: 0)
        let events = try await stage.withNode(environment: login) { node in
            var events: [QueueEvent] = []
            try await node.follow("jn-017") { event in
                events.append(event)
                // The second pass's first visit shows that the first pass is over.
                guard event.type == "raised", let second = box.visits(ofLoop: 1).first
                else { return false }
                return event.start! > second.start - 1
            }
            #expect(!node.said.contains("p@:"), "the log shows the password")
            return events
        }
        await server.stop()
        let first = Visit.groups(of: box.visits(ofLoop: 0), pause: 3)
        let over = try #require(box.visits(ofLoop: 1).first).start - 1
        let raises = events.filter { $0.type == "raised" }.compactMap(\.start).filter { $0 < over }
        #expect(first.count >= 2)
        judge(raises, against: first, "street")
    }
}

/// The simulator's truth, as it comes.
private final class TruthBox: Sendable {
    private struct Line: Decodable {
        var loop: Int
        var start_at: String
        var end_at: String
    }

    private let lines = Mutex<[Line]>([])

    func add(_ text: String) {
        guard let line = try? JSONDecoder().decode(Line.self, from: Data(text.utf8)) else { return }
        lines.withLock { $0.append(line) }
    }

    func visits(ofLoop loop: Int) -> [Visit] {
        lines.withLock { $0 }.filter { $0.loop == loop }.compactMap { line in
            guard let start = Date(rfc3339: line.start_at), let end = Date(rfc3339: line.end_at)
            else { return nil }
            return Visit(start: start, end: end)
        }.sorted { $0.start < $1.start }
    }
}

struct TestClock: CityClock {
    func now() -> Stamp {
        Stamp(
            moment: Moment(nanoseconds: Int64(DispatchTime.now().uptimeNanoseconds)),
            wall: WallTime(
                milliseconds: Int64(Date().timeIntervalSince1970 * 1000),
                offset: 8 * 3600
            )
        )
    }
}

// MARK: A server that nobody here wrote

/// What lies beside the repository, or where `WATCHPOST_CLIPS` says.
enum Clips {
    static let folder =
        ProcessInfo.processInfo.environment["WATCHPOST_CLIPS"]
        ?? "\(Stage.repository)../shared/video"
    static let people = "\(folder)/intel_one-by-one-person.mp4"
    static let server = "\(folder)/../tools/rtsp_server.py"

    static var hasServer: Bool {
        [people, server, "/usr/lib/x86_64-linux-gnu/girepository-1.0/GstRtspServer-1.0.typelib"]
            .allSatisfy { FileManager.default.fileExists(atPath: $0) }
    }
}

@Suite(
    .enabled(
        if: Clips.hasServer,
        "needs the clips in ../shared/video or $WATCHPOST_CLIPS, and GStreamer's RTSP server"
    )
)
struct `A camera served by GStreamer` {
    /// The four groups of visits of the clip, in seconds; two pauses are shorter than 3 s.
    private static let groups = [(5.9, 45.3), (50.1, 70.5), (74.4, 87.4), (92.0, 136.7)]

    @Test(.timeLimit(.minutes(6)), arguments: [false, true])
    func `raises each group of visits and nothing between`(withDigest: Bool) async throws {
        let login = withDigest ? ["--user", "viewer", "--password", "p@:/#?"] : []
        let port = withDigest ? 18_562 : 18_561
        _ = try await run(
            .path("/usr/bin/python3"),
            arguments: Arguments([Clips.server, "--port", "\(port)", Clips.people] + login),
            input: .none,
            output: .sequence,
            error: .discarded
        ) { server in
            var lines = server.standardOutput.strings().makeAsyncIterator()
            while let line = try await lines.next(), line != "ready" {}
            try await watch("rtsp://127.0.0.1:\(port)/cam0")
            try server.send(signal: .terminate)
        }
    }

    private func watch(_ url: String) async throws {
        let stage = try Stage(cameras: "cameras:\n" + camera("people", url: url), join: 0)
        let (raises, began) = try await stage.withNode(environment: login) { node in
            var raises: [Date] = []
            var began = Date.distantPast
            try await node.follow("jn-017") { event in
                // Later it may have been unwell for a while, and be online since then.
                if event.type == "camera.online" { began = try await firstPicture(node) }
                guard event.type == "raised", let start = event.start else { return false }
                raises.append(start)
                // The clip begins again after 139.4 s; its first visit shows that the pass is over.
                return start > began + 139.4
            }
            #expect(!node.said.contains("p@:"), "the log shows the password")
            let status = try await status(of: node)
            #expect(status["dropped"] as? Int == 0, "this machine is too busy for one camera")
            return (raises.dropLast().map { $0 }, began)
        }
        let visits = Self.groups.map { Visit(start: began + $0.0, end: began + $0.1) }
        judge(raises, against: visits, "people")
    }

    private func firstPicture(_ node: RunningNode) async throws -> Date {
        let status = try await status(of: node)
        return try #require((status["since"] as? String).flatMap(Date.init(rfc3339:)))
    }

    private func status(of node: RunningNode) async throws -> [String: Any] {
        let camera = try await node.get("/v1/cameras/people").object
        return try #require(camera["status"] as? [String: Any])
    }
}
