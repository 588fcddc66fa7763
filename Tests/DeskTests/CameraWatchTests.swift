import Desk
import Domain
import Testing

/// A watch whose news are written as soon as they are told, unless the ledger is shut.
private struct Watched {
    var watch = CameraWatch()
    var told: [(at: Double, state: CameraCondition.State, since: WallTime)] = []
    var isLedgerShut = false
    private var wakes: [Double] = []
    private var seconds = 0.0

    /// What happens at so many seconds after noon; what has been asked for until then is done.
    mutating func at(_ seconds: Double, _ state: CameraCondition.State? = nil) {
        while let next = wakes.min(), next <= seconds {
            wakes.removeAll { $0 == next }
            step(.wake, next)
        }
        self.seconds = seconds
        if let state { step(.changed(square, state, reason: "because"), seconds) }
    }

    private mutating func step(_ input: CameraWatch.Input, _ seconds: Double) {
        for effect in watch.step(input, at: after(seconds)) {
            switch effect {
            case .wake(let moment):
                wakes.append(Double(moment.nanoseconds) / 1e9)
            case .tell(let news):
                told.append((seconds, news.state, news.since))
                if !isLedgerShut { step(.written(news.camera.id, news.state), seconds) }
            }
        }
    }

    var story: [String] { told.map { "\($0.at) \($0.state.rawValue)" } }
}

struct `A watch over cameras` {
    @Test func `tells at once of a camera that is seen`() {
        var watched = Watched()
        watched.at(3, .online)
        watched.at(100)
        #expect(watched.story == ["3.0 online"])
    }

    @Test func `says nothing of a short loss`() {
        var watched = Watched()
        watched.at(0, .online)
        for start in stride(from: 20.0, to: 200, by: 20) {
            watched.at(start, .offline)
            watched.at(start + 9, .online)
        }
        watched.at(300)
        #expect(watched.story == ["0.0 online"])
    }

    @Test func `tells of a loss after ten seconds, and of the return when it has lasted`() {
        var watched = Watched()
        watched.at(0, .online)
        watched.at(20, .offline)
        watched.at(25, .offline)
        watched.at(60, .online)
        watched.at(100)
        #expect(watched.story == ["0.0 online", "30.0 offline", "70.0 online"])
        #expect(watched.told.map(\.since) == [after(0).wall, after(20).wall, after(60).wall])
    }

    @Test func `tells of a camera that is not well in changing ways`() {
        var watched = Watched()
        watched.at(0, .online)
        for start in stride(from: 20.0, to: 40, by: 8) {
            watched.at(start, .offline)
            watched.at(start + 4, .degraded)
        }
        watched.at(42, .online)
        watched.at(100)
        #expect(watched.story == ["0.0 online", "30.0 offline", "52.0 online"])
    }

    @Test func `tells when what is wrong has become another thing`() {
        var watched = Watched()
        watched.at(0, .degraded)
        watched.at(20, .offline)
        watched.at(40, .degraded)
        watched.at(45, .offline)
        watched.at(100)
        #expect(watched.story == ["10.0 degraded", "30.0 offline"])
    }

    @Test func `tells again what was not written`() {
        var watched = Watched()
        watched.isLedgerShut = true
        watched.at(0, .online)
        watched.at(15)
        watched.isLedgerShut = false
        watched.at(60)
        #expect(watched.story == ["0.0 online", "10.0 online", "20.0 online"])
    }

    @Test func `has one wake ahead, however many cameras wait for one each`() {
        var watch = CameraWatch()
        var (wake, woken, told) = (Double?.none, 0, 0)
        func take(_ effects: [CameraWatch.Effect]) {
            let wakes = effects.compactMap { effect -> Double? in
                if case .wake(let moment) = effect { Double(moment.nanoseconds) / 1e9 } else { nil }
            }
            #expect(wakes.count <= 1)
            told += effects.count - wakes.count
            wake = wakes.first ?? wake
        }
        for number in 0..<50 {
            var camera = square
            camera.id = CameraID("cam-\(50 - number)")
            let seconds = Double(number) / 10
            take(watch.step(.changed(camera, .offline, reason: "x"), at: after(seconds)))
        }
        while let next = wake, next < 100 {
            wake = nil
            woken += 1
            take(watch.step(.wake, at: after(next)))
        }
        // Nothing was written, so that each is told every 10 s from the tenth on.
        #expect(told == 50 * 9)
        #expect(woken <= told)
    }

    @Test func `takes a wake that comes too early`() {
        var watch = CameraWatch()
        let asked = watch.step(.changed(square, .offline, reason: "x"), at: after(0))
        #expect(asked == [.wake(at: after(10).moment)])
        #expect(watch.step(.wake, at: after(9.9)) == asked)
        #expect(watch.step(.wake, at: after(10)).count == 2)
    }

    @Test func `forgets what is removed`() {
        var watch = CameraWatch()
        _ = watch.step(.changed(square, .offline, reason: nil), at: after(0))
        #expect(watch.step(.removed(square.id), at: after(5)).isEmpty)
        #expect(watch.step(.wake, at: after(60)).isEmpty)
    }

    @Test func `wakes once for four thousand cameras that are lost at once`() {
        var watch = CameraWatch()
        var wakes = 0
        for number in 0..<4000 {
            var camera = square
            camera.id = CameraID("cam-\(number)")
            let effects = watch.step(.changed(camera, .offline, reason: "x"), at: after(0))
            wakes += effects.count
        }
        #expect(wakes == 1)
        let effects = watch.step(.wake, at: after(10))
        #expect(effects.count { if case .tell = $0 { true } else { false } } == 4000)
    }
}

struct `A response desk, of cameras` {
    private func news(
        _ state: CameraCondition.State,
        _ seconds: Double,
        _ reason: String? = nil
    ) -> DeskInput {
        .camera(
            CameraNews(camera: square, state: state, reason: reason, since: after(seconds).wall)
        )
    }

    private func entry(_ input: DeskInput, _ desk: inout ResponseDesk) -> Entry? {
        entries(desk.step(input, at: after(60))).first
    }

    @Test func `writes them into their station's queue, numbered with its alerts`() throws {
        var desk = ResponseDesk(policy: .standard)
        _ = desk.step(.signal(door("1"), candidate: "A", known: nil), at: after(0))
        let online = try #require(entry(news(.online, 0), &desk))
        let degraded = try #require(entry(news(.degraded, 10, "7 of 120 damaged"), &desk))
        let offline = try #require(entry(news(.offline, 20, "refused"), &desk))
        let restored = try #require(entry(news(.online, 50), &desk))
        let all = [online, degraded, offline, restored]
        #expect(
            all.map(\.type.eventType) == [
                "watchpost.camera.online.v1", "watchpost.camera.degraded.v1",
                "watchpost.camera.offline.v1", "watchpost.camera.restored.v1",
            ]
        )
        #expect(all.map(\.ordinal) == [1, 2, 3, 4])
        #expect(all.map { $0.places.map(\.number) } == [[2], [3], [4], [5]])
        #expect(all.map(\.subject) == Array(repeating: "cameras/\(square.id)", count: 4))
        guard case .camera(let record) = restored.matter else {
            Issue.record("it speaks of no camera")
            return
        }
        #expect(record.condition.lasted == 40)
        #expect(record.condition.reason == "refused")
        #expect(record.condition.camera.longitude == 117.021)
        #expect(desk.openAlerts == 1)
    }

    @Test func `writes nothing that the ledger says already, also after a restart`() throws {
        var desk = ResponseDesk(policy: .standard)
        let first = try #require(entry(news(.offline, 0, "refused"), &desk))
        #expect(entry(news(.offline, 5, "no route"), &desk) == nil)
        guard case .camera(let record) = first.matter else { return }
        var next = ResponseDesk(
            policy: .standard,
            memory: .init(heads: ["jn-017": 1], cameras: [record])
        )
        #expect(entry(news(.offline, 30, "refused"), &next) == nil)
        // It was never seen before.
        #expect(entry(news(.online, 40), &next)?.type == .cameraOnline)
        #expect(entry(news(.degraded, 50), &next)?.ordinal == 3)
    }
}
