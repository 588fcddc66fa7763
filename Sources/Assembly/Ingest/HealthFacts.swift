package import Domain

/// What is to be known of a packet that came.
package struct PacketFacts: Sendable, Hashable {
    package var bytes: Int
    package var isKeyframe: Bool
    package var isDropped: Bool
    package var time: StreamTime?
    /// Seconds by which the camera's clock was set with it.
    package var leap: Double?
    /// RTP packets that came for it, and that never came.
    package var received: Int
    package var lost: Int

    package init(
        bytes: Int,
        isKeyframe: Bool = false,
        isDropped: Bool = false,
        time: StreamTime? = nil,
        leap: Double? = nil,
        received: Int = 0,
        lost: Int = 0
    ) {
        self.bytes = bytes
        self.isKeyframe = isKeyframe
        self.isDropped = isDropped
        self.time = time
        self.leap = leap
        self.received = received
        self.lost = lost
    }
}

/// What came out of the decoder.
package struct DecodedFacts: Sendable, Hashable {
    /// Packets given to it.
    package var tried: Int
    package var pictures: Int
    /// Packets that could not be decoded, and pictures with parts guessed.
    package var damaged: Int
    /// Pictures whose time was not after the one before.
    package var untimely: Int
    /// Why it cannot go on.
    package var error: String?

    package init(
        tried: Int = 1,
        pictures: Int = 0,
        damaged: Int = 0,
        untimely: Int = 0,
        error: String? = nil
    ) {
        self.tried = tried
        self.pictures = pictures
        self.damaged = damaged
        self.untimely = untimely
        self.error = error
    }
}

/// What happened within the last seconds, the newest few.
struct Recent<Value: Sendable>: Sendable {
    private static var bound: Int { 16 }

    private let seconds: Double
    private var all: [(at: Moment, value: Value)] = []

    init(seconds: Double) { self.seconds = seconds }

    var count: Int { all.count }

    mutating func add(_ value: Value, at now: Moment) {
        if all.count == Self.bound { all.removeFirst() }
        all.append((now, value))
    }

    mutating func list(at now: Moment) -> [Value] {
        all.removeAll { now.seconds(since: $0.at) >= seconds }
        return all.map(\.value)
    }
}

/// How many packets a second a camera sends as a rule; a lasting change becomes the rule.
struct UsualRate: Sendable {
    private let seconds: Double
    private var rate: Double?
    private var last: Moment?

    /// - Parameter seconds: the time constant with which a new rate is got used to.
    init(seconds: Double) { self.seconds = seconds }

    mutating func learn(_ now: Double, at moment: Moment) -> Double {
        guard let rate, let last else {
            self.rate = now
            self.last = moment
            return now
        }
        // After a pause the old rule still stands.
        let passed = min(moment.seconds(since: last), 1)
        self.last = moment
        let learned = now > rate ? now : rate + (now - rate) * min(passed / seconds, 1)
        self.rate = learned
        return learned
    }
}
