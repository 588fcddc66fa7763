import Domain
import Media
import Testing

struct `A video encoder` {
    let source = MadePictures(width: 160, height: 96)

    @Test(arguments: VideoEncoder.Codec.allCases)
    func `gives one picture for each that goes in, in order`(codec: VideoEncoder.Codec) throws {
        let pictures = try source.encoded(count: 25, codec: codec).pictures
        #expect(pictures.map(\.index) == Array(0..<25))
    }

    @Test(arguments: [VideoEncoder.Codec.h264, .h265])
    func `puts keyframes at the fixed interval and where they are asked for`(
        codec: VideoEncoder.Codec
    ) throws {
        let pictures = try source.encoded(count: 25, gop: 10, keyframes: [14], codec: codec)
            .pictures
        #expect(pictures.filter(\.isKeyframe).map(\.index) == [0, 10, 14, 24])
    }

    @Test func `gives the parameter sets apart from the pictures`() throws {
        let (sets, pictures) = try source.encoded(count: 12)
        #expect(sets.map { $0[0] & 0x1F } == [7, 8])
        let types = Set(pictures.flatMap(\.units).map { $0[0] & 0x1F })
        #expect(types.isDisjoint(with: [7, 8]))
        #expect(types.isSuperset(of: [1, 5]))
    }

    @Test func `gives H.265's parameter sets apart from the pictures`() throws {
        let (sets, pictures) = try source.encoded(count: 12, codec: .h265)
        #expect(sets.map { $0[0] >> 1 } == [32, 33, 34])
        let types = Set(pictures.flatMap(\.units).map { $0[0] >> 1 })
        #expect(types.isDisjoint(with: [32, 33, 34]))
        #expect(!types.isDisjoint(with: [19, 20]))
        #expect(types.contains(1))
    }

    @Test func `gives whole JPEG files, each a keyframe`() throws {
        let (sets, pictures) = try source.encoded(count: 3, codec: .mjpeg)
        #expect(sets.isEmpty)
        for picture in pictures {
            #expect(picture.isKeyframe)
            #expect(picture.units.count == 1)
            #expect(picture.units[0].starts(with: [0xFF, 0xD8]))
            #expect(picture.units[0].suffix(2) == [0xFF, 0xD9])
        }
    }

    @Test(arguments: VideoEncoder.Codec.allCases)
    func `gives the same bytes for the same pictures`(codec: VideoEncoder.Codec) throws {
        let first = try source.encoded(count: 12, codec: codec)
        let second = try source.encoded(count: 12, codec: codec)
        #expect(first.pictures == second.pictures)
        #expect(first.sets == second.sets)
    }

    @Test(arguments: [(2048, 96), (160, 90), (100, 96)])
    func `refuses JPEGs of a size that RTP cannot bear`(width: Int, height: Int) {
        let settings = VideoEncoder.Settings(
            width: width,
            height: height,
            rate: 10,
            gopPictures: 10,
            bitRate: 100_000,
            codec: .mjpeg
        )
        let error = #expect(throws: MediaError.self) { try VideoEncoder(settings) }
        #expect("\(error!)".contains("multiples of 8"))
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
