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
        keyframes: Set<Int> = []
    ) throws -> (sets: [[UInt8]], pictures: [EncodedPicture]) {
        let encoder = try VideoEncoder(
            .init(width: width, height: height, rate: 10, gopPictures: gop, bitRate: 400_000)
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
