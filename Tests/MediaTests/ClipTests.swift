import Domain
import Foundation
import Media
import Testing

/// Real clips, in `$WATCHPOST_CLIPS` or beside the project; they are no part of it.
enum Clips {
    static let folder: String? = {
        let places = [
            ProcessInfo.processInfo.environment["WATCHPOST_CLIPS"], "../shared/video",
        ]
        return places.compactMap { $0 }.first {
            FileManager.default.fileExists(atPath: $0 + "/intel_car-detection.mp4")
        }
    }()
}

@Suite(.enabled(if: Clips.folder != nil, "no clips in $WATCHPOST_CLIPS or ../shared/video"))
struct `A real clip` {
    /// Packets, and pictures that come out, as `ffprobe -count_frames` counts them.
    @Test(arguments: [
        ("frigate_pr18124_motion_3.mp4", "h264", 107, 107),
        ("intel_car-detection.mp4", "h264", 377, 377),
        ("dvrscan_issue53_brightness.avi", "mpeg4", 59, 59),
        ("opencv_tree_hand.avi", "cinepak", 68, 68),
        ("opencv_vtest_pets2009.avi", "msmpeg4v3", 795, 795),
        ("odd/openh264_BA_MW_D.264", "h264", 100, 100),
        ("odd/openh264_BA_MW_D_IDR_LOST.264", "h264", 97, 70),
        ("odd/openh264_BA_MW_D_P_LOST.264", "h264", 99, 99),
        ("odd/openh264_Error_I_P.264", "h264", 6, 6),
    ])
    func `gives every picture that is in it`(
        name: String,
        codec: String,
        packets: Int,
        pictures: Int
    ) throws {
        let path = try #require(Clips.folder) + "/" + name
        let reader = try PacketReader(opening: StreamAddress(path), interrupt: Interrupt())
        let decoder = try PictureDecoder(reader.info)
        var read = 0
        var last = -1.0
        var seen = 0
        let see: (borrowing Picture) -> Void = { picture in
            #expect(picture.time.seconds > last)
            last = picture.time.seconds
            seen += 1
        }
        while let packet = try reader.next() {
            read += 1
            try decoder.decode(packet, see)
        }
        try decoder.flush(see)
        #expect(reader.info.codec == codec)
        #expect(read == packets && seen == pictures)
        #expect(name.contains("Error") == (decoder.damaged > 0))
    }
}
