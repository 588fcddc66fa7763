/// The one source of chance of a simulated city: the same seed, the same city.
///
/// - Source: SplitMix64, Steele, Lea and Flood, "Fast splittable pseudorandom number generators".
struct Chance: RandomNumberGenerator {
    private var state: UInt64

    /// Seeds that follow each other give series that have nothing in common.
    init(seed: UInt64) {
        state = seed
        state = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 0 to 1, without 1.
    mutating func share() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Whether something happens that does so in this share of cases.
    mutating func happens(_ probability: Double) -> Bool { share() < probability }

    mutating func within(_ bounds: ClosedRange<Double>) -> Double {
        bounds.lowerBound + share() * (bounds.upperBound - bounds.lowerBound)
    }

    /// 0 to `count`, without `count`.
    mutating func index(below count: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(count)).high)
    }

    mutating func one<Choice>(of choices: [Choice]) -> Choice {
        choices[index(below: choices.count)]
    }
}
