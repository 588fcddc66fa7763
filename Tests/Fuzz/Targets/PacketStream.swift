import Media

/// What cameras send over RTP and RTCP.
enum PacketStream {
    /// Puts packets in order and pictures together.
    ///
    /// - Parameter input: The codec in a byte; then packets, each after its length in two and, in a
    ///   third, how many milliseconds passed before it.
    static func pictures(_ input: [UInt8]) throws(Breach) {
        guard var codec = Codec(input.first ?? 255) else { return }
        var order = PacketOrder()
        var reception = Reception()
        var stamps = StampCounter()
        var now: Int64 = 0
        for (pause, bytes) in packets(of: input.dropFirst()) {
            now += Int64(pause) * 1000
            _ = reception.isEnd(bytes.span, at: now)
            try check(report: reception.report(at: now))
            while let due = order.due(at: now) {
                try demand(due.lost >= 0, "\(due.lost) packets are lost")
                try codec.take(due.bytes, isAfterLoss: due.lost > 0)
            }
            guard let packet = RTPPacket(bytes.span) else { continue }
            try demand(packet.payload.upperBound <= bytes.count, "a payload ends past its packet")
            reception.took(packet)
            _ = stamps.ticks(of: packet.timestamp)
            switch order.take(packet.sequence) {
            case .next(let lost):
                try demand(lost >= 0, "\(lost) packets are lost")
                try codec.take(bytes, isAfterLoss: lost > 0)
            case .early: order.keep(packet.sequence, bytes, at: now)
            case .stray: break
            }
        }
        var left = 0
        while let due = order.due(at: .max / 2) {
            try codec.take(due.bytes, isAfterLoss: due.lost > 0)
            left += 1
        }
        try demand(left <= PacketOrder.capacity + 1, "\(left) packets were waiting")
    }

    private static func packets(
        of bytes: ArraySlice<UInt8>
    ) -> [(pause: UInt8, bytes: [UInt8])] {
        var packets: [(pause: UInt8, bytes: [UInt8])] = []
        var rest = bytes
        while rest.count > 3 {
            let head = Array(rest.prefix(3))
            rest = rest.dropFirst(3)
            let length = min(rest.count, Int(head[0]) << 8 | Int(head[1]))
            packets.append((head[2], Array(rest.prefix(length))))
            rest = rest.dropFirst(length)
        }
        return packets
    }

    private static func check(report: [UInt8]) throws(Breach) {
        try demand(report.count % 4, is: 0, "a report's length")
        try demand(report.count >= 8 && report[0] >> 6 == 2, "a report begins otherwise")
    }

    /// An assembler, and what its pictures must look like.
    private struct Codec {
        private var assembler: any PictureAssembler
        private let beginnings: [[UInt8]]

        init?(_ choice: UInt8) {
            let start: [[UInt8]] = [[0, 0, 0, 1]]
            switch choice % 6 {
            case 0: (assembler, beginnings) = (UnitAssembler(.h264), start)
            case 1: (assembler, beginnings) = (UnitAssembler(.h265(ordered: false)), start)
            case 2: (assembler, beginnings) = (UnitAssembler(.h265(ordered: true)), start)
            case 3: (assembler, beginnings) = (JPEGAssembler(described: nil), [[0xFF, 0xD8]])
            case 4:
                (assembler, beginnings) = (JPEGAssembler(described: (4096, 2160)), [[0xFF, 0xD8]])
            case 5: (assembler, beginnings) = (MPEG4Assembler(), [])
            default: return nil
            }
        }

        mutating func take(_ bytes: [UInt8], isAfterLoss: Bool) throws(Breach) {
            guard let packet = RTPPacket(bytes.span) else { return }
            assembler.take(
                packet, bytes.span.extracting(packet.payload), isAfterLoss: isAfterLoss)
            while let picture = assembler.next() {
                let isBegun = beginnings.isEmpty || beginnings.contains(where: picture.bytes.starts)
                try demand(isBegun, "a picture begins with \(picture.bytes.prefix(4))")
                try demand(!picture.bytes.isEmpty, "a picture is empty")
                if case .size(let width, let height) = picture.news {
                    try demand(width > 0 && height > 0, "a picture of \(width) x \(height)")
                }
            }
        }
    }
}
