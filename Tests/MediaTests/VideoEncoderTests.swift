import Domain
import Media
import Testing

struct `A video encoder` {
    let source = MadePictures(width: 160, height: 96)

    @Test func `gives one picture for each that goes in, in order`() throws {
        let pictures = try source.encoded(count: 25).pictures
        #expect(pictures.map(\.index) == Array(0..<25))
    }

    @Test func `puts keyframes at the fixed interval and where they are asked for`() throws {
        let pictures = try source.encoded(count: 25, gop: 10, keyframes: [14]).pictures
        #expect(pictures.filter(\.isKeyframe).map(\.index) == [0, 10, 14, 24])
    }

    @Test func `gives the parameter sets apart from the pictures`() throws {
        let (sets, pictures) = try source.encoded(count: 12)
        #expect(sets.map { $0[0] & 0x1F } == [7, 8])
        let types = Set(pictures.flatMap(\.units).map { $0[0] & 0x1F })
        #expect(types.isDisjoint(with: [7, 8]))
        #expect(types.isSuperset(of: [1, 5]))
    }

    @Test func `gives the same bytes for the same pictures`() throws {
        let first = try source.encoded(count: 12)
        let second = try source.encoded(count: 12)
        #expect(first.pictures == second.pictures)
        #expect(first.sets == second.sets)
    }

    @Test func `refuses an odd size and planes of another size`() throws {
        #expect(throws: MediaError.self) {
            try VideoEncoder(
                .init(width: 161, height: 96, rate: 10, gopPictures: 10, bitRate: 1000)
            )
        }
        let encoder = try VideoEncoder(
            .init(width: 160, height: 96, rate: 10, gopPictures: 10, bitRate: 100_000)
        )
        #expect(throws: MediaError.self) { try encoder.encode(luma: [1], cb: [1], cr: [1]) }
    }
}
