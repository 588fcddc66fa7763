import Domain
import Testing
import Vision

struct `A motion detector` {
    /// A person who walks across the picture in 8 s.
    private func walk(_ time: Double, _ canvas: inout Canvas) {
        canvas.fill(x: -20 + time * 80, y: 200, width: 20, height: 60, level: 20)
    }

    @Test func `is silent before noise alone`() {
        var watched = WatchedView()
        #expect(watched.pass(20, noise: 6).motion.isEmpty)
    }

    @Test func `follows a person from the first second to the last`() throws {
        var watched = WatchedView()
        watched.pass(3)
        let readings = watched.pass(8, walk)
        let start = try #require(readings.first).time
        let first = try #require(readings.motion.first)
        #expect(first.lastMoved - start < 1.3)
        #expect(first.since - start < 0.5)
        #expect(Set(readings.motion.map(\.id)).count == 1)
        let last = try #require(readings.motion.last)
        #expect(last.lastMoved - start > 7.5)
        let middle = readings.motion[readings.motion.count / 2]
        let truth = Box(
            x: (-20 + (middle.lastMoved - start) * 80) / 640,
            y: 200.0 / 360,
            width: 20.0 / 640,
            height: 60.0 / 360
        )
        #expect(middle.box.intersection(truth).area > 0.6 * middle.box.union(truth).area)
        #expect((2...32).contains(last.path.count))
        #expect(last.path.last!.x - last.path.first!.x > 0.8)
        #expect(watched.pass(4).motion.isEmpty)
    }

    @Test func `sees a figure of 4 by 8 pixels`() {
        var watched = WatchedView(RenderedView(width: 320, height: 240))
        watched.pass(3)
        let readings = watched.pass(8) { time, canvas in
            canvas.fill(x: 120 + time * 24, y: 300, width: 8, height: 16, level: 225)
        }
        #expect(readings.motion.count > 20)
    }

    @Test func `does not take a lighter picture for motion, and sees what moves in it later`() {
        var watched = WatchedView()
        watched.pass(5)
        func brighter(_ time: Double, _ canvas: inout Canvas) {
            canvas.shade { _, _, level in level * 1.4 + 10 }
        }
        #expect(watched.pass(6, brighter).motion.isEmpty)
        let readings = watched.pass(8) { time, canvas in
            brighter(time, &canvas)
            walk(time, &canvas)
        }
        #expect(readings.motion.count > 20)
    }

    @Test func `does not take the switch to infrared for motion`() {
        var watched = WatchedView()
        watched.pass(5)
        #expect(watched.pass(1) { _, canvas in canvas.shade { _, _, _ in 5 } }.motion.isEmpty)
        let night = watched.pass(8, noise: 7) { _, canvas in
            canvas.shade { x, y, level in (255 - level) * (0.2 + 0.5 * y / 360) }
        }
        #expect(night.motion.isEmpty)
        #expect(night.contains { $0.scene == .unsettled })
        #expect(night.last?.scene == .steady)
    }

    @Test func `lets the light change slowly`() {
        var watched = WatchedView()
        let readings = watched.pass(30) { time, canvas in
            canvas.shade { x, _, level in level * (1 + time / 60 * (0.4 + x / 640)) }
        }
        #expect(readings.motion.isEmpty)
    }

    @Test func `lets a soft shadow pass`() {
        var watched = WatchedView()
        watched.pass(4)
        let readings = watched.pass(10) { time, canvas in
            canvas.shade { x, _, level in
                let depth = min(max((time * 90 - x) / 90, 0), 1)
                return level * (1 - 0.4 * depth)
            }
        }
        #expect(readings.motion.isEmpty)
    }

    @Test func `lets what swings in place swing`() {
        var watched = WatchedView()
        let readings = watched.pass(25) { time, canvas in
            for branch in 0..<12 {
                let sway = time * 5 + Double(branch)
                let phase = Double(Int(sway)).truncatingRemainder(dividingBy: 2) * 6
                canvas.fill(
                    x: 300 + Double(branch % 4) * 22 + phase,
                    y: 60 + Double(branch / 4) * 25,
                    width: 10,
                    height: 12,
                    level: 30
                )
            }
        }
        #expect(readings.motion.isEmpty)
    }

    @Test func `makes what stands still part of the scene, and leaves no ghost of it`() throws {
        var watched = WatchedView()
        func parked(_ canvas: inout Canvas) {
            canvas.fill(x: 300, y: 200, width: 60, height: 40, level: 20)
        }
        watched.pass(3)
        let arrival = watched.pass(4) { time, canvas in
            canvas.fill(x: min(300, time * 100), y: 200, width: 60, height: 40, level: 20)
        }
        #expect(!arrival.motion.isEmpty)
        let rest = watched.pass(14) { _, canvas in parked(&canvas) }
        #expect(rest.first?.tracks.isEmpty == false)
        #expect(rest.last?.tracks.isEmpty == true)
        #expect(rest.suffix(60).motion.isEmpty)
        let departure = watched.pass(4) { time, canvas in
            canvas.fill(x: 300 + time * 100, y: 200, width: 60, height: 40, level: 20)
        }
        #expect(!departure.motion.isEmpty)
        let after = watched.pass(6)
        #expect(after.suffix(30).motion.isEmpty)
        #expect(after.last?.tracks.isEmpty == true)
    }

    @Test func `does not look where it is told not to`() {
        let right = Polygon(
            points: [
                Point(x: 0.5, y: 0), Point(x: 1, y: 0), Point(x: 1, y: 1), Point(x: 0.5, y: 1),
            ]
        )
        var watched = WatchedView(RenderedView(), MotionDetector(blind: [right]))
        watched.pass(3)
        let motion = watched.pass(8, walk).motion
        #expect(!motion.isEmpty)
        #expect(motion.allSatisfy { $0.box.x + $0.box.width <= 0.505 })
        #expect(motion.allSatisfy { $0.lastMoved.seconds < 8 })
    }

    @Test func `needs more of what is faint the less sensitive it is`() {
        func found(_ sensitivity: Int) -> Int {
            var watched = WatchedView(
                RenderedView(), MotionDetector(sensitivity: sensitivity)
            )
            watched.pass(3)
            return watched.pass(8) { time, canvas in
                let left = -20 + time * 80
                canvas.shade { x, y, level in
                    guard x > left, x < left + 20, y > 200, y < 260 else { return level }
                    return level + (Int(y / 10) % 2 == 0 ? 18 : -18)
                }
            }.motion.count
        }
        #expect(found(5) > 20)
        #expect(found(1) == 0)
    }

    @Test func `learns anew when the picture's size changes`() {
        var watched = WatchedView()
        #expect(watched.pass(3).last?.scene == .steady)
        watched.view = RenderedView(width: 200, height: 100)
        #expect(watched.pass(0.1).last?.scene == .learning)
        #expect(watched.pass(3).last?.scene == .steady)
    }

    @Test(arguments: [(1, 1), (2, 1), (1, 900), (17, 3), (7680, 4320)])
    func `survives pictures of any size`(width: Int, height: Int) {
        var detector = MotionDetector()
        for number in 0..<12 {
            let level = UInt8(number % 2 == 0 ? 40 : 200)
            let pixels = [UInt8](repeating: level, count: width * height)
            let reading = detector.observe(
                LumaPlane(pixels: pixels.span, width: width, height: height, stride: width),
                at: StreamTime(seconds: Double(number) / 6)
            )
            #expect(reading.tracks.allSatisfy { $0.area <= 1 })
        }
    }

    @Test func `asks for about six pictures a second, whatever comes`() {
        for rate in [5.0, 10, 12, 12.5, 15, 25, 30, 60] {
            var detector = MotionDetector()
            let pixels = [UInt8](repeating: 90, count: 64)
            var looks = 0
            for number in 0..<Int(rate * 10) {
                let time = StreamTime(seconds: Double(number) / rate)
                guard detector.isDue(at: time) else { continue }
                looks += 1
                _ = detector.observe(
                    LumaPlane(pixels: pixels.span, width: 8, height: 8, stride: 8), at: time
                )
            }
            #expect((50...70).contains(looks), "\(rate) pictures a second")
        }
    }
}
