package import Desk
import Domain
import HeapModule

/// What came of one seed.
package struct SeedResult: Sendable, Hashable {
    package let seed: UInt64
    package let steps: Int
    package let entries: Int
    package let alerts: Int
    package let restarts: Int
    package let isStorm: Bool
    package let broken: [BrokenInvariant]
}

/// A simulated city for some minutes: the real desk, and everyone who has to do with it.
package struct CityRun {
    let city: MadeUpCity
    let seed: UInt64
    var chance: Chance
    var desk: ResponseDesk
    var ledger = MemoryLedger()
    var auditor: Auditor
    let defect: ResponseDesk.Defect?
    private let tamper: Tampering?
    /// As its file says it.
    var policy: ResponsePolicy

    var schedule = Heap<Happening>()
    private var planned: UInt32 = 0
    /// - Units: nanoseconds of simulated time.
    var time: Int64 = 0
    /// How far the process's clock is before simulated time.
    var shift: Int64 = 0
    /// What the wall showed at the beginning, and how far it was set since.
    var wallAtStart = WallTime(milliseconds: 1_795_406_400_000, offset: 28_800)
    var wallSteps: Int64 = 0
    /// When the desk is woken if nothing comes before.
    var wake: Moment?
    var steps = 0
    var restarts = 0
    let isStorm: Bool
    /// How long anything new happens.
    let activity: Double

    var drivers: [Driver] = []
    let unitOf: [UnitID: Int]
    let stationOf: [StationID: Int]
    var terminals: [Terminal] = []
    var terminalsOf: [[Int]]
    var sightings: [Sighting] = []
    var deeds: [Deed] = []
    var rings: [Signal] = []
    var drills: [DrillID] = []
    /// The seed's habits.
    let habits: Habits

    /// Changes an entry on its way into the ledger.
    package typealias Tampering = @Sendable (inout Entry) -> Void

    /// - Parameters:
    ///   - defect: put in for proof that it is found.
    ///   - tamper: the same.
    package static func result(
        of seed: UInt64,
        in city: MadeUpCity,
        defect: ResponseDesk.Defect? = nil,
        tamper: Tampering? = nil
    ) -> SeedResult {
        var run = CityRun(seed, city, defect, tamper)
        run.play()
        return SeedResult(
            seed: seed, steps: run.steps, entries: run.ledger.entries,
            alerts: run.ledger.records.count, restarts: run.restarts, isStorm: run.isStorm,
            broken: run.auditor.broken
        )
    }

    private init(
        _ seed: UInt64,
        _ city: MadeUpCity,
        _ defect: ResponseDesk.Defect?,
        _ tamper: Tampering?
    ) {
        self.seed = seed
        self.city = city
        self.defect = defect
        self.tamper = tamper
        var chance = Chance(seed: seed)
        isStorm = seed.isMultiple(of: 20)
        habits = Habits(&chance, isStorm: isStorm)
        activity = chance.within(habits.activity)
        policy = habits.policy
        shift = Int64(chance.within(1...100_000) * 1e9)
        unitOf = Dictionary(uniqueKeysWithValues: city.units.enumerated().map { ($1.id, $0) })
        stationOf = Dictionary(
            uniqueKeysWithValues: city.stations.enumerated().map { ($1.id, $0) }
        )
        terminalsOf = Array(repeating: [], count: city.stations.count)
        desk = ResponseDesk(policy: policy, chart: city.chart, defect: defect)
        let now = Stamp(moment: Moment(nanoseconds: shift), wall: wallAtStart)
        auditor = Auditor(seed: seed, city: city, policy: policy, at: now)
        self.chance = chance
    }

    /// The clocks as the process sees them.
    var now: Stamp {
        let wall = wallAtStart.milliseconds + time / 1_000_000 + wallSteps
        return Stamp(
            moment: Moment(nanoseconds: time + shift),
            wall: WallTime(milliseconds: wall, offset: wallAtStart.offset)
        )
    }

    mutating func plan(_ what: Happening.What, in seconds: Double) {
        planned += 1
        schedule.insert(
            Happening(at: time + Int64(seconds * 1e9), order: planned, what: what)
        )
    }

    // MARK: The run

    private mutating func play() {
        populate()
        start()
        let end = Int64((activity + habits.rest) * 1e9)
        while auditor.broken.isEmpty, let next = schedule.popMin(), next.at <= end {
            // What came while the node was down comes late.
            let lag = time - next.at
            time = max(time, next.at)
            happen(next.what, late: lag > 0)
        }
    }

    private mutating func start() {
        let effects = desk.step(.started, at: now)
        commit(.started, effects)
    }

    /// Lets the desk take something in; what it decides is written, or lost with the node.
    ///
    /// - Parameter what: what comes again where nothing of it was written.
    mutating func perform(_ input: DeskInput, again what: Happening.What? = nil) {
        if wake.map({ $0 <= now.moment }) == true { wake = nil }
        if what != nil || input.isWake, chance.happens(habits.failure) {
            return fail(input, again: what)
        }
        let effects = desk.step(input, at: now)
        guard !effects.isEmpty, chance.happens(habits.crash), isWritten(effects) else {
            return commit(input, effects)
        }
        let isLost = chance.happens(0.6)
        if !isLost { commit(input, effects) }
        restart()
        if let what { plan(what, in: chance.within(0.1...3)) }
    }

    private func isWritten(_ effects: [DeskEffect]) -> Bool {
        effects.contains { if case .append = $0 { true } else { false } }
    }

    /// Writes what the desk decided, and lets everyone know.
    private mutating func commit(_ input: DeskInput, _ decided: [DeskEffect]) {
        steps += 1
        let effects = tamper.map { changed(decided, by: $0) } ?? decided
        for effect in effects {
            switch effect {
            case .append(let entry): ledger.append(entry)
            case .keep(let memo): ledger.keep(memo)
            case .wake(let moment): ask(for: moment)
            case .known, .refuse: break
            }
        }
        auditor.check(input, effects, at: now, wake: wake)
        guard !effects.isEmpty else { return }
        auditor.compare(desk.balance, open: desk.openAlerts)
        for effect in effects {
            switch effect {
            case .append(let entry): react(to: entry)
            case .keep(.unit(let unit)): react(to: unit)
            default: break
            }
        }
    }

    private func changed(_ effects: [DeskEffect], by tamper: Tampering) -> [DeskEffect] {
        effects.map { effect in
            guard case .append(var entry) = effect else { return effect }
            tamper(&entry)
            return .append(entry)
        }
    }

    private mutating func ask(for moment: Moment) {
        wake = moment
        let wait = moment.seconds(since: now.moment)
        plan(.wakes(asked: moment.nanoseconds), in: max(0, wait) + chance.within(habits.lateness))
    }

    // MARK: Trouble

    /// The node ends, and another goes on from the ledger a while later.
    mutating func restart() {
        restarts += 1
        time += Int64(chance.within(habits.outage) * 1e9)
        shift = Int64(chance.within(0...100_000) * 1e9)
        let memory = ledger.restore()
        desk = ResponseDesk(policy: policy, chart: city.chart, memory: memory, defect: defect)
        wake = nil
        auditor.given = policy
        auditor.restart(at: now, lastEntryAt: memory.lastEntryAt)
        start()
    }

    /// The ledger cannot be written: the same node goes on from what it has.
    private mutating func fail(_ input: DeskInput, again what: Happening.What?) {
        _ = desk.step(input, at: now)
        let clocks = desk.running
        let memory = ledger.restore()
        desk = ResponseDesk(policy: policy, chart: city.chart, memory: memory, defect: defect)
        wake = nil
        auditor.given = policy
        // A sign of life is one, also where nothing could be written of it.
        auditor.now = now
        auditor.listen(to: input)
        let effects = desk.step(.resumed(clocks), at: now)
        commit(.resumed(clocks), effects)
        if let what { plan(what, in: 1) }
    }
}

extension DeskInput {
    /// Whether nothing came but the time that the desk had asked for.
    fileprivate var isWake: Bool { if case .wake = self { true } else { false } }
}
