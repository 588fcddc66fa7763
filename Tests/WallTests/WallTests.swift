import Foundation
import Testing

struct `The house` {
    private static let sources = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources")

    @Test func `keeps its walls`() throws {
        let manager = FileManager.default
        var files = 0
        for name in try manager.contentsOfDirectory(atPath: Self.sources.path).sorted() {
            let room = try #require(Room.byName[name], "Sources/\(name) is no room of the table")
            let folder = Self.sources.appending(path: name)
            let paths = manager.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
            for path in try #require(paths).sorted() where path.hasSuffix(".swift") {
                let source = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
                let file = "Sources/\(name)/\(path)"
                files += 1
                for violation in WallChecker.violations(in: source, room: room, file: file) {
                    Issue.record("\(violation)")
                }
            }
        }
        #expect(files > 50, "read only \(files) files of \(Self.sources.path)")
    }

    @Test func `has rooms that rest on lower floors alone`() {
        for room in Room.all {
            for name in room.rooms {
                #expect(Room.byName[name].map { $0.floor < room.floor } == true, "\(room.name)")
            }
        }
    }
}

struct `The wall checker` {
    private func found(_ room: String, _ source: String) throws -> [String] {
        let room = try #require(Room.byName[room])
        return WallChecker.violations(in: source, room: room, file: "F.swift").map(\.description)
    }

    @Test(arguments: [
        ("Domain", "import Foundation", "may not import Foundation"),
        ("Vision", "package import Episodes", "may not import Episodes"),
        ("Desk", "internal import Dispatch", "may not import Dispatch"),
        ("Desk", "@preconcurrency import Glibc", "may not import Glibc"),
        ("Episodes", "import struct Foundation.Date", "may not import Foundation"),
        ("Cameras", "private import class Media.Packet", "may not import Media"),
        ("Web", "@_spi(X) import Storage", "may not import Storage"),
        ("Storage", "import `Yams`", "may not import Yams"),
        ("watchpost", "import CFFmpeg", "may not import CFFmpeg"),
        ("Media", "#if os(Linux)\nimport Yams\n#endif", "may not import Yams"),
        (
            "Web", "@_exported import Domain",
            "hands on what it imports (@_exported), around every wall"
        ),
        ("Web", "let a = 1; Task { await b() }", "starts a task; only Assembly does"),
        (
            "watchpost", "Task\n    .detached(priority: .high) {}",
            "starts a task; only Assembly does"
        ),
        ("Media", "let t: Any = Task<Void, Never> {}", "starts a task; only Assembly does"),
        ("Media", "_ = Task(priority: .low) {}", "starts a task; only Assembly does"),
        (
            "Assembly", "let now = Date()",
            "reads a clock (Date); the time is handed in as a CityClock"
        ),
        (
            "Web", "let now = Date . now",
            "reads a clock (Date); the time is handed in as a CityClock"
        ),
        ("Media", "Date.init()", "reads a clock (Date); the time is handed in as a CityClock"),
        (
            "Desk", "Date(timeIntervalSinceNow: 3)",
            "reads a clock (Date); the time is handed in as a CityClock"
        ),
        (
            "Assembly", "ContinuousClock().now",
            "reads a clock (ContinuousClock); the time is handed in as a CityClock"
        ),
        (
            "Web", "let c = SuspendingClock()",
            "reads a clock (SuspendingClock); the time is handed in as a CityClock"
        ),
        (
            "Media", "clock_gettime(CLOCK_REALTIME, &t)",
            "reads a clock (clock_gettime); the time is handed in as a CityClock"
        ),
        (
            "Desk", "Int.random(in: 0..<f(using: 3))",
            "asks chance (random); randomness is handed in or seeded"
        ),
        ("Desk", "Bool.random()", "asks chance (random); randomness is handed in or seeded"),
        ("Vision", "a.shuffled()", "asks chance (shuffled); randomness is handed in or seeded"),
        (
            "Vision", "a.randomElement()",
            "asks chance (randomElement); randomness is handed in or seeded"
        ),
        ("Delivery", "let id = UUID()", "asks chance (UUID); randomness is handed in or seeded"),
        (
            "Web", "var g = SystemRandomNumberGenerator()",
            "asks chance (SystemRandomNumberGenerator); randomness is handed in or seeded"
        ),
        ("watchpost", "print(\"ready\")", "calls print; lines leave through Output"),
        ("Media", "Swift.print(1)", "calls print; lines leave through Output"),
        ("Web", "let p: AVPacket", "names FFmpeg (AVPacket); only Media does"),
        ("Assembly", "av_read_frame(c, p)", "names FFmpeg (av_read_frame); only Media does"),
        ("Assembly", "let pool: DatabasePool", "names GRDB (DatabasePool); only Storage does"),
        ("Storage", "PQexec(c, q)", "names libpq (PQexec); only Cluster does"),
        (
            "Web", "let text = \"at \\(Date())\"",
            "reads a clock (Date); the time is handed in as a CityClock"
        ),
        (
            "Web", "let text = #\"a \\(x) \\#(Date())\"#",
            "reads a clock (Date); the time is handed in as a CityClock"
        ),
    ])
    func `finds what is planted`(room: String, source: String, message: String) throws {
        let all = try found(room, "// first\n\(source)\n")
        #expect(all.count == 1, "\(all)")
        #expect(all.first?.hasSuffix(": \(room) \(message)") == true, "\(all)")
    }

    @Test func `names the line, after comments and strings of many`() throws {
        let source = """
            /* one /* two */
            */
            let text = \"""
                Date()
                \\(a("print(1)"))
                \"""
            Task {}
            """
        #expect(try found("Web", source) == ["F.swift:7: Web starts a task; only Assembly does"])
    }

    @Test(arguments: [
        ("Desk", "import Domain\nimport DequeModule\nimport Swift"),
        ("Cameras", "package import Desk\nimport Yams\nimport Foundation"),
        ("Assembly", "Task { }; Task.detached {}"),
        ("Media", "av_packet_alloc(); let p: AVPacket"),
        ("Storage", "let pool: DatabasePool"),
        ("watchpost", "let now = Date(); ContinuousClock.now; UUID(); Int.random(in: 0..<3)"),
        ("Desk", "// Task {} Date()\n/* print(1) */ let a = \"import Foundation Date()\""),
        ("Desk", "let r = Int.random(in: 0..<3, using: &generator)"),
        ("Desk", "a.shuffled(using: &g); let jitter = world.random()"),
        ("Web", "try await Task.sleep(for: .seconds(1)); Task.isCancelled"),
        ("Web", "await withTaskGroup(of: Void.self) { $0.addTask { } }"),
        ("Web", "func print(_ a: Int) {}; enum E { case print(Int) }; outlet.print(1)"),
        ("Web", "let start = Date(timeIntervalSince1970: 3)"),
        ("Desk", "let date: Date; case import(Int); let avenue = 1; let PQR = 2"),
    ])
    func `lets pass what is allowed`(room: String, source: String) throws {
        #expect(try found(room, source) == [])
    }
}
