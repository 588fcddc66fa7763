/// Puts JPEG pictures together, whose headers RTP sends in a shorter form.
///
/// - Source: RFC 2435.
package struct JPEGAssembler: PictureAssembler {
    /// The size that the description gives, for pictures too large for the header's 8 bits.
    private let described: (width: Int, height: Int)?
    private var ready: [AssembledPicture] = []
    private var current: Current?
    /// Quantisation tables by the header's `Q`, which are sent once.
    private var tables: [UInt8: [UInt8]] = [:]
    private var size: (width: Int, height: Int)?

    /// The picture that is being put together.
    private struct Current {
        var timestamp: UInt32
        var bytes: [UInt8]
        /// How much of its data has come.
        var data = 0
        var isDamaged: Bool
        var size: (width: Int, height: Int)
    }

    package init(described: (width: Int, height: Int)?) { self.described = described }

    package mutating func next() -> AssembledPicture? {
        ready.isEmpty ? nil : ready.removeFirst()
    }

    package mutating func take(_ packet: RTPPacket, _ payload: Span<UInt8>, isAfterLoss: Bool) {
        guard let header = Header(payload) else { return }
        if current?.timestamp != packet.timestamp || header.offset == 0 { finish(isWhole: false) }
        if header.offset == 0 {
            current = begin(header, payload, packet.timestamp)
        }
        guard current != nil else { return }
        if header.offset != current!.data { current!.isDamaged = true }
        let data = payload.extracting(header.dataStart(payload)...)
        if current!.bytes.count < largestPicture {
            current!.bytes.append(data)
        } else {
            current!.isDamaged = true
        }
        current!.data = header.offset + data.count
        if packet.hasMarker { finish(isWhole: true) }
    }

    private mutating func begin(
        _ header: Header,
        _ payload: Span<UInt8>,
        _ timestamp: UInt32
    ) -> Current? {
        guard let quantisers = quantisers(header, payload) else { return nil }
        let size =
            header.width > 0 && header.height > 0
            ? (header.width, header.height) : described ?? (0, 0)
        guard size.0 > 0 else { return nil }
        return Current(
            timestamp: timestamp,
            bytes: JPEGHeaders.bytes(header, size, quantisers),
            isDamaged: false,
            size: size
        )
    }

    private mutating func quantisers(_ header: Header, _ payload: Span<UInt8>) -> [UInt8]? {
        if header.quality < 128 { return JPEGHeaders.quantisers(quality: header.quality) }
        if let sent = header.tables(payload) {
            tables[header.quality] = sent
            return sent
        }
        return header.quality == 255 ? nil : tables[header.quality]
    }

    private mutating func finish(isWhole: Bool) {
        guard var picture = current else { return }
        current = nil
        if picture.bytes.suffix(2) != [0xFF, 0xD9] { picture.bytes += [0xFF, 0xD9] }
        let isNews = size.map { $0 != picture.size } ?? true
        size = picture.size
        ready.append(
            AssembledPicture(
                bytes: picture.bytes,
                timestamp: picture.timestamp,
                isKeyframe: true,
                isDamaged: picture.isDamaged || !isWhole,
                news: isNews ? .size(width: picture.size.width, height: picture.size.height) : nil
            )
        )
    }
}

extension JPEGAssembler {
    /// What stands before a payload's part of the picture.
    struct Header {
        let offset: Int
        /// 0: colour halved across; 1: also down.
        let layout: UInt8
        let quality: UInt8
        /// - Units: pixels; 0 where they do not fit.
        let width: Int
        let height: Int
        /// Blocks between two restart markers.
        let restart: Int?

        init?(_ payload: Span<UInt8>) {
            guard payload.count > 8, payload[4] & 0x3F < 2, payload[4] < 128, payload[5] > 0,
                !(100...127).contains(payload[5])
            else { return nil }
            offset = Int(payload[1]) << 16 | Int(payload[2]) << 8 | Int(payload[3])
            layout = payload[4] & 0x3F
            quality = payload[5]
            width = Int(payload[6]) * 8
            height = Int(payload[7]) * 8
            let hasRestart = payload[4] >= 64
            guard !hasRestart || payload.count > 12 else { return nil }
            restart = hasRestart ? Int(payload[8]) << 8 | Int(payload[9]) : nil
        }

        private var tablesStart: Int { restart == nil ? 8 : 12 }

        /// Where tables stand: length of theirs in bytes.
        private func tablesLength(_ payload: Span<UInt8>) -> Int? {
            guard quality >= 128, offset == 0, payload.count >= tablesStart + 4 else { return nil }
            return Int(payload[tablesStart + 2]) << 8 | Int(payload[tablesStart + 3])
        }

        func dataStart(_ payload: Span<UInt8>) -> Int {
            let length = tablesLength(payload).map { $0 + 4 } ?? 0
            return min(tablesStart + length, payload.count)
        }

        /// The two tables of 64 bytes; one alone counts for both. `nil` where none came.
        func tables(_ payload: Span<UInt8>) -> [UInt8]? {
            let start = tablesStart + 4
            guard let length = tablesLength(payload), [64, 128].contains(length),
                payload[tablesStart + 1] == 0, payload.count >= start + length
            else { return nil }
            var bytes: [UInt8] = []
            bytes.append(payload.extracting(start..<start + length))
            return length == 64 ? bytes + bytes : bytes
        }
    }
}
