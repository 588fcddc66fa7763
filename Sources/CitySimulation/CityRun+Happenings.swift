import Desk
import Domain

extension CityRun {
    /// - Parameter late: it came while the node was down.
    mutating func happen(_ what: Happening.What, late: Bool) {
        switch what {
        case .unitSends(let unit): send(unit, late: late)
        case .unitTurns(let unit, let isOn): turn(unit, isOn: isOn, what)
        case .unitStarts(let unit):
            perform(.unit(city.units[unit].id, .enroute, by: "driver"), again: what)
        case .unitArrives(let unit):
            perform(.unit(city.units[unit].id, .onscene, by: "driver"), again: what)
        case .terminalBeats(let terminal): beat(terminal, late: late)
        case .terminalReads(let terminal): read(terminal, what)
        case .terminalDies(let terminal): terminals[terminal].isAlive = false
        case .terminalReturns(let terminal): comeBack(terminal)
        case .opens(let sighting): open(sighting, what)
        case .seenAgain(let sighting): seeAgain(sighting, late: late, what)
        case .ends(let sighting): end(sighting, late: late, what)
        case .rings(let ring): self.ring(ring, what)
        case .acts(let deed): act(deed, what)
        case .cameraChanges(let camera): change(camera, what)
        case .policyChanges:
            policy = Habits.policy(&chance)
            if chance.happens(0.7) { policy.version = "2" }
            perform(.policy(policy))
        case .clockSteps(let milliseconds): wallSteps += milliseconds
        case .drillStarts: startDrill(what)
        case .drillStops(let drill):
            perform(.drillStopped(drills[drill], by: "chief"), again: what)
        case .restarts: restart()
        case .wakes(let asked):
            if wake?.nanoseconds == asked { perform(.wake) }
        case .storm: planStorm()
        }
    }

    // MARK: Units

    private mutating func send(_ unit: Int, late: Bool) {
        drivers[unit].drive(for: habits.interval, &chance)
        plan(.unitSends(unit), in: habits.interval)
        guard drivers[unit].isOnDuty, !late, drivers[unit].silentUntil <= time else { return }
        if chance.happens(0.0005) {
            drivers[unit].silentUntil = time + Int64(chance.within(20...120) * 1e9)
        }
        let at = now.wall.advanced(bySeconds: drivers[unit].skew - 0.2)
        perform(.located(city.units[unit].id, Fix(position: drivers[unit].place, at: at)))
    }

    private mutating func turn(_ unit: Int, isOn: Bool, _ what: Happening.What) {
        let status: UnitStatus = isOn ? .available : .offDuty
        perform(.unit(city.units[unit].id, status, by: "chief"), again: what)
    }

    /// A driver learns of its orders, and of their end, from what is written of the unit.
    mutating func react(to unit: UnitRecord) {
        guard let index = unitOf[unit.id] else { return }
        drivers[index].isOnDuty = unit.status != .offDuty
        if unit.orders.isEmpty { drivers[index].target = nil }
    }

    // MARK: Terminals

    private mutating func beat(_ index: Int, late: Bool) {
        let terminal = terminals[index]
        guard terminal.isAlive else { return }
        plan(.terminalBeats(index), in: chance.happens(0.01) ? 8 : 5)
        guard !late else { return }
        perform(.heard(queue: city.stations[terminal.station].id.queue, terminal: terminal.name))
    }

    private mutating func read(_ index: Int, _ what: Happening.What) {
        terminals[index].isReading = false
        let terminal = terminals[index]
        guard terminal.isAlive else { return }
        let queue = city.stations[terminal.station].id.queue
        let head = ledger.heads[queue] ?? 0
        perform(
            .acknowledged(
                queue: queue, terminal: terminal.name, after: terminal.origin, through: head
            ),
            again: what
        )
    }

    private mutating func comeBack(_ index: Int) {
        terminals[index].isAlive = true
        if chance.happens(0.5) {
            let queue = city.stations[terminals[index].station].id.queue
            terminals[index].origin = ledger.heads[queue] ?? 0
            terminals[index].name += "b"
        }
        plan(.terminalBeats(index), in: 0.1)
        plan(.terminalReads(index), in: 0.5)
    }

    // MARK: Cameras

    private mutating func open(_ index: Int, _ what: Happening.What) {
        sightings[index].start = now.wall.advanced(bySeconds: -1.4)
        perform(
            .episodeOpened(
                report(of: index), candidate: newID(), folded: sightings[index].folded
            ),
            again: what
        )
        plan(.ends(index), in: sightings[index].length)
        if chance.happens(0.1) { plan(.seenAgain(index), in: chance.within(0.1...70)) }
    }

    /// A second node tells of what the first has told.
    private mutating func seeAgain(_ index: Int, late: Bool, _ what: Happening.What) {
        guard !late else { return }
        perform(
            .episodeOpened(report(of: index), candidate: newID(), folded: 0), again: what
        )
        plan(.ends(index), in: chance.within(0.1...10))
    }

    private mutating func end(_ index: Int, late: Bool, _ what: Happening.What) {
        guard !late else { return }
        let report = report(of: index)
        let isWithdrawn = sightings[index].isWithdrawn
        perform(isWithdrawn ? .episodeWithdrawn(report) : .episodeEnded(report), again: what)
        guard sightings[index].sequels > 0 else { return }
        sightings[index].sequels -= 1
        plan(.opens(index), in: chance.within(1...45))
    }

    private func report(of index: Int) -> EpisodeReport {
        let sighting = sightings[index]
        let last = now.wall.advanced(bySeconds: -0.1)
        return EpisodeReport(
            camera: city.cameras[sighting.camera],
            episode: Episode(
                number: 1,
                kind: sighting.kind,
                zone: sighting.zone,
                priority: sighting.priority,
                start: StreamTime(seconds: 0),
                lastMotion: StreamTime(seconds: 1),
                peak: Episode.Peak(
                    time: StreamTime(seconds: 0), area: 0.06,
                    box: Box(x: 0.4, y: 0.2, width: 0.1, height: 0.5)
                )
            ),
            seenAt: last,
            start: sighting.start,
            lastMotion: last,
            peakAt: sighting.start
        )
    }

    private mutating func change(_ camera: Int, _ what: Happening.What) {
        let state = chance.one(of: CameraCondition.State.allCases)
        let news = CameraNews(camera: city.cameras[camera], state: state, since: now.wall)
        perform(.camera(news), again: what)
        if chance.happens(0.5) { plan(.cameraChanges(camera), in: chance.within(1...60)) }
    }

    // MARK: Signals and drills

    private mutating func ring(_ index: Int, _ what: Happening.What) {
        let known = ledger.alert(of: rings[index].reference)
        perform(.signal(rings[index], candidate: newID(), known: known), again: what)
    }

    private mutating func startDrill(_ what: Happening.What) {
        let station = chance.index(below: city.stations.count)
        let id = DrillID("D\(drills.count)-\(seed)")
        drills.append(id)
        perform(
            .drillStarted(
                Drill(
                    id: id, name: "drill", station: city.stations[station].id,
                    startedBy: "chief", startedAt: now.wall
                )
            )
        )
        for _ in 0..<1 + chance.index(below: 10) {
            let count = MadeUpCity.columns * MadeUpCity.rows
            let cell = station + count * chance.index(below: 200)
            planSignal(at: chance.within(0...90), of: id, in: cell)
        }
        plan(.drillStops(drills.count - 1), in: chance.within(30...300))
    }

    // MARK: Names

    /// As a ULID, but short enough to lie in a word: sortable by wall time, unique by chance.
    mutating func newID() -> AlertID {
        let alphabet = Self.alphabet
        let bits = UInt64(bitPattern: now.wall.milliseconds) & 0x7_FFFF_FFFF
        let random = chance.next()
        let digits = (0..<15).map { place -> UInt8 in
            let five =
                place < 7
                ? bits >> UInt64(30 - 5 * place) : random >> UInt64(5 * (place - 7))
            return alphabet[Int(five & 31)]
        }
        return AlertID(String(decoding: digits, as: UTF8.self))
    }

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
}
