import Foundation
import Media
import Testing

/// What `watchpost replay` says of files that are not what they seem.
struct `A file given to replay` {
    /// Its bytes, and what is to come of them.
    private struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var bytes: @Sendable () throws -> [UInt8]
        var status: Int32
        /// The reason as it is worded; `nil` where nothing is wrong.
        var reason: String?
        var pictures: ClosedRange<Int>

        var testDescription: String { name }
    }

    private static let wayOut = "; replay reads MP4, MOV, MKV, AVI, MPEG-PS and -TS, raw H.264"
    private static let unknown =
        "not a video: no MP4, MKV, AVI, MPEG-PS, MPEG-TS, H.264 or H.265 can be made out, or it was "
        + "cut off"

    private static let rows = [
        Row(
            name: "empty.mp4", bytes: { [] }, status: 65, reason: "not a video: an empty file",
            pictures: 0...0),
        Row(
            name: "noise.mp4", bytes: { noise(200_000) }, status: 65, reason: unknown,
            pictures: 0...0),
        Row(
            name: "words.mp4", bytes: { Array("just words\n".utf8) }, status: 65,
            reason: "not a video: a text", pictures: 0...0),
        Row(
            name: "photo.mp4",
            bytes: { Array("RIFF\u{24}\0\0\0WEBPVP8 \u{18}\0\0\0".utf8) + noise(24) }, status: 65,
            reason: "not a video: a WebP picture", pictures: 0...0),
        Row(
            name: "program-stream.mp4", bytes: { try programStream(of: pictures()) }, status: 0,
            pictures: 30...30),
        Row(
            name: "cut-off.h264", bytes: { try stream(of: pictures()).dropLast(700) }, status: 0,
            pictures: 20...29),
        Row(
            name: "cut-off-at-once.h264", bytes: { try Array(stream(of: pictures()).prefix(12)) },
            status: 65, reason: "no picture came out of its 1 packet; it was cut off or damaged",
            pictures: 0...0),
        Row(
            name: "whole.h264", bytes: { try stream(of: pictures()) }, status: 0, pictures: 30...30),
    ]

    @Test(arguments: rows) private func `is replayed, or refused with reason and way out`(
        row: Row
    ) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "watchpost-replay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: row.name).path()
        try Data(try row.bytes()).write(to: URL(filePath: path))
        try await expect(path, row.status, row.reason, row.pictures)
    }

    /// As the notes beside the files tell of them.
    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: "\(Clips.folder)/odd"),
            "needs the clips in ../shared/video or $WATCHPOST_CLIPS"
        ),
        arguments: [
            ("openh264_BA_MW_D.264", 0, nil, 100), ("openh264_BA_MW_D_IDR_LOST.264", 0, nil, 70),
            ("openh264_BA_MW_D_P_LOST.264", 0, nil, 99), ("openh264_Error_I_P.264", 0, nil, 6),
            ("openh264_sps_subsetsps_bothVUI.264", 65, unknown, 0),
            ("retina_bunny_interleaved.rtsp", 65, unknown, 0),
        ])
    func `of an odd kind is replayed as far as it goes`(
        name: String,
        status: Int,
        reason: String?,
        pictures: Int
    ) async throws {
        try await expect("\(Clips.folder)/odd/\(name)", Int32(status), reason, pictures...pictures)
    }

    private func expect(
        _ path: String,
        _ status: Int32,
        _ reason: String?,
        _ pictures: ClosedRange<Int>
    ) async throws {
        let answer = try await Stage.command(["replay", path, "-o", "json"])
        #expect(answer.status == status, "\(answer.errors)")
        let lines = answer.errors.split(separator: "\n")
        if let reason {
            let said = lines.first { $0.hasPrefix("watchpost: ") } ?? "nothing"
            #expect(said.contains(" \(path): \(reason)"), "\(said)")
            #expect(said.contains(Self.wayOut) || said.hasSuffix("record or copy it again"))
        } else {
            #expect(!answer.errors.contains("watchpost: "))
        }
        let counts = lines.last?.dropFirst(path.count).split { !$0.isNumber }.compactMap { Int($0) }
        #expect(lines.last?.hasPrefix("\(path): ") == true && counts?.count == 3)
        #expect(counts.map { pictures.contains($0[1]) } == true, "\(lines.last ?? "")")
    }

    // MARK: What is made

    private static func noise(_ count: Int) -> [UInt8] {
        var state: UInt64 = 7
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
    }

    /// The units of thirty pictures, a keyframe every ten.
    private static func pictures() throws -> [[[UInt8]]] {
        let (width, height) = (160, 96)
        let encoder = try VideoEncoder(
            .init(width: width, height: height, rate: 25, gopPictures: 10, bitRate: 200_000))
        let grey = [UInt8](repeating: 128, count: width * height / 4)
        var coded: [EncodedPicture] = []
        for index in 0..<30 {
            let luma = (0..<width * height).map { UInt8(60 + ($0 % width + index * 3) % 96) }
            coded += try encoder.encode(luma: luma, cb: grey, cr: grey)
        }
        coded += try encoder.finish()
        return coded.map { ($0.isKeyframe ? encoder.parameterSets : []) + $0.units }
    }

    private static func annexB(_ units: [[UInt8]]) -> [UInt8] {
        units.flatMap { [0, 0, 0, 1] + $0 }
    }

    private static func stream(of pictures: [[[UInt8]]]) -> [UInt8] { pictures.flatMap(annexB) }

    /// An MPEG program stream of H.264.
    ///
    /// - Source: ITU-T H.222.0 2.5.3, 2.5.4, 2.4.3.6.
    private static func programStream(of pictures: [[[UInt8]]]) -> [UInt8] {
        // What it is, for stream 0xE0: type 0x1B.
        let map: [UInt8] = [
            0, 0, 1, 0xBC, 0, 14, 0xE0, 0xFF, 0, 0, 0, 4, 0x1B, 0xE0, 0, 0, 0, 0, 0, 0,
        ]
        var bytes: [UInt8] = []
        for (index, units) in pictures.enumerated() {
            let time = index * 3600 + 9000
            bytes += pack(time)
            if index == 0 { bytes += map }
            var rest = annexB(units)[...]
            var stamp = self.stamp(time)
            while !rest.isEmpty {
                let part = rest.prefix(2000)
                rest = rest.dropFirst(2000)
                let length = 3 + stamp.count + part.count
                bytes += [0, 0, 1, 0xE0, UInt8(length >> 8), UInt8(length & 0xFF), 0x80]
                bytes += [stamp.isEmpty ? 0 : 0x80, UInt8(stamp.count)] + stamp + part
                stamp = []
            }
        }
        return bytes + [0, 0, 1, 0xB9]
    }

    /// A pack header, whose clock is in 90,000 ticks a second and stays below 2^28.
    private static func pack(_ time: Int) -> [UInt8] {
        let marked = [0x44 | time >> 28 & 3, time >> 20, (time >> 15) << 3 | 4 | time >> 13 & 3]
        let rest = [time >> 5, (time & 0x1F) << 3 | 4, 1, 0, 0x27, 0x13, 0xF8]
        return [0, 0, 1, 0xBA] + (marked + rest).map { UInt8(truncatingIfNeeded: $0) }
    }

    private static func stamp(_ time: Int) -> [UInt8] {
        let parts = [0x21, time >> 22, time >> 14 | 1, time >> 7, time << 1 | 1]
        return parts.map { UInt8(truncatingIfNeeded: $0) }
    }
}
