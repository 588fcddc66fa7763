import Foundation
import Media

extension StreetScene {
    /// Writes the scene from its loop's start as a raw H.264 recording, each picture's truth known.
    ///
    /// - Parameters:
    ///   - seconds: Length of the recording; beyond the loop it goes on with the loop's start.
    ///   - withNoise: Whether the sensor's noise is added.
    /// - Throws: `MediaError` where it cannot be encoded, Foundation's error where the file cannot
    ///   be written.
    package func writeRecording(
        to path: String,
        seconds: Double,
        gopPictures: Int = 24,
        bitRate: Int = 1_000_000,
        withNoise: Bool = true
    ) throws {
        let encoder = try VideoEncoder(
            VideoEncoder.Settings(
                width: settings.width,
                height: settings.height,
                rate: settings.rate,
                gopPictures: gopPictures,
                bitRate: bitRate
            )
        )
        var bytes: [UInt8] = []
        func append(_ pictures: [EncodedPicture]) {
            for picture in pictures {
                let units = (picture.isKeyframe ? encoder.parameterSets : []) + picture.units
                for unit in units { bytes += [0, 0, 0, 1] + unit }
            }
        }
        var planes = PicturePlanes(width: settings.width, height: settings.height)
        for index in 0..<Int((seconds * Double(settings.rate)).rounded()) {
            render(picture: index % pictureCount, into: &planes, withNoise: withNoise)
            append(try encoder.encode(luma: planes.luma, cb: planes.cb, cr: planes.cr))
        }
        append(try encoder.finish())
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
}
