import Media
import Testing

struct `A recording` {
    @Test func `comes out picture by picture as it went in`() throws {
        let source = MadePictures(width: 160, height: 96)
        let file = try source.recording(count: 24)
        let (info, pictures) = try SeenPicture.all(of: file.path)
        #expect(info.codec == "h264" && info.width == 160 && info.height == 96)
        #expect(pictures.count == 24)
        for (index, picture) in pictures.enumerated() {
            let error = zip(picture.luma, source.luma(index))
                .reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
            #expect(Double(error) / Double(picture.luma.count) < 4, "picture \(index)")
        }
        #expect(pictures.indices.filter { pictures[$0].isKeyframe } == [0, 10, 20])
    }

    @Test func `without timestamps is taken for 25 pictures a second, and says so`() throws {
        let file = try MadePictures(width: 160, height: 96).recording(count: 6)
        let (info, pictures) = try SeenPicture.all(of: file.path)
        #expect(info.assumedRate == 25)
        #expect(pictures.map(\.time) == [0, 0.04, 0.08, 0.12, 0.16, 0.2])
    }

    @Test func `that is cut off gives the pictures before the cut`() throws {
        let source = MadePictures(width: 160, height: 96)
        let whole = try source.stream(count: 20)
        let file = try TemporaryFile(Array(whole.dropLast(200)), suffix: ".264")
        let seen = try SeenPicture.all(of: file.path).pictures
        #expect((10..<20).contains(seen.count))
    }

    @Test(arguments: 1...24) func `with bytes changed at random is read on, or refused`(
        seed: UInt64
    ) throws {
        var bytes = try MadePictures(width: 160, height: 96).stream(count: 15)
        var state = seed
        for _ in 0..<(1 + seed * 4) {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 24)
        }
        let file = try TemporaryFile(bytes, suffix: ".h264")
        do {
            let pictures = try SeenPicture.all(of: file.path).pictures
            #expect(zip(pictures, pictures.dropFirst()).allSatisfy { $0.0.time < $0.1.time })
        } catch let error as MediaError {
            #expect([.notVideo, .noVideo, .unsupported].contains(error.kind), "\(error)")
        }
    }

    @Test func `that is not there is told so`() {
        let error = opening("/nowhere/clip.mp4")
        #expect(error?.kind == .notFound)
        #expect(error?.description == "opening /nowhere/clip.mp4: no such file")
    }

    @Test(arguments: [
        ("#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", ".m3u8", "a playlist"),
        ("#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", ".mp4", "a playlist"),
        ("just words\n", ".txt", "a text"),
        ("\u{FFFD}\u{1}\u{2}\u{3}", ".mp4", "can be made out"),
        ("", ".mp4", "an empty file"),
    ])
    func `of another kind is refused by name`(
        text: String,
        suffix: String,
        words: String
    ) throws {
        let file = try TemporaryFile(text, suffix: suffix)
        let error = opening(file.path)
        #expect(error?.kind == .notVideo)
        #expect(error?.reason.contains(words) == true)
        #expect(error?.reason.hasPrefix("not a video: ") == true)
    }

    @Test func `that is a picture is refused, whatever its name`() throws {
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
        let file = try TemporaryFile(png, suffix: ".mp4")
        #expect(opening(file.path)?.reason == "not a video: a PNG picture")
        let jpeg = try TemporaryFile([0xFF, 0xD8, 0xFF, 0xE0], suffix: ".mp4")
        #expect(opening(jpeg.path)?.reason == "not a video: a JPEG picture")
    }

    @Test func `that is a folder is refused`() {
        #expect(opening("/tmp")?.reason == "not a video: a folder")
    }

    private func opening(_ path: String) -> MediaError? {
        do {
            _ = try PacketReader(opening: StreamAddress(path), interrupt: Interrupt())
            return nil
        } catch { return error }
    }
}
