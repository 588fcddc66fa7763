import Domain
import Media

/// Pictures of known content: a light square that walks to the right over a dark slope.
struct MadePictures {
    let width: Int
    let height: Int

    func luma(_ index: Int) -> [UInt8] {
        var plane = [UInt8](repeating: 0, count: width * height)
        for row in 0..<height {
            for column in 0..<width {
                plane[row * width + column] = UInt8(40 + 60 * column / width)
            }
        }
        let side = height / 4
        let left = min(index * 4, width - side)
        for row in height / 3..<(height / 3 + side) {
            for column in left..<(left + side) { plane[row * width + column] = 200 }
        }
        return plane
    }

    func encoded(
        count: Int,
        gop: Int = 10,
        keyframes: Set<Int> = [],
        codec: VideoEncoder.Codec = .h264
    ) throws -> (sets: [[UInt8]], pictures: [EncodedPicture]) {
        let encoder = try VideoEncoder(
            .init(
                width: width,
                height: height,
                rate: 10,
                gopPictures: gop,
                bitRate: 400_000,
                codec: codec
            )
        )
        let grey = [UInt8](repeating: 128, count: width * height / 4)
        var pictures: [EncodedPicture] = []
        for index in 0..<count {
            pictures += try encoder.encode(
                luma: luma(index),
                cb: grey,
                cr: grey,
                keyframe: keyframes.contains(index)
            )
        }
        pictures += try encoder.finish()
        return (encoder.parameterSets, pictures)
    }
}

extension MadePictures {
    /// A raw H.264 stream of these pictures, as a recording.
    func recording(count: Int) throws -> TemporaryFile {
        try TemporaryFile(stream(count: count), suffix: ".h264")
    }

    /// The same as bytes.
    func stream(count: Int) throws -> [UInt8] {
        let (sets, pictures) = try encoded(count: count)
        var bytes: [UInt8] = []
        for unit in sets + pictures.flatMap(\.units) { bytes += [0, 0, 0, 1] + unit }
        return bytes
    }
}

/// What a test keeps of a decoded picture.
struct SeenPicture {
    let time: Double
    let isKeyframe: Bool
    let width: Int
    let height: Int
    let luma: [UInt8]

    init(_ picture: borrowing Picture) {
        time = picture.time.seconds
        isKeyframe = picture.isKeyframe
        width = picture.width
        height = picture.height
        luma = picture.withLuma { plane in
            var tight: [UInt8] = []
            for row in 0..<plane.height {
                for column in 0..<plane.width {
                    tight.append(plane.pixels[row * plane.stride + column])
                }
            }
            return tight
        }
    }

    /// Every picture of a recording.
    static func all(of path: String) throws -> (info: StreamInfo, pictures: [SeenPicture]) {
        let reader = try PacketReader(opening: StreamAddress(path), interrupt: Interrupt())
        let decoder = try PictureDecoder(reader.info)
        var pictures: [SeenPicture] = []
        while let packet = try reader.next() {
            try decoder.decode(packet) { pictures.append(SeenPicture($0)) }
        }
        try decoder.flush { pictures.append(SeenPicture($0)) }
        return (reader.info, pictures)
    }
}
