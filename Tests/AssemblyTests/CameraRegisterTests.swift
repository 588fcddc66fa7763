import Assembly
import Delivery
import Domain
import Foundation
import Media
import Testing

struct `A plan of cameras` {
    private static func watched(_ cameras: [Camera]) -> [CameraID: WatchedCamera] {
        Dictionary(uniqueKeysWithValues: cameras.map { ($0.id, WatchedCamera($0)) })
    }

    private static func camera(_ id: CameraID, name: String = "A") -> Camera {
        Camera(id: id, name: name, url: "rtsp://10.0.0.1/\(id)", station: "s", grid: "g")
    }

    @Test func `touches nothing that is as it was`() {
        let old = Self.watched([Self.camera("a"), Self.camera("b"), Self.camera("c")])
        let new = Self.watched([Self.camera("a"), Self.camera("b", name: "B"), Self.camera("d")])
        let plan = CameraPlan(from: old, to: new)
        #expect(plan.keep == ["a"])
        #expect(plan.stop == ["b", "c"])
        #expect(plan.start.map(\.camera.id) == ["b", "d"])
        #expect(plan.added == ["d"])
        #expect(plan.changed == ["b"])
        #expect(plan.removed == ["c"])
        #expect(CameraPlan(from: new, to: new).isEmpty)
    }

    @Test func `begins a camera anew whose password has changed`() {
        let camera = Self.camera("a")
        let plan = CameraPlan(
            from: ["a": WatchedCamera(camera, credentials: Credentials(user: "u", password: "1"))],
            to: ["a": WatchedCamera(camera, credentials: Credentials(user: "u", password: "2"))]
        )
        #expect(plan.changed == ["a"])
    }
}

struct `A watch over files` {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("watchpost-watch-\(UUID().uuidString)").path

    private func write(_ name: String, _ text: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }

    private var stamps: FileStamps { FileStamps(files: ["\(folder)/../other"], folder: folder) }

    @Test func `reads what has changed once nobody writes to it any more`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write("a.yaml", "1")
        var watch = FileWatch(stamps)
        var isDue = watch.look(stamps)
        #expect(!isDue, "nothing has changed")
        for text in ["12", "123"] {
            try write("a.yaml", text)
            isDue = watch.look(stamps)
            #expect(!isDue, "somebody may still write")
        }
        isDue = watch.look(stamps)
        #expect(isDue)
        isDue = watch.look(stamps)
        #expect(!isDue, "it is read")
    }

    @Test func `sees files that come and go, and the folder with them`() throws {
        try write("a.yaml", "1")
        var watch = FileWatch(stamps)
        try write("b.yaml", "1")
        let looks = [watch.look(stamps), watch.look(stamps)]
        #expect(looks == [false, true])
        try FileManager.default.removeItem(atPath: folder)
        let last = [watch.look(stamps), watch.look(stamps), watch.look(stamps)]
        #expect(last == [false, true, false])
    }

    @Test func `passes over what editors and others put beside a file, however often`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write("a.yaml", "1")
        let before = stamps
        for name in [".a.yaml.swp", ".a.yaml", "a.yaml~", "gate.jpg"] {
            try write(name, "1")
            #expect(stamps == before, "\(name)")
        }
        try write("b.yml", "1")
        #expect(stamps != before)
    }

    @Test func `follows a link to the file that is written`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write("real.txt", "1")
        let link = "\(folder)/a.yaml"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "real.txt")
        let before = stamps
        try write("real.txt", "12")
        #expect(stamps != before)
    }
}

struct `A verdict on a stream` {
    private static var sound: StreamReport {
        var report = StreamReport(transport: "tcp")
        report.codec = "h264"
        (report.width, report.height, report.rate) = (1280, 720, 12)
        report.keyframeInterval = .init(seconds: 2, pictures: 24)
        report.bitsPerSecond = 1_040_000
        (report.pictures, report.seconds) = (49, 4)
        return report
    }

    @Test func `says what a sound one is`() {
        let verdict = ProbeVerdict(Self.sound)
        #expect(verdict.fitness == .fit)
        #expect(verdict.text == "fit: h264 1280x720 12/s, a keyframe every 2.0 s, 1.0 Mb/s")
    }

    @Test func `says what is to be done to one that is not as it should be`() {
        var report = Self.sound
        report.keyframeInterval = .init(seconds: 10, pictures: 120)
        report.notices = [.packetsAreLost(7)]
        let verdict = ProbeVerdict(report)
        #expect(verdict.fitness == .limited)
        #expect(
            verdict.text
                == "fit, but: 7 packets lost on the way; use 'transport: tcp', or mend the network; "
                + "keyframes every 10 s: alerts after a reconnect come late; set 1 to 2 s (h264 1280x720 12/s, a "
                + "keyframe every 10.0 s, 1.0 Mb/s)"
        )
    }

    @Test(arguments: [
        (3840, 2160, 12.0, "3840x2160 costs 9 times what 1280x720 does"),
        (160, 120, 12, "160x120 shows little of a person"),
        (1280, 720, 1, "1 pictures a second: who moves fast is missed"),
        (1280, 720, 60, "60 pictures a second cost much"),
    ])
    func `names a size or rate that does not do`(
        width: Int, height: Int, rate: Double, words: String
    ) {
        var report = Self.sound
        (report.width, report.height, report.rate) = (width, height, rate)
        #expect(ProbeVerdict(report).fitness == .limited)
        #expect(ProbeVerdict(report).text.hasPrefix("fit, but: \(words)"))
    }

    @Test func `says why one is not fit`() {
        var report = StreamReport(transport: "tcp")
        report.error = MediaError(
            .unreachable, doing: "opening rtsp://10.0.0.1/a", reason: "connection refused")
        #expect(ProbeVerdict(report).fitness == .unfit)
        #expect(
            ProbeVerdict(report).text == "not fit: opening rtsp://10.0.0.1/a: connection refused")
    }
}
