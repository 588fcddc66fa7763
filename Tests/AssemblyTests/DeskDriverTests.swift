import Assembly
import Delivery
import Desk
import Domain
import Storage
import Testing

struct `The desk's driver` {
    private let counter: Counter

    init() async throws { counter = try await Counter() }

    @Test func `raises one alert for a signal that comes fifty times at once`() async throws {
        let counter = counter
        let answers = try await withThrowingTaskGroup(of: (AlertID, Bool).self) { group in
            for _ in 0..<50 { group.addTask { try await counter.raise("1") } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(answers.map(\.0)).count == 1)
        #expect(answers.count(where: \.1) == 1)
        #expect(try await counter.events().map(\.type) == [.raised])
    }

    @Test func `lets one of fifty officers accept, and tells the others who`() async throws {
        let counter = counter
        let (alert, _) = try await counter.raise("1")
        let refusals = await withTaskGroup(of: DeskError?.self) { group in
            for number in 0..<50 {
                group.addTask {
                    do throws(DeskError) {
                        let action = AlertAction(verb: .accept, actor: "officer-\(number)")
                        _ = try await counter.driver.submit(.act(action, on: alert), key: nil)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(refusals.count { $0 == nil } == 1)
        let winner = try #require(try await counter.ledger.alert(alert)?.alert.acceptedBy)
        for case .refused(.state(_, _, let by, _))? in refusals { #expect(by == winner) }
        #expect(try await counter.events().map(\.type) == [.raised, .accepted])
    }

    @Test func `takes the same request with the same key for one`() async throws {
        let (alert, _) = try await counter.raise("1")
        let action = DeskRequest.act(AlertAction(verb: .accept, actor: "li"), on: alert)
        let key = RequestKey(key: "k", request: "accept")
        for _ in 0..<2 {
            let reply = try await counter.driver.submit(action, key: key)
            guard case .alert(let record, _) = reply else { throw DeskError.stopping }
            #expect(record.alert.state == .accepted)
        }
        await #expect(throws: DeskError.keyReused) {
            try await counter.driver.submit(action, key: RequestKey(key: "k", request: "close"))
        }
        #expect(try await counter.events().count == 2)
    }

    @Test func `refuses what a full disk cannot keep, and goes on where there is room`()
        async throws
    {
        let (first, _) = try await counter.raise("1")
        counter.ledger.setFull(true)
        await #expect(throws: DeskError.ledger(.full)) { try await counter.raise("2") }
        counter.ledger.setFull(false)
        let (third, created) = try await counter.raise("2")
        #expect(created && third != first)
        #expect(!counter.driver.currentFigures.isFailing)
        #expect(try await counter.events().map(\.number) == [1, 2])
    }

    @Test func `writes what a camera saw while the disk was full`() async throws {
        _ = try await counter.raise("1")
        let reader = try #require(counter.hub.open("jn-017"))
        counter.ledger.setFull(true)
        counter.driver.report(.opened(.sample, picture: nil))
        await #expect(throws: DeskError.ledger(.full)) { try await counter.raise("2") }
        counter.ledger.setFull(false)
        while await reader.next() != nil {
            let types = try await counter.events().map(\.type)
            if types == [.raised, .raised] { break }
        }
        let newest = try await counter.ledger.alerts(AlertPage(limit: 1))
        #expect(newest.first?.alert.camera?.id == "gate")
    }

    @Test func `judges by the policy that it was told of last, also after the disk was full`()
        async throws
    {
        var policy = ResponsePolicy.standard
        policy.version = "2"
        counter.driver.apply(policy)
        _ = try await counter.raise("1")
        counter.ledger.setFull(true)
        await #expect(throws: DeskError.ledger(.full)) { try await counter.raise("2") }
        counter.ledger.setFull(false)
        let (after, _) = try await counter.raise("3")
        #expect(try await counter.ledger.alert(after)?.alert.policy == "2")
    }

    @Test func `folds what comes again into what waits, with a count, where too much waits`()
        async throws
    {
        // Without a ladder, so that no wake is counted among what waits.
        _ = try await counter.raise("1", priority: .four)
        let reader = try #require(counter.hub.open("jn-017"))
        counter.ledger.setFull(true)
        let (tries, tried) = AsyncStream.makeStream(of: DeskDriver.Figures.self)
        counter.ledger.onProbe { [driver = counter.driver, ledger = counter.ledger] in
            ledger.onProbe {}
            for number in 1..<130 {
                let camera = CameraID("camera-\(number % 110)")
                driver.report(.opened(.sample(after: 0, camera: camera), picture: nil))
            }
            tried.yield(driver.currentFigures)
        }
        counter.driver.report(.opened(.sample(after: 0, camera: "camera-0"), picture: nil))
        let full = try #require(await tries.first { _ in true })
        #expect(full.waiting == 110)
        await #expect(throws: DeskError.busy) { try await counter.raise("2") }
        #expect(counter.driver.currentFigures.folded == 20)
        counter.ledger.setFull(false)
        while try await counter.events().count < 111 { _ = await reader.next() }
        let folded = try await counter.events().filter {
            $0.data?.contains("\"folded\":1") == true
        }
        #expect(folded.count == 20)
    }

    @Test func `fires each stage that came due while the node was down, once, and says how late`()
        async throws
    {
        let (alert, _) = try await counter.raise("1")
        await counter.driver.stop()
        counter.clock.advance(bySeconds: 100)
        let next = try Counter.driver(
            on: counter.ledger, counter.hub, counter.clock, city: twoStations,
            folder: counter.folder
        )
        next.start()
        guard case .units = try await next.submit(.units, key: nil) else {
            throw DeskError.stopping
        }
        let record = try #require(try await counter.ledger.alert(alert))
        #expect(
            record.fired.names == [
                .neighbours, .deliveredMissed, .acceptedMissed, .dispatchedMissed,
            ])
        let late = try await counter.events().compactMap(\.data).filter {
            $0.contains("\"late\":98")
        }
        #expect(late.count == 1)
    }

    @Test func `hears terminals while nothing can be written`() async throws {
        let driver = try Counter.driver(
            on: counter.ledger, counter.hub, counter.clock, city: twoStations,
            folder: counter.folder
        )
        driver.start()
        let beat = DeskRequest.heartbeat(queue: "jn-017", terminal: "wall-1")
        _ = try await driver.submit(beat, key: nil)
        counter.ledger.setFull(true)
        counter.clock.advance(bySeconds: 14)
        driver.report(.opened(.sample, picture: nil))
        guard case .heard = try await driver.submit(beat, key: nil) else {
            throw DeskError.stopping
        }
        counter.clock.advance(bySeconds: 14)
        counter.ledger.setFull(false)
        let reader = try #require(counter.hub.open("jn-017"))
        while try await counter.events().isEmpty { _ = await reader.next() }
        #expect(try await counter.events().map(\.type).contains(.raised))
        #expect(try await !counter.events().map(\.type).contains(.stationUnattended))
    }

    /// Two stations of one district, side by side.
    private let twoStations = City(
        code: "370100",
        name: "济南市",
        districts: [District(code: "370102", name: "历下区")],
        stations: [
            "jn-017": Station(
                id: "jn-017", name: "泉城广场", district: "370102",
                position: GeoPoint(longitude: 117.02, latitude: 36.66)
            ),
            "jn-018": Station(
                id: "jn-018", name: "大明湖", district: "370102",
                position: GeoPoint(longitude: 117.02, latitude: 36.68)
            ),
        ],
        grids: []
    )

    @Test func `tries a full disk once a second, however much comes meanwhile`() async throws {
        let (tries, tried) = AsyncStream<ContinuousClock.Instant>.makeStream()
        counter.ledger.onProbe { [weak driver = counter.driver] in
            driver?.report(.opened(.sample, picture: nil))
            tried.yield(.now)
        }
        counter.ledger.setFull(true)
        counter.driver.report(.opened(.sample, picture: nil))
        var times: [ContinuousClock.Instant] = []
        for await time in tries.prefix(2) { times.append(time) }
        // A timer is late under load, and never early.
        #expect(times[1] - times[0] >= .milliseconds(900))
        counter.ledger.onProbe {}
        counter.ledger.setFull(false)
        await counter.driver.stop()
    }

    @Test func `keeps the order of what a camera saw while the disk was full`() async throws {
        _ = try await counter.raise("1")
        let reader = try #require(counter.hub.open("jn-017"))
        counter.ledger.setFull(true)
        for offset in [0.0, 100] {
            let seen = EpisodeReport.sample(after: offset)
            counter.driver.report(.opened(seen, picture: nil))
            counter.driver.report(.ended(seen))
        }
        await #expect(throws: DeskError.ledger(.full)) { try await counter.raise("2") }
        counter.ledger.setFull(false)
        while try await counter.events().count < 5 { _ = await reader.next() }
        let types = try await counter.events().map(\.type)
        #expect(types == [.raised, .raised, .ended, .raised, .ended])
        #expect(!counter.driver.currentFigures.isFailing)
    }

    @Test func `holds back nothing but the track of what cannot be written`() async throws {
        _ = try await counter.raise("1")
        let reader = try #require(counter.hub.open("jn-017"))
        counter.ledger.setPoison("gate")
        counter.driver.report(.opened(.sample(after: 0), picture: nil))
        counter.driver.report(.ended(.sample(after: 0)))
        counter.driver.report(.opened(.sample(after: 0, camera: "hall"), picture: nil))
        while try await counter.events().count < 2 { _ = await reader.next() }
        #expect(try await counter.ledger.alerts(AlertPage(limit: 1))[0].alert.camera?.id == "hall")
        counter.ledger.setPoison(nil)
        while try await counter.events().count < 4 { _ = await reader.next() }
        let types = try await counter.events().map(\.type)
        #expect(types == [.raised, .raised, .raised, .ended])
    }

    @Test func `takes nothing more once it has stopped, and has written all before`() async throws {
        counter.driver.report(.opened(.sample, picture: nil))
        await counter.driver.stop()
        #expect(try await counter.events().map(\.type) == [.raised])
        await #expect(throws: DeskError.stopping) { try await counter.raise("1") }
    }
}
