import Domain

/// What a stretch of a camera's stream brought.
struct StreamTally: Sendable, Hashable {
    var packets = 0
    var bytes = 0
    /// Packets for which there was no room in the queue.
    var dropped = 0
    /// RTP packets that never came.
    var lost = 0
    /// RTP packets that came.
    var received = 0
    /// Packets given to the decoder.
    var tried = 0
    var pictures = 0
    var damaged = 0
    /// Pictures whose time was not after the one before.
    var untimely = 0

    static func + (a: Self, b: Self) -> Self {
        Self(
            packets: a.packets + b.packets,
            bytes: a.bytes + b.bytes,
            dropped: a.dropped + b.dropped,
            lost: a.lost + b.lost,
            received: a.received + b.received,
            tried: a.tried + b.tried,
            pictures: a.pictures + b.pictures,
            damaged: a.damaged + b.damaged,
            untimely: a.untimely + b.untimely
        )
    }
}

/// The last moments of a stream, in ten slots and one that is being filled.
struct TallyWindow: Sendable {
    private struct Slot {
        var tally = StreamTally()
        /// The last packet's arrival and stream time.
        var mark: (at: Moment, time: Double)?
    }

    private static let count = 10

    private let slotSeconds: Double
    private var slots: [Slot] = []
    private var start = Moment(nanoseconds: 0)

    /// - Parameter seconds: how far the window reaches back.
    init(seconds: Double) { slotSeconds = seconds / Double(Self.count) }

    /// Forgets all, as a stream begins.
    mutating func begin(at now: Moment) {
        slots = [Slot()]
        start = now
    }

    /// Opens the slot of this moment.
    ///
    /// - Returns: whether it is a new one: the time to judge.
    mutating func advance(to now: Moment) -> Bool {
        let passed = now.seconds(since: start)
        guard passed >= slotSeconds else { return false }
        let steps = Int(min(passed / slotSeconds, 1e6))
        slots += Array(repeating: Slot(), count: min(steps, Self.count + 1))
        slots.removeFirst(max(0, slots.count - Self.count - 1))
        start = start.advanced(bySeconds: Double(steps) * slotSeconds)
        return true
    }

    mutating func add(_ tally: StreamTally) {
        guard let last = slots.indices.last else { return }
        slots[last].tally = slots[last].tally + tally
    }

    mutating func mark(_ time: StreamTime, at now: Moment) {
        guard let last = slots.indices.last else { return }
        slots[last].mark = (now, time.seconds)
    }

    /// Forgets which time the stream had when, since its clock was set.
    mutating func forgetMarks() {
        for index in slots.indices { slots[index].mark = nil }
    }

    var total: StreamTally { slots.reduce(StreamTally()) { $0 + $1.tally } }

    /// Seconds that the window covers by now.
    func seconds(at now: Moment) -> Double {
        Double(max(slots.count - 1, 0)) * slotSeconds + now.seconds(since: start)
    }

    var isFull: Bool { slots.count > Self.count }

    /// How far the stream's time came while the clock went so far.
    var pace: (streamSeconds: Double, seconds: Double)? {
        let marks = slots.compactMap(\.mark)
        guard let first = marks.first, let last = marks.last else { return nil }
        let seconds = last.at.seconds(since: first.at)
        return seconds > 0 ? (last.time - first.time, seconds) : nil
    }
}
