import CameraSimulator
import Media
import Testing

@Suite struct `RTP payloads` {
    /// A unit of the size given, whose bytes all differ from their neighbours'.
    private func unit(_ type: UInt8, _ size: Int) -> [UInt8] {
        [0x60 | type] + (1..<max(size, 1)).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 / 256) }
    }

    @Test(arguments: [1, 2, 1399, 1400, 1401, 2796, 2797, 2798, 50_000])
    func `carry units of any size whole, in pieces that fit`(size: Int) {
        let units = [unit(6, 30), unit(5, size)]
        let sets = [unit(7, 25), unit(8, 4)]
        let payloads = RTPPayloads.of(units, after: sets)
        #expect(payloads.allSatisfy { $0.count <= 1400 })
        #expect(reassembled(payloads) == sets + units)
    }

    @Test func `mark the first and the last piece of a unit`() {
        let payloads = RTPPayloads.of([unit(1, 4000)], after: [])
        #expect(payloads.map { $0[1] & 0xC0 } == [0x80, 0, 0x40])
        #expect(payloads.allSatisfy { $0[0] == 0x60 | 28 && $0[1] & 0x1F == 1 })
    }

    @Test(arguments: [3, 1399, 1400, 1401, 2795, 2796, 50_000])
    func `carry H.265 units of any size whole, in pieces that fit`(size: Int) {
        func unit(_ type: UInt8, _ size: Int) -> [UInt8] {
            [type << 1, 1] + (2..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 / 256) }
        }
        let sets = [unit(32, 24), unit(33, 40), unit(34, 7)]
        let units = [unit(39, 30), unit(19, size)]
        let payloads = RTPPayloads.of(units, after: sets, codec: .h265)
        #expect(payloads.allSatisfy { $0.count <= 1400 })
        #expect(payloads[0][0] >> 1 == 48)
        #expect(reassembledH265(payloads) == sets + units)
    }

    @Test(arguments: [1, 1259, 1260, 1261, 2651, 2652, 2653, 70_000])
    func `carry a JPEG's tables once and its scan whole, with each piece's place`(size: Int) {
        let scan = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 5 &+ $0 / 256) }
        let tables = (1...64).map { UInt8($0) } + (65...128).map { UInt8($0) }
        let file: [UInt8] =
            [0xFF, 0xD8, 0xFF, 0xFE, 0, 4, 1, 2, 0xFF, 0xDB, 0, 132, 0] + tables[..<64] + [1]
            + tables[64...] + [0xFF, 0xC0, 0, 17, 8, 0, 180, 1, 64, 3, 1, 0x22, 0, 2, 17, 1, 3]
            + [17, 1, 0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 17, 3, 17, 0, 63, 0] + scan + [0xFF, 0xD9]
        let payloads = RTPPayloads.of([file], codec: .mjpeg)
        #expect(payloads.allSatisfy { $0.count <= 1400 })
        #expect(payloads[0].prefix(12) == [0, 0, 0, 0, 1, 255, 40, 23, 0, 0, 0, 128])
        #expect(payloads[0][12..<140] == tables[...])
        var joined = Array(payloads[0][140...])
        for payload in payloads.dropFirst() {
            let offset = Int(payload[1]) << 16 | Int(payload[2]) << 8 | Int(payload[3])
            #expect(offset == joined.count)
            #expect(payload[4..<8] == [1, 255, 40, 23])
            joined += payload[8...]
        }
        #expect(joined == scan)
    }

    @Test func `carry nothing of a JPEG that is cut off or none`() {
        let cutOff: [UInt8] = [0xFF, 0xD8, 0xFF, 0xDB, 1, 0, 0]
        for bytes in [[], Array(cutOff[..<2]), cutOff, [1, 2, 3, 4, 5]] {
            #expect(RTPPayloads.of([bytes], codec: .mjpeg).isEmpty)
        }
    }
}
