import Domain
import Media

/// A camera's packets that wait for their lane, with a bound.
struct PacketQueue {
    struct Arrived {
        let packet: Packet
        let at: Stamp
    }

    private var waiting: [Arrived] = []
    private var bytes = 0
    /// Whether packets are dropped up to the next keyframe, because one before it is missing.
    private var isSkipping = false
    /// Whether a lane has been told that there is work.
    private var isScheduled = false

    var count: Int { waiting.count }

    enum Verdict { case queued, queuedFirst, dropped }

    /// Takes a packet in, where there is room.
    ///
    /// - Returns: `queuedFirst` where the lane is to be told.
    mutating func append(_ arrived: Arrived, limits: IngestLimits) -> Verdict {
        let isFull =
            waiting.count >= limits.packetsWaiting
            || (bytes + arrived.packet.byteCount > limits.bytesWaiting && !waiting.isEmpty)
        if isFull || (isSkipping && !arrived.packet.isKeyframe) {
            isSkipping = true
            return .dropped
        }
        isSkipping = false
        waiting.append(arrived)
        bytes += arrived.packet.byteCount
        if isScheduled { return .queued }
        isScheduled = true
        return .queuedFirst
    }

    /// The oldest packets, no more than a turn's.
    mutating func take(_ count: Int) -> [Arrived] {
        let taken = Array(waiting.prefix(count))
        waiting.removeFirst(taken.count)
        bytes -= taken.reduce(0) { $0 + $1.packet.byteCount }
        return taken
    }

    /// Whether the lane has to come again; where not, it is to be told of the next packet.
    mutating func hasMore() -> Bool {
        isScheduled = !waiting.isEmpty
        return isScheduled
    }
}
