import Domain
import Episodes
import Testing

/// Readings of one track after another, handed to a tracker.
private struct Stretch {
    static let step = 0.2

    var tracker: EpisodeTracker
    var time = 0.0
    var minute = 720
    var opened: [Episode] = []
    var peaked: [Episode] = []
    var ended: [Episode] = []
    /// When each of `opened` and `ended` was said.
    var openings: [Double] = []
    var endings: [Double] = []

    init(_ zones: [Zone] = []) { tracker = EpisodeTracker(zones: zones) }

    /// Lets time pass with these tracks in every picture.
    mutating func pass(
        _ seconds: Double,
        scene: SceneState = .steady,
        _ tracks: (StreamTime) -> [Track] = { _ in [] }
    ) {
        let count = Int((seconds / Self.step).rounded())
        for _ in 0..<count {
            let now = StreamTime(seconds: time)
            let reading = MotionReading(time: now, scene: scene, tracks: tracks(now))
            let wall = WallTime(milliseconds: Int64(minute) * 60_000, offset: 0)
            take(tracker.step(reading, at: Stamp(moment: Moment(nanoseconds: 0), wall: wall)))
            time += Self.step
        }
    }

    mutating func finish() { take(tracker.finish()) }

    private mutating func take(_ events: [EpisodeEvent]) {
        for event in events {
            switch event {
            case .opened(let episode):
                opened.append(episode)
                openings.append(time)
            case .peaked(let episode): peaked.append(episode)
            case .ended(let episode):
                ended.append(episode)
                endings.append(time)
            }
        }
    }
}

/// A track that moves in the picture read, at `x`.
private func mover(
    _ id: Int = 1,
    x: Double = 0.2,
    area: Double = 0.01,
    score: Double = 0.9,
    moving: Bool = true
) -> (StreamTime) -> [Track] {
    { now in
        [
            Track(
                id: id,
                box: Box(x: x, y: 0.5, width: 0.1, height: 0.2),
                area: area,
                since: StreamTime(seconds: 0),
                lastMoved: moving ? now : StreamTime(seconds: -10),
                path: [Point(x: x, y: 0.6)],
                score: score
            )
        ]
    }
}

private func rectangle(from left: Double, to right: Double) -> Polygon {
    Polygon(
        points: [
            Point(x: left, y: 0), Point(x: right, y: 0), Point(x: right, y: 1),
            Point(x: left, y: 1),
        ]
    )
}

private let leftHalf = rectangle(from: 0, to: 0.5)
private let rightHalf = rectangle(from: 0.5, to: 1)

struct `An episode` {
    @Test func `opens after half a second of motion, and not before`() {
        var short = Stretch()
        short.pass(0.5, mover())
        short.pass(5)
        short.finish()
        #expect(short.opened.isEmpty)
        #expect(short.ended.isEmpty)

        var long = Stretch()
        long.pass(1)
        long.pass(2, mover())
        #expect(long.opened.map(\.start.seconds) == [1])
        #expect(long.openings.allSatisfy { $0 <= 1.81 })
        #expect(long.opened.first?.zone == "whole")
        #expect(long.opened.first?.kind == .motion)
    }

    @Test func `ends three seconds after the last motion, and says when that was`() throws {
        var stretch = Stretch()
        stretch.pass(2, mover())
        stretch.pass(2.8)
        #expect(stretch.ended.isEmpty)
        stretch.pass(0.4)
        let ended = try #require(stretch.ended.first)
        #expect(abs(ended.lastMotion.seconds - 1.8) < 0.001)
        #expect(abs(stretch.endings[0] - 4.8) < 0.21)
        stretch.finish()
        #expect(stretch.ended.count == 1)
    }

    @Test func `carries on through a pause, and not through a longer one`() {
        var stretch = Stretch()
        stretch.pass(2, mover())
        stretch.pass(2.4)
        stretch.pass(2, mover())
        #expect(stretch.opened.count == 1)
        stretch.pass(3.4)
        stretch.pass(2, mover())
        #expect(stretch.opened.map(\.number) == [1, 2])
        #expect(stretch.ended.map(\.number) == [1])
    }

    @Test func `needs a thing that goes somewhere`() {
        var stretch = Stretch()
        stretch.pass(5, mover(score: 0.4))
        #expect(stretch.opened.isEmpty)
    }

    @Test func `does not last because a thing stands there`() throws {
        var stretch = Stretch()
        stretch.pass(2, mover())
        stretch.pass(8, mover(moving: false))
        let ended = try #require(stretch.ended.first)
        #expect(abs(ended.lastMotion.seconds - 1.8) < 0.001)
    }

    @Test func `starts where a track began to move, though it was doubted at first`() throws {
        var stretch = Stretch()
        stretch.pass(1)
        stretch.pass(1, mover(score: 0.2))
        stretch.pass(1, mover(score: 0.8))
        #expect(stretch.opened.map(\.start.seconds) == [1])
    }

    @Test func `is not opened while the scene is unsettled`() {
        var stretch = Stretch()
        stretch.pass(3, scene: .unsettled, mover())
        stretch.pass(3, scene: .learning, mover())
        #expect(stretch.opened.isEmpty)
    }

    @Test func `ends when the stream does`() {
        var stretch = Stretch()
        stretch.pass(2, mover())
        stretch.finish()
        stretch.finish()
        #expect(stretch.ended.count == 1)
    }

    @Test func `has a peak that is told again only when a good deal more is seen`() {
        var stretch = Stretch()
        stretch.pass(1, mover(area: 0.010))
        stretch.pass(1, mover(area: 0.0105))
        #expect(stretch.peaked.isEmpty)
        stretch.pass(1, mover(area: 0.02))
        #expect(stretch.peaked.map(\.peak.area) == [0.02])
        stretch.pass(1, mover(area: 0.01))
        stretch.finish()
        #expect(stretch.ended.map(\.peak.area) == [0.02])
        #expect(stretch.ended.map { abs($0.peak.time.seconds - 2) < 0.001 } == [true])
    }

    @Test func `gives its reasons in words and numbers`() {
        var stretch = Stretch()
        stretch.pass(1, mover(x: 0.1))
        stretch.pass(1, mover(x: 0.58))
        stretch.pass(1, mover(2, x: 0.3))
        stretch.finish()
        #expect(stretch.ended.map(\.why) == ["2 tracks, 2.8 s, travelled 0.48 of the width"])
    }
}

struct `A zone` {
    private func zone(_ name: String, _ rule: ZoneRule, _ outline: Polygon) -> Zone {
        Zone(name: name, rule: rule, priority: .two, outline: outline)
    }

    @Test func `sees what is in it alone`() {
        var stretch = Stretch([zone("gate", .motion, leftHalf)])
        stretch.pass(3, mover(x: 0.7))
        #expect(stretch.opened.isEmpty)
        stretch.pass(3, mover(x: 0.1))
        #expect(stretch.opened.map(\.zone) == ["gate"])
        #expect(stretch.opened.map(\.priority) == [.two])
    }

    @Test func `has episodes of its own beside another's`() {
        var stretch = Stretch([
            zone("west", .motion, leftHalf), zone("east", .intrusion(hours: nil), rightHalf),
        ])
        stretch.pass(2) { mover(1, x: 0.1)($0) + mover(2, x: 0.7)($0) }
        #expect(stretch.opened.map(\.zone) == ["west", "east"])
        #expect(stretch.opened.map(\.kind) == [.motion, .intrusion])
        #expect(stretch.opened.map(\.number) == [1, 2])
        stretch.pass(4, mover(1, x: 0.1))
        #expect(stretch.ended.map(\.zone) == ["east"])
        stretch.finish()
        #expect(stretch.ended.map(\.zone) == ["east", "west"])
    }

    @Test func `is armed in its hours, past midnight too`() {
        let night = ZoneRule.intrusion(hours: Hours(start: 22 * 60, end: 6 * 60))
        func found(at minute: Int) -> Int {
            var stretch = Stretch([zone("yard", night, leftHalf)])
            stretch.minute = minute
            stretch.pass(2, mover())
            return stretch.opened.count
        }
        #expect([21 * 60 + 59, 6 * 60, 12 * 60].map(found) == [0, 0, 0])
        #expect([22 * 60, 23 * 60 + 59, 0, 5 * 60 + 59].map(found) == [1, 1, 1, 1])
    }

    @Test func `closes when its hours end`() {
        let rule = ZoneRule.intrusion(hours: Hours(start: 0, end: 60))
        var stretch = Stretch([zone("yard", rule, leftHalf)])
        stretch.minute = 59
        stretch.pass(2, mover())
        stretch.minute = 60
        stretch.pass(4, mover())
        #expect(stretch.opened.count == 1)
        #expect(stretch.ended.count == 1)
    }

    @Test func `that detects nothing leaves the whole picture watched`() {
        let line = [Point(x: 0, y: 0.5), Point(x: 1, y: 0.5)]
        var stretch = Stretch([
            zone("road", .ignore, rightHalf),
            zone("flats", .private, rightHalf),
            zone("kerb", .crossing(line: line, direction: .both), leftHalf),
            zone("bench", .loitering(seconds: 60), leftHalf),
        ])
        stretch.pass(2, mover())
        #expect(stretch.opened.map(\.zone) == ["whole"])
        #expect(stretch.opened.map(\.kind) == [.motion])
    }
}
