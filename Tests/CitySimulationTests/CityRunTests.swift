import CitySimulation
import Desk
import Domain
import Testing

private let city = MadeUpCity()

struct `The desk in a made-up city` {
    @Test(arguments: [1, 2, 3, 4, 5, 20] as [UInt64])
    func `keeps its promises, seed by seed`(seed: UInt64) {
        let result = CityRun.result(of: seed, in: city)
        #expect(result.broken == [])
        #expect(result.steps > 1000)
        #expect(result.alerts > (seed == 20 ? 2000 : 20))
        #expect(result.isStorm == (seed == 20))
    }

    @Test func `does the same for the same seed, and something else for another`() {
        let first = CityRun.result(of: 7, in: city)
        #expect(CityRun.result(of: 7, in: city) == first)
        #expect(CityRun.result(of: 8, in: city).steps != first.steps)
    }

    @Test(arguments: ResponseDesk.Defect.allCases)
    func `is caught with a planted defect within ten seeds`(defect: ResponseDesk.Defect) throws {
        let found = (1...10).lazy.flatMap {
            CityRun.result(of: $0, in: city, defect: defect).broken
        }
        let expected: [ResponseDesk.Defect: Invariant] = [
            .stageTwice: .stageTwice, .deadlineReset: .deadline, .lostHandback: .stageMissing,
        ]
        #expect(try #require(found.first).invariant == expected[defect])
    }
}

/// Entries that were changed on their way into the ledger: each invariant can fail.
struct `The auditor of a made-up city` {
    @Test(arguments: Fault.all)
    func `notices`(fault: Fault) throws {
        let found = (1...10).lazy.flatMap {
            CityRun.result(of: $0, in: city, tamper: fault.tamper).broken
        }
        let first = try #require(found.first)
        let broken = CityRun.result(of: first.seed, in: city, tamper: fault.tamper).broken
        #expect(broken.contains { $0.invariant == fault.breaks })
    }
}

/// Something that an entry must not say.
struct Fault: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let breaks: Invariant
    let tamper: CityRun.Tampering

    private init(
        _ words: String,
        _ breaks: Invariant,
        of type: EntryType? = nil,
        _ change: @escaping @Sendable (inout Entry, inout AlertRecord, inout Detail) -> Void
    ) {
        testDescription = words
        self.breaks = breaks
        tamper = { entry in
            guard type == nil || entry.type == type,
                case .alert(var record, var detail) = entry.matter
            else { return }
            change(&entry, &record, &detail)
            entry.matter = .alert(record, detail)
        }
    }

    static let all = [
        Fault("a hole in a queue", .numbering, of: .closed) { entry, _, _ in
            entry.places[0].number += 1
        },
        Fault("an entry twice in a queue", .numbering, of: .closed) { entry, _, _ in
            var again = entry.places[0]
            again.number += 1
            entry.places.append(again)
        },
        Fault("a hole in an alert's entries", .ordinal, of: .accepted) { entry, _, _ in
            entry.ordinal += 1
        },
        Fault("a deadline put off", .deadline, of: .accepted) { _, record, _ in
            record.alert.deadlines.onscene = record.alert.deadlines.onscene.advanced(bySeconds: 1)
        },
        Fault("another priority", .identity, of: .accepted) { _, record, _ in
            record.alert.priority = record.alert.priority == .one ? .two : .one
        },
        Fault("a standing that does not follow", .balance, of: .closed) { _, record, _ in
            record.standing = .withdrawn
        },
        Fault("a state that does not follow", .forward, of: .accepted) { _, record, _ in
            record.alert.state = .onscene
        },
        Fault("a stage under another's name", .deadline, of: .stageBreached) { _, _, detail in
            detail.stage = .deliveredMissed
        },
        Fault("a stage without its lateness", .lateness, of: .stageFired) { _, _, detail in
            detail.late = nil
        },
        Fault("nobody told", .muted, of: .stageFired) { _, record, detail in
            detail.engaged = record.alert.priority == .one ? detail.engaged : []
        },
        Fault("priority 1 muted", .priorityOne, of: .stageWarned) { _, record, detail in
            detail.engaged = record.alert.priority == .one ? [] : detail.engaged
        },
        Fault("an incident that goes on unsaid", .muted, of: .noted) { _, _, detail in
            detail.engaged = nil
        },
        Fault("a stage left to nobody", .muted, of: .stageFired) { _, record, detail in
            guard record.alert.priority != .one else { return }
            detail.grouped = detail.engaged
            detail.engaged = []
        },
        Fault("another's incident", .incident, of: .raised) { _, record, _ in
            record.alert.incident = "another"
        },
        Fault("a storm that is none", .storm, of: .raised) { _, record, _ in
            record.alert.storm = true
        },
        Fault("a second acceptance", .acceptance, of: .dispatched) { entry, record, _ in
            entry.type = .accepted
            record.alert.state = .accepted
        },
    ]
}
