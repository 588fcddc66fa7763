import Assembly
import Dispatch
import Domain
import Glibc
import Media
import Synchronization
import Testing

struct `A camera of the fleet` {
    @Test func `tells what its pictures show, in order, and comes back`() async throws {
        let recording = try MadeRecording(pictures: 25)
        let camera = OneCamera(url: recording.path, stays: 2) {
            ScriptedPipeline(opens: 5, ends: 12)
        }
        camera.fleet.start()
        let events = await camera.eventsUntilLost(2)
        #expect(camera.status.reconnects == 1)
        await camera.fleet.stop()
        let words = events.map { event in
            switch event {
            case .online(let info): "online \(info.width)x\(info.height)"
            case .degraded(let reason): reason
            case .offline: "offline"
            case .left: "left"
            case .episode(.opened, _, let snapshot): snapshot == nil ? "opened" : "opened, shown"
            case .episode(.peaked, _, let snapshot): snapshot == nil ? "peaked" : "peaked, shown"
            case .episode(.ended, _, _): "ended"
            }
        }
        let pass =
            ["online 64x64", "opened, shown"] + [String](repeating: "peaked", count: 6)
            + ["ended", "offline"]
        #expect(words == pass + pass)
    }

    @Test func `plays a recording at its own pace, and tells times on the city's clock`()
        async throws
    {
        let recording = try MadeRecording(pictures: 25)
        let camera = OneCamera(url: recording.path) { ScriptedPipeline(opens: 20, ends: 24) }
        camera.fleet.start()
        let events = await camera.eventsUntilLost()
        await camera.fleet.stop()
        let opened = events.compactMap { event -> EpisodeTimes? in
            if case .episode(.opened, let times, _) = event { times } else { nil }
        }
        let times = try #require(opened.first)
        #expect(abs(times.arrived.moment.nanoseconds - 800_000_000) < 1000)
        #expect(times.start == WaitedClock.stamp(0).wall)
        #expect(times.peak == WaitedClock.stamp(0.8).wall)
    }

    @Test func `replaces an episode's picture at most once a second`() async throws {
        let recording = try MadeRecording(pictures: 60)
        let camera = OneCamera(url: recording.path) { ScriptedPipeline(opens: 0, ends: 59) }
        camera.fleet.start()
        let events = await camera.eventsUntilLost()
        await camera.fleet.stop()
        let shown = events.filter { event in
            if case .episode(.peaked, _, let snapshot) = event { snapshot != nil } else { false }
        }
        #expect(shown.count == 2)
    }

    @Test func `drops what it cannot decode in time up to a keyframe, and counts it`()
        async throws
    {
        let recording = try MadeRecording(pictures: 40)
        let isRead = DispatchSemaphore(value: 0)
        let camera = OneCamera(
            url: recording.path,
            limits: IngestLimits(packetsWaiting: 12),
            onLoss: { isRead.signal() }
        ) {
            ScriptedPipeline(opens: 99, ends: 99) { if $0 == 0 { isRead.wait() } }
        }
        camera.fleet.start()
        _ = await camera.eventsUntilLost()
        let status = camera.status
        await camera.fleet.stop()
        #expect(status.packets == 40)
        #expect(status.dropped >= 40 - 12 - 8)
        #expect(status.pictures == 40 - status.dropped)
        #expect(status.damaged == 0)
    }

    @Test func `that is not there says why and when it is tried again`() async throws {
        let camera = OneCamera(url: "/nowhere/gate.mp4") { ScriptedPipeline(opens: 0, ends: 1) }
        camera.fleet.start()
        let events = await camera.eventsUntilLost()
        guard case .offline(let reason, let wait)? = events.first else {
            Issue.record("no word of it: \(events)")
            return
        }
        #expect(reason == "opening /nowhere/gate.mp4: no such file")
        #expect(wait == 1)
        #expect(camera.status.state == .offline)
        #expect(camera.status.lastError == reason)
        await camera.fleet.stop()
    }

    @Test func `is offline since it was lost, however often it is tried again`() async throws {
        let camera = OneCamera(url: "/nowhere/gate.mp4", stays: 3) {
            ScriptedPipeline(opens: 0, ends: 1)
        }
        camera.fleet.start()
        let events = await camera.eventsUntilLost(3)
        let status = camera.status
        #expect(events.count == 3)
        #expect(camera.clock.now().wall > WaitedClock.stamp(1).wall)
        #expect(status.state == .offline)
        #expect(status.since.wall == WaitedClock.stamp(0).wall)
        await camera.fleet.stop()
    }

    @Test func `ends what is open when the fleet stops, also while it waits`() async throws {
        let recording = try MadeRecording(pictures: 25)
        let camera = OneCamera(url: recording.path) { ScriptedPipeline(opens: 5, ends: 99) }
        camera.fleet.start()
        let events = await camera.eventsUntilLost()
        let ended = events.filter { if case .episode(.ended, _, _) = $0 { true } else { false } }
        #expect(ended.count == 1)
        await camera.fleet.stop()
    }

    @Test func `does not decode what waits once the fleet stops`() async throws {
        let recording = try MadeRecording(pictures: 40)
        let (gate, isRead) = (DispatchSemaphore(value: 0), AsyncStream<Void>.makeStream())
        let camera = OneCamera(
            url: recording.path,
            limits: IngestLimits(stop: 0.05),
            onLoss: { isRead.continuation.finish() }
        ) {
            ScriptedPipeline(opens: 0, ends: 99) { if $0 == 0 { gate.wait() } }
        }
        camera.fleet.start()
        for await _ in isRead.stream {}
        // The lane is held up in the first picture.
        #expect(await camera.fleet.stop() == false)
        gate.signal()
        let events = await camera.eventsUntilEnded()
        #expect(events.count == 3, "online, opened, ended: \(events)")
        #expect(camera.status.pictures == 1)
    }

    @Test func `that changes ends what is open before it begins anew`() async throws {
        let recording = try MadeRecording(pictures: 25)
        let isFirst = Mutex(true)
        let (gate, isSeen) = (DispatchSemaphore(value: 0), AsyncStream<Void>.makeStream())
        let camera = OneCamera(url: recording.path) {
            ScriptedPipeline(opens: 5, ends: 99) { number in
                guard number == 10,
                    isFirst.withLock({ first in
                        defer { first = false }
                        return first
                    })
                else { return }
                isSeen.continuation.finish()
                gate.wait()
            }
        }
        camera.fleet.start()
        for await _ in isSeen.stream {}
        let old = camera.fleet.statuses.map(\.camera)[0]
        var new = old
        new.name = "Another"
        camera.fleet.apply(
            CameraPlan(from: [old.id: WatchedCamera(old)], to: [old.id: WatchedCamera(new)])
        )
        #expect(camera.status.packets == 0)
        gate.signal()
        let words = await camera.eventsUntilLost(2).compactMap { event in
            switch event {
            case .online: "online"
            case .episode(.opened, _, _): "opened"
            case .episode(.ended, _, _): "ended"
            default: nil
            }
        }
        #expect(words == ["online", "opened", "ended", "online", "opened", "ended"])
        #expect(camera.fleet.counts.pictures >= camera.status.pictures + 11)
        #expect(await camera.fleet.stop())
    }

    @Test func `that is removed is counted on, and ends alone`() async throws {
        let recording = try MadeRecording(pictures: 25)
        let camera = OneCamera(url: recording.path) { ScriptedPipeline(opens: 5, ends: 99) }
        camera.fleet.start()
        _ = await camera.eventsUntilLost()
        let old = camera.fleet.statuses.map(\.camera)[0]
        camera.fleet.apply(CameraPlan(from: [old.id: WatchedCamera(old)], to: [:]))
        #expect(camera.fleet.camera(old.id) == nil)
        #expect(camera.fleet.counts.packets == 25)
        #expect(await camera.fleet.stop())
    }

    @Test func `that never answers does not hold up the end`() async throws {
        let silent = try SilentServer()
        let camera = OneCamera(
            url: "rtsp://127.0.0.1:\(silent.port)/main",
            limits: IngestLimits(stream: StreamLimits(open: 300, silence: 300))
        ) {
            ScriptedPipeline(opens: 0, ends: 1)
        }
        camera.fleet.start()
        await silent.someoneCame()
        #expect(camera.status.state == .connecting)
        #expect(await camera.fleet.stop())
    }
}

/// Takes connections and says nothing.
final class SilentServer: Sendable {
    let port: Int
    private let socket: Int32

    init() throws {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = unsafe bind(socket, $0, length)
                _ = unsafe getsockname(socket, $0, &length)
            }
        }
        listen(socket, 4)
        self.socket = socket
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    /// Waits for a client, off the threads that tests share.
    func someoneCame() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [socket] in
                _ = accept(socket, nil, nil)
                continuation.resume()
            }
        }
    }

    deinit { close(socket) }
}
