import Domain

/// The nonces that one connection's client was given.
struct Nonces {
    /// What is to be thought of a nonce that came back.
    enum Standing { case good, stale, unknown }

    /// Nonces that are over and still known to have been given.
    private static let remembered = 4

    private let seconds: Double
    private let uses: Int
    private let make: @Sendable () -> String
    private var current: (text: String, since: Moment, uses: Int)?
    private var retired: [String] = []

    /// - Parameters:
    ///   - seconds: How long each is good.
    ///   - uses: How many requests each is good for.
    init(seconds: Double, uses: Int, make: @escaping @Sendable () -> String) {
        self.seconds = seconds
        self.uses = uses
        self.make = make
    }

    /// The nonce to challenge with: the same one as long as it is good.
    mutating func offered(at now: Moment) -> String {
        if let current {
            if isGood(current, at: now) { return current.text }
            retired = (retired + [current.text]).suffix(Self.remembered)
        }
        let text = make()
        current = (text, now, 0)
        return text
    }

    func standing(of text: String, at now: Moment) -> Standing {
        if let current, current.text == text { return isGood(current, at: now) ? .good : .stale }
        return retired.contains(text) ? .stale : .unknown
    }

    /// Makes the nonce that is good now stale.
    mutating func expire() {
        guard let current else { return }
        retired = (retired + [current.text]).suffix(Self.remembered)
        self.current = nil
    }

    mutating func use() { current?.uses += 1 }

    private func isGood(
        _ nonce: (text: String, since: Moment, uses: Int),
        at now: Moment
    ) -> Bool {
        now.seconds(since: nonce.since) < seconds && nonce.uses < uses
    }
}
