import Domain
import Media
import Testing

struct `A JPEG of a picture` {
    let source = MadePictures(width: 160, height: 96)

    /// The first picture as JPEG, decoded again.
    private func again(painting: [Polygon] = []) throws -> SeenPicture {
        let file = try source.recording(count: 1)
        let reader = try PacketReader(opening: StreamAddress(file.path), interrupt: Interrupt())
        let decoder = try PictureDecoder(reader.info)
        var jpeg: [UInt8] = []
        while let packet = try reader.next() {
            try decoder.decode(packet) { jpeg = try JPEGEncoder.encode($0, painting: painting) }
        }
        try decoder.flush { jpeg = try JPEGEncoder.encode($0, painting: painting) }
        return try #require(try SeenJPEG.decode(jpeg))
    }

    @Test func `has its size, and brightness spread over the full range`() throws {
        let picture = try again()
        #expect(picture.width == 160 && picture.height == 96)
        let expected = source.luma(0).map { Double(Int($0) - 16) * 255 / 219 }
        let error = zip(picture.luma, expected).reduce(0) { $0 + abs(Double($1.0) - $1.1) }
        #expect(error / Double(expected.count) < 4)
    }

    @Test func `shows nothing of a private zone, and all of the rest`() throws {
        let zone = Polygon(points: [
            Point(x: 0, y: 0.2), Point(x: 0.5, y: 0.2), Point(x: 0.5, y: 0.8), Point(x: 0, y: 0.8),
        ])
        let open = try again()
        let painted = try again(painting: [zone])
        for row in 0..<96 {
            for column in 0..<160 {
                let luma = Int(painted.luma[row * 160 + column])
                let place = Point(x: (Double(column) + 0.5) / 160, y: (Double(row) + 0.5) / 96)
                if zone.contains(place) {
                    try #require(abs(luma - 128) <= 24, "seen through at \(column),\(row): \(luma)")
                } else if column > 96 || row < 8 {
                    try #require(abs(luma - Int(open.luma[row * 160 + column])) <= 8)
                }
            }
        }
    }

    @Test func `can be made of one picture after another`() throws {
        let file = try source.recording(count: 3)
        let reader = try PacketReader(opening: StreamAddress(file.path), interrupt: Interrupt())
        let decoder = try PictureDecoder(reader.info)
        var pictures: [[UInt8]] = []
        while let packet = try reader.next() {
            try decoder.decode(packet) { pictures.append(try JPEGEncoder.encode($0)) }
        }
        try decoder.flush { pictures.append(try JPEGEncoder.encode($0)) }
        #expect(Set(pictures).count == 3)
    }

    @Test func `fills an outline that reaches beyond the picture`() throws {
        let all = Polygon(points: [
            Point(x: -9e300, y: -1), Point(x: 2, y: -1), Point(x: 2, y: 2), Point(x: -1, y: 2),
        ])
        #expect(try again(painting: [all]).luma.allSatisfy { (126...130).contains($0) })
    }
}

/// Decodes a JPEG through an AVI of one picture, since pictures are not taken for recordings.
enum SeenJPEG {
    static func decode(_ jpeg: [UInt8]) throws -> SeenPicture? {
        let file = try TemporaryFile(avi(jpeg, width: 160, height: 96), suffix: ".avi")
        return try SeenPicture.all(of: file.path).pictures.first
    }

    private static func avi(_ jpeg: [UInt8], width: UInt32, height: UInt32) -> [UInt8] {
        let main = words([
            100_000, 0, 0, 0, 1, 0, 1, UInt32(jpeg.count), width, height, 0, 0, 0, 0,
        ])
        let stream =
            Array("vidsMJPG".utf8) + words([0, 0, 0, 1, 10, 0, 1, UInt32(jpeg.count), 0, 0, 0, 0])
        let format =
            words([40, width, height, 1 | 24 << 16]) + Array("MJPG".utf8)
            + words([width * height * 3, 0, 0, 0, 0])
        let header =
            chunk("avih", main)
            + list("strl", chunk("strh", stream) + chunk("strf", format))
        return chunk(
            "RIFF", Array("AVI ".utf8) + list("hdrl", header) + list("movi", chunk("00dc", jpeg)))
    }

    private static func list(_ kind: String, _ body: [UInt8]) -> [UInt8] {
        chunk("LIST", Array(kind.utf8) + body)
    }

    private static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
        Array(name.utf8) + words([UInt32(body.count)]) + body + (body.count % 2 == 1 ? [0] : [])
    }

    private static func words(_ values: [UInt32]) -> [UInt8] {
        values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
    }
}
