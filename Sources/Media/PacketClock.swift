import CFFmpeg

/// Gives a stream's packets their times.
struct PacketClock {
    private let kind: Kind
    private var timeline = Timeline()
    private var count = 0

    enum Kind: Hashable {
        /// As the packets say: when they are shown, and when decoded.
        case shown
        /// As the packets say, where that is the order of decoding.
        case decoded
        /// Counted, for lack of timestamps.
        case counted(rate: Double)
    }

    init(_ kind: Kind) { self.kind = kind }

    mutating func packet(
        taking scratch: borrowing PacketHandle,
        tick: Double,
        received: Int = 0,
        lost: Int = 0,
        _ doing: String
    ) throws(MediaError) -> Packet {
        let pts = unsafe Self.seconds(scratch.pointer.pointee.pts, tick)
        let dts = unsafe Self.seconds(scratch.pointer.pointee.dts, tick)
        let presented: Double?
        let decoded: Double?
        switch kind {
        case .shown:
            presented = timeline.place(pts ?? dts)
            decoded = presented.flatMap { time in dts.map { time + $0 - (pts ?? $0) } }
        case .decoded:
            presented = nil
            decoded = timeline.place(dts ?? pts)
        case .counted(let rate):
            presented = nil
            decoded = timeline.place(Double(count) / rate)
            count += 1
        }
        return try Packet(
            taking: scratch,
            time: presented ?? decoded == nil ? nil : timeline.newest,
            presented: presented,
            decoded: decoded,
            jump: timeline.jump,
            received: received,
            lost: lost,
            doing
        )
    }

    private static func seconds(_ ticks: Int64, _ tick: Double) -> Double? {
        ticks == WP_NOPTS ? nil : Double(ticks) * tick
    }
}
