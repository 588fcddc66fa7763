import Domain

/// A step of the response whose time is measured.
package enum Milestone: String, Sendable, Hashable, Codable, CaseIterable {
    case delivered, accepted, dispatched, onscene, contained
}

/// Who can be engaged in an alert beside whoever holds it.
package enum Force: String, Sendable, Hashable, Codable, CaseIterable {
    case station
    /// The nearest available patrol units.
    case units
    /// The two adjacent stations.
    case adjacent
    case dutyOfficer = "duty-officer"
    case policeOffice = "police-office"
    case district, city
}

/// Something that the desk does by itself when a time has come.
///
/// - Note: the raw values are what streams show; the order is the one in which stages of the same
///   moment fire.
package enum StageName: String, Sendable, Hashable, Codable, CaseIterable {
    /// District and city are told at once of an alert of priority 1.
    case standby
    /// Acceptance was missed, or the station has no live terminal.
    case neighbours
    /// The next tier is warned.
    case warning
    /// The arrival deadline passed, and nobody is on scene.
    case district
    /// Not contained after three minutes.
    case reinforcement
    /// Not contained after five minutes.
    case city
    case minute1 = "minute-1"
    case minute3 = "minute-3"
    case minute5 = "minute-5"
    /// A milestone was missed.
    case deliveredMissed = "delivered"
    case acceptedMissed = "accepted"
    case dispatchedMissed = "dispatched"
    case onsceneMissed = "onscene"
    case containedMissed = "contained"

    static let numbers = Dictionary(
        uniqueKeysWithValues: allCases.enumerated().map { ($1, UInt32($0)) }
    )
}

/// A stage with its time and whom it engages.
package struct Stage: Sendable, Hashable {
    package var name: StageName
    package var type: EntryType
    /// - Units: seconds after the raise.
    package var after: Double
    /// What makes it needless.
    package var unless: Milestone
    package var engages: [Force]

    package init(
        _ name: StageName,
        _ type: EntryType,
        after: Double,
        unless: Milestone,
        engages: [Force] = []
    ) {
        self.name = name
        self.type = type
        self.after = after
        self.unless = unless
        self.engages = engages
    }
}

/// Which stages of an alert have fired.
package struct StageSet: Sendable, Hashable {
    private var bits: UInt32 = 0

    package init(_ stages: some Sequence<StageName> = []) {
        for stage in stages { insert(stage) }
    }

    package func contains(_ stage: StageName) -> Bool { bits & Self.bit(stage) != 0 }
    package mutating func insert(_ stage: StageName) { bits |= Self.bit(stage) }
    mutating func remove(_ stage: StageName) { bits &= ~Self.bit(stage) }
    package var names: [StageName] { StageName.allCases.filter(contains) }

    private static func bit(_ stage: StageName) -> UInt32 { 1 << StageName.numbers[stage]! }
}

extension StageSet: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([StageName].self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(names)
    }
}
