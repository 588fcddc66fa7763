import CameraSimulator
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
}
