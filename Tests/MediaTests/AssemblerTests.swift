import Media
import Testing

struct `Pictures out of RTP packets` {
    private static let sets: [[UInt8]] = [[0x67, 66, 0, 30, 1], [0x68, 0xCE, 1]]
    /// Slices that begin with the picture's first block, and one that does not.
    private static let key: [UInt8] = [0x65, 0x88] + (0..<900).map { UInt8($0 % 251 | 1) }
    private static let plain: [UInt8] = [0x41, 0x9A, 7, 7, 7]
    private static let second: [UInt8] = [0x41, 0x40, 9, 9]

    /// Units, each after its size.
    private static func sized(_ units: [[UInt8]]) -> [UInt8] {
        units.reduce(into: []) { $0 += [0, UInt8($1.count)] + $1 }
    }

    private func annexB(_ units: [[UInt8]]) -> [UInt8] { units.flatMap { [0, 0, 0, 1] + $0 } }

    @Test func `come with their last packet, whole and marked as what they are`() {
        var made = MadePackets()
        var assembler = UnitAssembler(.h264)
        let first = made.picture(Self.sets + [Self.key])
        made.timestamp &+= 9000
        let pictures = assembler.pictures(of: first + made.picture([Self.plain, Self.second]))
        #expect(
            pictures.map(\.bytes) == [
                annexB(Self.sets + [Self.key]), annexB([Self.plain, Self.second]),
            ])
        #expect(pictures.map(\.isKeyframe) == [true, false])
        #expect(pictures.map(\.isDamaged) == [false, false])
        #expect(pictures[0].news == .parameterSets)
    }

    @Test func `come when the next begins, where a camera sets no marker`() {
        var made = MadePackets()
        var assembler = UnitAssembler(.h264)
        var packets: [[UInt8]] = []
        for _ in 0..<3 {
            packets += made.picture([Self.plain, Self.second], marker: false)
            made.timestamp &+= 9000
        }
        #expect(assembler.pictures(of: packets).map(\.bytes.count) == [17, 17])
    }

    @Test func `are told apart though all bear the same timestamp`() {
        var made = MadePackets()
        var assembler = UnitAssembler(.h264)
        let packets = (0..<3).flatMap { _ in made.picture([Self.plain, Self.second], marker: false)
        }
        #expect(assembler.pictures(of: packets).map(\.isDamaged) == [false, false])
    }

    @Test func `are whole again after a camera's markers proved to end mere slices`() {
        var made = MadePackets()
        var assembler = UnitAssembler(.h264)
        var packets: [[UInt8]] = []
        for _ in 0..<4 {
            packets += made.picture([Self.plain]) + made.picture([Self.second])
            made.timestamp &+= 9000
        }
        let pictures = assembler.pictures(of: packets)
        #expect(
            pictures.suffix(2).map(\.bytes) == [
                annexB([Self.plain, Self.second]), annexB([Self.plain, Self.second]),
            ])
        #expect(pictures.suffix(2).allSatisfy { !$0.isDamaged })
    }

    @Test func `with a packet missing are damaged, and the next one is not`() {
        var made = MadePackets()
        var assembler = UnitAssembler(.h264)
        var packets = made.picture([Self.key])
        packets.remove(at: 2)
        made.timestamp &+= 9000
        packets += made.picture([Self.plain])
        var result: [AssembledPicture] = []
        for (index, bytes) in packets.enumerated() {
            let packet = RTPPacket(bytes.span)!
            assembler.take(packet, bytes.span.extracting(packet.payload), isAfterLoss: index == 2)
            while let picture = assembler.next() { result.append(picture) }
        }
        #expect(result.map(\.isDamaged) == [true, false])
        #expect(result[1].bytes == annexB([Self.plain]))
    }

    @Test func `get parameter sets that came long before with every keyframe`() {
        var made = MadePackets()
        var assembler = UnitAssembler(.h264)
        var packets = made.picture(Self.sets)
        for _ in 0..<2 {
            made.timestamp &+= 9000
            packets += made.picture([Self.key])
        }
        let pictures = assembler.pictures(of: packets)
        #expect(
            pictures.map(\.bytes) == [
                annexB(Self.sets + [Self.key]), annexB(Self.sets + [Self.key]),
            ])
        #expect(pictures.map(\.news) == [.parameterSets, nil])
    }

    @Test func `come out of packets that hold several units`() {
        var made = MadePackets()
        var assembler = UnitAssembler(.h264)
        let units = Self.sets + [Self.plain]
        let several: [UInt8] = [24] + Self.sized(units)
        #expect(
            assembler.pictures(of: [made.packet(several, marker: true)]).map(\.bytes) == [
                annexB(units)
            ])
        let cut = assembler.pictures(of: [made.packet(several.dropLast(3), marker: true)])
        #expect(cut.allSatisfy { $0.isDamaged })
    }

    @Test func `of H.265 come whole out of fragments and packets that hold several`() {
        let sets: [[UInt8]] = [[0x40, 1, 12], [0x42, 1, 1], [0x44, 1, 0xC0]]
        let key: [UInt8] = [0x26, 1] + [0xAF] + [UInt8](repeating: 5, count: 300)
        var made = MadePackets()
        var assembler = UnitAssembler(.h265(ordered: false))
        var packets = [made.packet([0x60, 1] + Self.sized(sets))]
        let body = Array(key.dropFirst(2))
        packets.append(made.packet([0x62, 1, 0x80 | 19] + body.prefix(100)))
        packets.append(made.packet([0x62, 1, 19] + body.dropFirst(100).prefix(100)))
        packets.append(made.packet([0x62, 1, 0x40 | 19] + body.dropFirst(200), marker: true))
        let pictures = assembler.pictures(of: packets)
        #expect(pictures.map(\.bytes) == [annexB(sets + [key])])
        #expect(pictures.map(\.isKeyframe) == [true])
    }

    @Test func `of JPEG get the headers that RTP leaves out`() {
        var made = MadePackets(payloadType: 26)
        var assembler = JPEGAssembler(described: nil)
        let tables = (0..<128).map { UInt8($0 + 1) }
        let head: [UInt8] = [0, 0, 0, 0, 1, 255, 20, 12]
        let packets = [
            made.packet(head + [0, 0, 0, 128] + tables + [1, 2, 3]),
            made.packet([0, 0, 0, 3, 1, 255, 20, 12] + [4, 5], marker: true),
        ]
        let pictures = assembler.pictures(of: packets)
        #expect(pictures.count == 1)
        #expect(pictures[0].news == .size(width: 160, height: 96))
        #expect(
            pictures[0].bytes.starts(with: [0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0] + tables.prefix(64)))
        #expect(pictures[0].bytes.suffix(7) == [1, 2, 3, 4, 5, 0xFF, 0xD9])
        #expect(pictures[0].isKeyframe && !pictures[0].isDamaged)
    }

    @Test func `of JPEG with a part missing are damaged`() {
        var made = MadePackets(payloadType: 26)
        var assembler = JPEGAssembler(described: nil)
        let packets = [
            made.packet([0, 0, 0, 0, 1, 60, 20, 12] + [1, 2, 3]),
            made.packet([0, 0, 0, 9, 1, 60, 20, 12] + [4, 5], marker: true),
        ]
        #expect(assembler.pictures(of: packets).map(\.isDamaged) == [true])
    }

    @Test(arguments: 1...64) func `are none, or some, whatever the bytes are`(seed: UInt64) {
        var state = seed
        func next() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        var made = MadePackets()
        var assemblers: [any PictureAssembler] = [
            UnitAssembler(.h264), UnitAssembler(.h265(ordered: false)),
            UnitAssembler(.h265(ordered: true)), JPEGAssembler(described: (64, 64)),
            MPEG4Assembler(),
        ]
        for _ in 0..<200 {
            let payload = (0..<Int(next() % 40)).map { _ in next() }
            let bytes = made.packet(payload, marker: next() % 4 == 0)
            if next() % 3 == 0 { made.timestamp &+= 3000 }
            let packet = RTPPacket(bytes.span)!
            let isAfterLoss = next() % 8 == 0
            for index in assemblers.indices {
                assemblers[index].take(
                    packet, bytes.span.extracting(packet.payload), isAfterLoss: isAfterLoss)
                while let picture = assemblers[index].next() { #expect(!picture.bytes.isEmpty) }
            }
        }
    }
}

struct `The order of packets` {
    @Test func `is kept over the numbers' end, and losses are counted`() {
        var order = PacketOrder()
        #expect(order.take(65_534) == .next(lost: 0))
        #expect(order.take(65_535) == .next(lost: 0))
        #expect(order.take(0) == .next(lost: 0))
        #expect(order.take(0) == .stray)
        #expect(order.take(65_535) == .stray)
    }

    @Test func `is mended where one overtakes another`() {
        var order = PacketOrder()
        _ = order.take(10)
        #expect(order.take(12) == .early)
        order.keep(12, [12], at: 0)
        #expect(order.due(at: 0)?.lost == nil)
        #expect(order.take(11) == .next(lost: 0))
        let due = order.due(at: 0)
        #expect(due?.bytes == [12] && due?.lost == 0)
        #expect(order.take(13) == .next(lost: 0))
    }

    @Test func `is not upset by one that waits and comes again`() {
        var order = PacketOrder()
        _ = order.take(10)
        #expect(order.take(12) == .early)
        order.keep(12, [12], at: 0)
        #expect(order.take(11) == .next(lost: 0))
        #expect(order.take(12) == .next(lost: 0))
        #expect(order.due(at: PacketOrder.patience + 1)?.lost == nil)
        #expect(order.take(13) == .next(lost: 0))
    }

    @Test func `gives up one that does not come in time`() {
        var order = PacketOrder()
        _ = order.take(10)
        #expect(order.take(13) == .early)
        order.keep(13, [13], at: 0)
        #expect(order.due(at: PacketOrder.patience)?.lost == nil)
        let due = order.due(at: PacketOrder.patience + 1)
        #expect(due?.bytes == [13] && due?.lost == 2)
    }

    @Test func `gives up one when too many wait for it`() {
        var order = PacketOrder()
        _ = order.take(10)
        for number in 12..<UInt16(12 + PacketOrder.capacity) {
            #expect(order.take(number) == .early)
            order.keep(number, [], at: 0)
        }
        #expect(order.due(at: 0)?.lost == 1)
    }

    @Test func `begins anew where a camera counts anew`() {
        var order = PacketOrder()
        _ = order.take(40_000)
        #expect(order.take(7) == .next(lost: 1))
        #expect(order.take(8) == .next(lost: 0))
    }
}
