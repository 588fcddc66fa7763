/// Brings a stream's packets into the order of their numbers, and tells which never came.
///
/// A packet that comes before its turn waits for those before it, but not for long.
///
/// - Source: RFC 3550 A.1 for its two distances.
package struct PacketOrder {
    /// What is to become of a packet that has just come.
    package enum Verdict: Equatable {
        /// It is next, after so many that never came.
        case next(lost: Int)
        /// It is to be kept; `due` tells when its turn has come.
        case early
        /// It comes too late, or twice.
        case stray
    }

    /// Packets that wait at most.
    package static let capacity = 32
    /// How long one waits at most.
    ///
    /// - Units: microseconds.
    package static let patience: Int64 = 300_000
    private static let farAhead = 3000
    private static let farBehind = 100
    /// So many strays in a row are a camera that counts anew.
    private static let straysInRow = 20

    private var expected: UInt16?
    private var waiting: [(sequence: UInt16, since: Int64, bytes: [UInt8])] = []
    private var strays = 0

    package init() {}

    var isWaiting: Bool { !waiting.isEmpty }

    package mutating func take(_ sequence: UInt16) -> Verdict {
        guard let expected else { return next(sequence, lost: 0) }
        let ahead = Int(Int16(bitPattern: sequence &- expected))
        if ahead == 0 {
            // The one that waits is the same packet; once passed it would look far ahead.
            waiting.removeAll { $0.sequence == sequence }
            return next(sequence, lost: 0)
        }
        if ahead < 0, ahead >= -Self.farBehind, strays < Self.straysInRow {
            strays += 1
            return .stray
        }
        guard ahead > 0, ahead < Self.farAhead else {
            // The camera has begun to count anew; what was lost with it nobody knows.
            waiting = []
            return next(sequence, lost: 1)
        }
        return waiting.contains { $0.sequence == sequence } ? .stray : .early
    }

    /// Keeps a packet that came early.
    package mutating func keep(_ sequence: UInt16, _ bytes: [UInt8], at now: Int64) {
        waiting.append((sequence, now, bytes))
    }

    /// The next packet of those that wait, if its turn has come or it has waited too long.
    package mutating func due(at now: Int64) -> (bytes: [UInt8], lost: Int)? {
        guard let expected, let index = nearest(to: expected) else { return nil }
        let packet = waiting[index]
        let lost = Int(packet.sequence &- expected)
        let isLongDue =
            waiting.count >= Self.capacity || waiting.contains { now - $0.since > Self.patience }
        guard lost == 0 || isLongDue else { return nil }
        waiting.remove(at: index)
        _ = next(packet.sequence, lost: lost)
        return (packet.bytes, lost)
    }

    private mutating func next(_ sequence: UInt16, lost: Int) -> Verdict {
        expected = sequence &+ 1
        strays = 0
        return .next(lost: lost)
    }

    private func nearest(to expected: UInt16) -> Int? {
        waiting.indices.min {
            waiting[$0].sequence &- expected < waiting[$1].sequence &- expected
        }
    }
}
