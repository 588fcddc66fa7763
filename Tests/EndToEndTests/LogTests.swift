import Delivery
import Domain
import Logging
import Testing
import watchpost

struct `A line of the log` {
    private static let time = WallTime("2026-11-23T15:14:20.100+08:00")!

    private static func record(_ metadata: Logger.Metadata = [:]) -> LogRecord {
        LogRecord(
            time: time,
            level: .warning,
            message: "camera gate offline: \"no\u{1B}[2J route\"\nnext try in 2 s",
            metadata: metadata
        )
    }

    @Test func `is a sentence for people, on one line and without orders to the terminal`() {
        let sentence = "camera gate offline: \"no [2J route\" next try in 2 s"
        #expect(
            LogForm.text.line(Self.record())
                == "2026-11-23T15:14:20.100+08:00 warning \(sentence)"
        )
        #expect(LogForm.journal.line(Self.record()) == "<4>\(sentence)")
    }

    @Test func `is an object with its fields for programs`() {
        let record = Self.record([
            "event": "camera.offline", "camera": "gate", "retryIn": .stringConvertible(2.5),
        ])
        #expect(
            LogForm.json.line(record) == #"{"time":"2026-11-23T15:14:20.100+08:00","#
                + #""level":"warning","event":"camera.offline","#
                + #""message":"camera gate offline: \"no\u001b[2J route\"\u000anext try in 2 s","#
                + #""camera":"gate","retryIn":2.5}"#
        )
    }

    @Test func `says how many of its kind were held back`() {
        var record = Self.record()
        record.held = LogRecord.Held(count: 12, since: Self.time)
        #expect(LogForm.text.line(record).hasSuffix("next try in 2 s (and 12 more since 15:14:20)"))
        #expect(
            LogForm.json.line(record)
                .hasSuffix(#""more":12,"since":"2026-11-23T15:14:20.100+08:00"}"#)
        )
    }
}

struct `The gate of the log` {
    private var gate = LogGate()
    private let start = Stamp(
        moment: Moment(nanoseconds: 0),
        wall: WallTime("2026-11-23T15:00:00+08:00")!
    )

    private func line(_ event: String, _ camera: String, at seconds: Double) -> LogRecord {
        LogRecord(
            time: start.wall.advanced(bySeconds: seconds),
            level: .warning,
            message: "at \(seconds)",
            metadata: ["event": "\(event)", "camera": "\(camera)"]
        )
    }

    private mutating func take(
        _ event: String, _ camera: String, at seconds: Double
    ) -> LogGate.Verdict {
        let now = start.moment.advanced(bySeconds: seconds)
        return gate.take(line(event, camera, at: seconds), at: now)
    }

    private mutating func released(at seconds: Double, isEnd: Bool = false) -> [LogRecord] {
        gate.release(at: start.moment.advanced(bySeconds: seconds), isEnd: isEnd)
    }

    @Test mutating func `lets the first line of each cause through at once`() {
        #expect(take("camera.offline", "a", at: 0) == .pass)
        #expect(take("camera.offline", "b", at: 0) == .pass)
        #expect(take("camera.online", "a", at: 1) == .pass)
        #expect(take("camera.offline", "a", at: 60) == .pass)
    }

    @Test mutating func `holds what comes within a minute, and lets out the newest and a count`() {
        #expect(take("camera.offline", "a", at: 0) == .pass)
        let due = start.moment.advanced(bySeconds: LogGate.pause)
        #expect(take("camera.offline", "a", at: 10) == .hold(until: due))
        #expect(take("camera.offline", "a", at: 20) == .held)
        #expect(take("camera.offline", "a", at: 30) == .held)
        #expect(released(at: 59.9).isEmpty)
        let all = released(at: 60)
        #expect(all.map(\.message) == ["at 30.0"])
        #expect(all.first?.held?.count == 2)
        #expect(all.first?.held?.since == start.wall.advanced(bySeconds: 10))
        // The pause begins again with what was let out.
        #expect(take("camera.offline", "a", at: 61) != .pass)
        #expect(released(at: 120).first?.held == nil)
        #expect(released(at: 400).isEmpty)
        #expect(take("camera.offline", "a", at: 500) == .pass)
    }

    @Test mutating func `lets everything out at the end`() {
        #expect(take("camera.offline", "a", at: 0) == .pass)
        _ = take("camera.offline", "a", at: 1)
        #expect(released(at: 2, isEnd: true).map(\.message) == ["at 1.0"])
    }

    @Test mutating func `knows no more causes than its bound`() {
        for number in 0..<LogGate.bound {
            #expect(take("camera.offline", "\(number)", at: 0) == .pass)
        }
        // Those beyond share one pause.
        #expect(take("camera.offline", "x", at: 1) == .pass)
        #expect(take("camera.offline", "y", at: 1) != .pass)
        // Those whose pause is over make room.
        #expect(take("camera.offline", "z", at: 70) == .pass)
        #expect(take("camera.offline", "w", at: 70) == .pass)
    }
}

struct `Lines that nobody reads` {
    @Test func `are dropped beyond a bound, and counted`() {
        var buffer = LogBuffer()
        for number in 0..<(LogBuffer.lines + 7) { buffer.append("line \(number)") }
        let (lines, lost) = buffer.take()
        #expect(lines.count == LogBuffer.lines)
        #expect(lines.first == "line 0")
        #expect(lost == 7)
        #expect(buffer.lost == 7)
        #expect(buffer.take() == ([], 0))
    }

    @Test func `are bounded in bytes too`() {
        var buffer = LogBuffer()
        let long = String(repeating: "x", count: LogBuffer.bytes / 2)
        for _ in 0..<3 { buffer.append(long) }
        #expect(buffer.take() == ([long, long], 1))
    }
}
