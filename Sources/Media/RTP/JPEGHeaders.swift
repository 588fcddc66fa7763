/// The headers that make a JPEG file of what RTP carries.
///
/// There are no Huffman tables in them: decoders take the usual ones then, which RTP demands.
///
/// - Source: RFC 2435 4.2 and appendix A; ITU-T T.81 B.2, K.1.
enum JPEGHeaders {
    /// Of brightness, in rows.
    private static let luma: [Int] = [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69,
        56, 14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81,
        104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
    ]
    /// Of colour: all beyond the upper left corner are 99.
    private static let chromaCorner: [Int: Int] = [
        0: 17, 1: 18, 2: 24, 3: 47, 8: 18, 9: 21, 10: 26, 11: 66, 16: 24, 17: 26, 18: 56, 24: 47,
        25: 66,
    ]

    /// The place of each coefficient in the order in which tables are sent.
    private static let zigzag: [Int] = {
        (0..<64).sorted { a, b in
            let (rowA, columnA, rowB, columnB) = (a / 8, a % 8, b / 8, b % 8)
            let (sumA, sumB) = (rowA + columnA, rowB + columnB)
            if sumA != sumB { return sumA < sumB }
            return sumA % 2 == 0 ? columnA < columnB : rowA < rowB
        }
    }()

    /// Both tables for a quality of 1 to 99, each in zigzag order.
    static func quantisers(quality: UInt8) -> [UInt8] {
        let quality = max(1, min(99, Int(quality)))
        let scale = quality < 50 ? 5000 / quality : 200 - quality * 2
        func scaled(_ value: Int) -> UInt8 { UInt8(max(1, min(255, (value * scale + 50) / 100))) }
        return zigzag.map { scaled(luma[$0]) } + zigzag.map { scaled(chromaCorner[$0] ?? 99) }
    }

    static func bytes(
        _ header: JPEGAssembler.Header,
        _ size: (width: Int, height: Int),
        _ quantisers: [UInt8]
    ) -> [UInt8] {
        var bytes: [UInt8] = [0xFF, 0xD8]
        for table in 0..<2 {
            segment(0xDB, [UInt8(table)] + quantisers[table * 64..<table * 64 + 64], in: &bytes)
        }
        if let restart = header.restart { segment(0xDD, pair(restart), in: &bytes) }
        // Three components: brightness takes two samples across, and down where layout is 1.
        let sampling: UInt8 = header.layout == 0 ? 0x21 : 0x22
        segment(
            0xC0,
            [8] + pair(size.height) + pair(size.width)
                + [3, 1, sampling, 0, 2, 0x11, 1, 3, 0x11, 1],
            in: &bytes
        )
        segment(0xDA, [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0], in: &bytes)
        return bytes
    }

    private static func segment(_ kind: UInt8, _ content: [UInt8], in bytes: inout [UInt8]) {
        bytes += [0xFF, kind] + pair(content.count + 2) + content
    }

    private static func pair(_ number: Int) -> [UInt8] {
        [UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF)]
    }
}
