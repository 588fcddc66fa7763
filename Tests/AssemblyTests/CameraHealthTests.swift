import Assembly
import Domain
import Testing

/// A camera's stream as it is judged, played against made-up moments.
private struct Patient {
    var health: CameraHealth
    var seconds = 0.0
    /// The camera's own time.
    var stream = 0.0
    var changes: [CameraHealth.Change] = []

    init(_ limits: HealthLimits = HealthLimits()) { health = CameraHealth(limits) }

    mutating func step(_ input: CameraHealth.Input) {
        let now = Moment(nanoseconds: 0).advanced(bySeconds: seconds)
        if let change = health.step(input, at: now) { changes.append(change) }
    }

    /// Plays so many seconds of 12 pictures a second, a keyframe every two seconds.
    ///
    /// - Parameters:
    ///   - pace: seconds of the camera's own time in a second.
    ///   - spoil: makes something of packet and picture, counted from 0.
    mutating func play(
        _ length: Double,
        rate: Double = 12,
        pace: Double = 1,
        spoil: (Int, inout PacketFacts, inout DecodedFacts) -> Void = { _, _, _ in }
    ) {
        for index in 0..<Int(length * rate) {
            seconds += 1 / rate
            stream += pace / rate
            var packet = PacketFacts(
                bytes: 5000,
                isKeyframe: index % 24 == 0,
                time: StreamTime(seconds: stream),
                received: 4
            )
            var work = DecodedFacts(pictures: 1)
            spoil(index, &packet, &work)
            step(.packet(packet))
            step(.decoded(work))
        }
    }

    /// From, to and cause of each change, without those of numbers alone.
    var story: [String] {
        var causes: [String?] = []
        return changes.filter { change in
            defer { causes.append(change.cause) }
            return change.from != change.to || causes.last != change.cause
        }.map { change in
            "\(change.from.rawValue) > \(change.to.rawValue)"
                + (change.to == .online ? "" : ": \(change.cause ?? "")")
        }
    }
}

struct `A camera's health` {
    private let toOnline = "connecting > online"

    private func connected(_ limits: HealthLimits = HealthLimits()) -> Patient {
        var patient = Patient(limits)
        patient.step(.connected)
        return patient
    }

    @Test(arguments: [1.0, 12, 60])
    func `is good as long as pictures come as they should, at any rate`(rate: Double) {
        var patient = connected()
        patient.play(120, rate: rate)
        #expect(patient.story == [toOnline])
        #expect(patient.health.reason == nil)
        let rates = patient.health.rates
        #expect(abs((rates?.pictures ?? 0) - rate) < rate * 0.11)
    }

    @Test func `is online with the first picture and not before`() {
        var patient = connected()
        patient.play(3) { _, _, work in work.pictures = 0 }
        #expect(patient.health.state == .connecting)
        patient.play(1)
        #expect(patient.story == [toOnline])
    }

    @Test func `says after some seconds that packets come but no picture`() throws {
        var patient = connected()
        patient.play(6.2) { _, _, work in
            work = DecodedFacts(damaged: 1, error: "decoding h264: nonsense")
        }
        let change = try #require(patient.changes.first)
        #expect(patient.story == ["connecting > degraded: undecodable"])
        #expect(
            change.reason == "no picture for 6 s, though 71 packets came: decoding h264: nonsense"
        )
        #expect(patient.health.uselessFor == nil)
        patient.play(10) { _, _, work in work = DecodedFacts(damaged: 1) }
        #expect(try #require(patient.health.uselessFor) >= 15)
    }

    @Test func `keeps the numbers of its reason fresh`() {
        var patient = connected()
        patient.play(20)
        patient.play(3) { index, _, work in work.damaged = index % 4 == 0 ? 1 : 0 }
        patient.play(12) { index, _, work in work.damaged = index % 2 == 0 ? 1 : 0 }
        #expect(patient.changes.last?.reason == "60 of 120 (50 %) pictures damaged")
        #expect(patient.changes.count(where: \.isNews) == 2)
    }

    @Test func `is not worsened by a pause`() {
        var patient = connected(HealthLimits(noPicture: 3))
        patient.play(20)
        patient.seconds += 4
        patient.stream += 4
        patient.play(20)
        #expect(patient.story == [toOnline])
    }

    @Test func `stays degraded while a decoder that is of no use is replaced`() {
        var patient = connected()
        patient.play(16) { _, _, work in work.pictures = 0 }
        patient.step(.lost(reason: "no picture", .useless))
        patient.seconds += 2
        patient.step(.connected)
        patient.play(16) { _, _, work in work.pictures = 0 }
        patient.step(.lost(reason: "no picture", .useless))
        patient.seconds += 4
        patient.step(.connected)
        patient.play(10)
        #expect(patient.story == ["connecting > degraded: undecodable", "degraded > online"])
        #expect(abs((patient.changes.last?.lasted ?? 0) - 38) < 2)
    }

    @Test func `tells what share of pictures is damaged, and does not flap`() throws {
        var patient = connected()
        patient.play(20)
        // A share about the bound, now above and now below it.
        for _ in 0..<10 {
            patient.play(5) { index, _, work in work.damaged = index % 12 == 0 ? 1 : 0 }
            patient.play(5) { index, _, work in work.damaged = index % 40 == 0 ? 1 : 0 }
        }
        #expect(patient.story == [toOnline, "online > degraded: damaged"])
        #expect(patient.health.reason?.hasSuffix("pictures damaged") == true)
        let stopped = patient.seconds
        patient.play(30)
        #expect(patient.story.last == "degraded > online")
        #expect(patient.health.state == .online)
        let lasted = try #require(patient.changes.last?.lasted)
        #expect(stopped - 20 < lasted + 10)
    }

    @Test func `is not worsened by a single damaged picture`() {
        var patient = connected()
        patient.play(60) { index, _, work in work.damaged = index == 100 ? 1 : 0 }
        #expect(patient.story == [toOnline])
    }

    @Test func `says when packets are dropped because the lane is behind`() {
        var patient = connected()
        patient.play(10) { index, packet, _ in packet.isDropped = index % 4 == 3 }
        #expect(patient.story == [toOnline, "online > degraded: behind"])
        #expect(
            patient.health.reason?.contains("they come faster than this node decodes") == true
        )
    }

    @Test func `counts what the network loses`() {
        var patient = connected()
        patient.play(10) { index, packet, _ in packet.lost = index % 4 == 3 ? 2 : 0 }
        #expect(patient.story == [toOnline, "online > degraded: lossy"])
        #expect(patient.health.reason?.hasSuffix("RTP packets lost on the way") == true)
    }

    @Test func `says when pictures' times repeat or run back`() {
        var patient = connected()
        patient.play(10) { _, _, work in work.untimely = 1 }
        #expect(patient.story == [toOnline, "online > degraded: untimely"])
    }

    @Test func `is not worsened by a single time that repeats, however slow it is`() {
        var patient = connected()
        patient.play(60, rate: 1) { index, _, work in work.untimely = index == 1 ? 1 : 0 }
        #expect(patient.story == [toOnline])
    }

    @Test func `says how often and how far the clock leaps, but not of a single time`() {
        var patient = connected()
        patient.play(20) { index, packet, _ in if index == 60 { packet.leap = -300 } }
        #expect(patient.story == [toOnline])
        patient.play(20) { index, packet, _ in
            if index % 60 == 0 { packet.leap = -300 - Double(index) }
        }
        #expect(patient.story == [toOnline, "online > degraded: leaping"])
        #expect(patient.health.reason?.contains("within a minute, by up to 480 s") == true)
        patient.play(80)
        #expect(patient.health.state == .online)
    }

    @Test func `survives a clock that leaps beyond all numbers of seconds`() {
        let ailment = Ailment.leaping(times: 3, farthest: 3e19)
        #expect("\(ailment)".hasPrefix("timestamps leapt 3 times"))
    }

    @Test func `notices leaps ahead by itself`() {
        var patient = connected()
        for _ in 0..<4 {
            patient.play(5)
            patient.stream += 120
        }
        patient.play(2)
        #expect(patient.story == [toOnline, "online > degraded: leaping"])
    }

    @Test(arguments: [0.3, 3])
    func `says when the camera's time goes at another pace`(pace: Double) {
        var patient = connected()
        patient.play(20)
        patient.play(20, pace: pace)
        #expect(patient.story == [toOnline, "online > degraded: off-pace"])
        patient.play(30)
        #expect(patient.health.state == .online)
    }

    @Test func `says when far less comes than before, until that is the rule`() {
        var patient = connected()
        patient.play(60)
        patient.play(20, rate: 4)
        #expect(patient.story == [toOnline, "online > degraded: slow"])
        #expect(patient.health.reason == "4 pictures a second, where 12 came before")
        patient.play(900, rate: 4)
        #expect(patient.health.state == .online)
    }

    @Test func `says when no keyframe comes`() {
        var patient = connected()
        patient.play(40) { index, packet, _ in packet.isKeyframe = index == 0 }
        #expect(patient.story == [toOnline, "online > degraded: no-keyframe"])
    }

    @Test func `says when the camera is lost again and again`() {
        var patient = Patient()
        for _ in 0..<3 {
            patient.step(.connected)
            patient.play(10)
            patient.step(.lost(reason: "reset by the camera", .failed))
            patient.seconds += 2
        }
        patient.step(.connected)
        patient.play(10)
        #expect(patient.health.state == .degraded)
        #expect(
            patient.health.reason == "lost 3 times within 2 minutes, last: reset by the camera"
        )
        patient.play(120)
        #expect(patient.health.state == .online)
    }

    @Test func `says the same at most once a minute`() {
        var patient = Patient()
        for _ in 0..<5 {
            patient.step(.connected)
            patient.step(.lost(reason: "refused", .failed))
            patient.seconds += 2
        }
        patient.step(.lost(reason: "no route", .failed))
        #expect(patient.story == ["connecting > offline: refused", "offline > offline: no route"])
        patient.step(.lost(reason: "refused", .failed))
        #expect(patient.changes.map(\.isNews) == [true, true, false])
        patient.seconds += 60
        patient.step(.lost(reason: "no route", .failed))
        #expect(patient.changes.last?.isNews == true)
    }

    @Test func `does not think a short recording unsteady that plays again and again`() {
        var patient = Patient()
        for _ in 0..<10 {
            patient.step(.connected)
            patient.play(5)
            patient.step(.lost(reason: "has come to its end", .ended))
            patient.seconds += 1
        }
        patient.step(.connected)
        patient.play(10)
        #expect(patient.health.state == .online)
    }

    @Test func `does not hear of pictures of a stream that is gone`() {
        var patient = connected()
        patient.step(.lost(reason: "gone", .failed))
        patient.step(.decoded(DecodedFacts(pictures: 1)))
        #expect(patient.health.state == .offline)
    }
}
