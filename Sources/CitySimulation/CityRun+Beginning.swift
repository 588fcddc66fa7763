import Desk
import Domain

extension CityRun {
    /// Puts everyone in place, and plans what will happen.
    mutating func populate() {
        for unit in city.units.indices { place(unit) }
        for station in city.stations.indices where !chance.happens(habits.darkness) {
            for number in 0..<1 + chance.index(below: 2) { open(number, at: station) }
        }
        var next = chance.within(0...habits.pause)
        while next < activity {
            if chance.happens(0.3) { planSignal(at: next) } else { planSighting(at: next) }
            next += chance.within(0...2 * habits.pause)
        }
        planTrouble()
        if isStorm { plan(.storm, in: chance.within(20...activity / 2)) }
    }

    private mutating func place(_ unit: Int) {
        let station = city.stations[unit / MadeUpCity.unitsAStation].position
        let place = GeoPoint(
            longitude: station.longitude + chance.within(-0.01...0.01),
            latitude: station.latitude + chance.within(-0.008...0.008)
        )
        var driver = Driver(place: place, home: place, speed: chance.within(3...25))
        if chance.happens(0.05) { driver.skew = chance.one(of: [-20, -3, 3, 8]) }
        drivers.append(driver)
        plan(.unitSends(unit), in: chance.within(0...habits.interval))
        if chance.happens(0.2) {
            let isOn = chance.happens(0.3)
            plan(.unitTurns(unit, on: isOn), in: chance.within(0...activity))
            if !isOn, chance.happens(0.5) {
                plan(.unitTurns(unit, on: true), in: chance.within(60...activity + 60))
            }
        }
    }

    private mutating func open(_ number: Int, at station: Int) {
        let index = terminals.count
        terminals.append(Terminal(station: station, name: "wall-\(number + 1)", isAlive: true))
        terminalsOf[station].append(index)
        plan(.terminalBeats(index), in: chance.within(0...5))
        if chance.happens(0.15) {
            let death = chance.within(5...activity)
            plan(.terminalDies(index), in: death)
            if chance.happens(0.7) {
                plan(.terminalReturns(index), in: death + chance.within(2...120))
            }
        }
    }

    private mutating func planTrouble() {
        for _ in 0..<chance.index(below: 3) {
            plan(.restarts, in: chance.within(1...activity + 100))
        }
        if chance.happens(0.3) {
            for _ in 0..<1 + chance.index(below: 2) {
                let step = chance.one(of: [-3_600_000, 3_600_000, -5_000, 30_000] as [Int64])
                plan(.clockSteps(milliseconds: step), in: chance.within(1...activity + 100))
            }
        }
        if chance.happens(0.3) { plan(.policyChanges, in: chance.within(1...activity)) }
        if chance.happens(0.2) { plan(.drillStarts, in: chance.within(1...activity)) }
        for _ in 0..<chance.index(below: 5) {
            let camera = chance.index(below: city.cameras.count)
            plan(.cameraChanges(camera), in: chance.within(1...activity))
        }
    }

    // MARK: What alerts come of

    mutating func planSighting(at seconds: Double) {
        let camera = chance.index(below: city.cameras.count)
        planSighting(of: camera, zone: chance.index(below: Self.zones.count), at: seconds)
    }

    mutating func planSighting(of camera: Int, zone: Int, at seconds: Double) {
        let kinds: [AlertKind] = [.intrusion, .crossing, .loitering, .intrusion, .motion]
        let priority: Priority? =
            chance.happens(0.3) ? chance.one(of: [.one, .one, .two, .three, .four]) : nil
        var sighting = Sighting(
            camera: camera, zone: Self.zones[zone], kind: chance.one(of: kinds),
            priority: priority, start: now.wall
        )
        sighting.isWithdrawn = chance.happens(0.05)
        sighting.folded = chance.happens(0.05) ? 1 + chance.index(below: 3) : 0
        sighting.sequels = chance.happens(0.3) ? 1 + chance.index(below: 3) : 0
        sighting.length = chance.within(1...60)
        sightings.append(sighting)
        plan(.opens(sightings.count - 1), in: seconds)
    }

    static let zones = ["gate", "kerb", "bench", "hall", "yard", "roof", "shop", "lane"]

    mutating func planSignal(at seconds: Double, of drill: DrillID? = nil, in cell: Int? = nil) {
        let cell = city.cells[cell ?? chance.index(below: city.cells.count)]
        let station = city.stations[cell.station].id
        let kinds = [AlertKind("panic-button"), AlertKind("door-contact"), AlertKind("smoke")]
        let position = chance.happens(0.7) ? cell.place : nil
        rings.append(
            Signal(
                reference: Alert.SignalReference(
                    source: drill == nil ? "gate" : Drill.source, id: "\(rings.count)",
                    position: position
                ),
                kind: chance.one(of: kinds),
                priority: chance.happens(0.3) ? chance.one(of: Priority.allCases) : nil,
                station: station,
                grid: GridID(station.rawValue),
                placeClass: chance.one(of: PlaceClass.allCases),
                position: position,
                text: nil,
                drill: drill
            )
        )
        plan(.rings(rings.count - 1), in: seconds)
        if chance.happens(0.15) {
            plan(.rings(rings.count - 1), in: seconds + chance.within(0...200))
        }
    }

    /// 2,000 alerts in one grid within minutes.
    mutating func planStorm() {
        let station = chance.index(below: city.stations.count)
        let cameras = city.camerasOfGrid[station]
        let length = chance.within(30...150)
        for number in 0..<2000 {
            let at = chance.within(0...length)
            if number % 3 == 0 {
                let cell = station + MadeUpCity.columns * MadeUpCity.rows * (number % 200)
                planSignal(at: at, in: cell)
            } else {
                let zone = number / cameras.count % Self.zones.count
                planSighting(of: cameras[number % cameras.count], zone: zone, at: at)
            }
        }
    }
}
