/// What is known of a stream before a picture of it is decoded.
package struct StreamInfo: Sendable {
    /// libav's short name, such as `h264`.
    package let codec: String
    /// The container's short name, such as `mov`, or `rtsp`.
    package let container: String
    /// - Units: pixels; 0 where only the pictures themselves will tell.
    package let width: Int
    package let height: Int
    /// Pictures a second as the stream says of itself.
    package let nominalRate: Double?
    /// Pictures a second that are assumed because the stream has no timestamps.
    package let assumedRate: Double?
    package let isLive: Bool
    /// What a decoder has to know.
    let parameters: CodecParameters
    /// Whether packets have the times of their decoding alone, so that pictures come out late.
    let hasDecodingTimesOnly: Bool
    let pixelLimit: Int
}

extension StreamInfo: CustomStringConvertible {
    /// Such as `h264 1280x720, 12/s`.
    package var description: String {
        let size = width > 0 ? " \(width)x\(height)" : ""
        return codec + size
            + (assumedRate.map { ", \(Self.short($0))/s assumed" }
                ?? nominalRate.map { ", \(Self.short($0))/s" } ?? "")
    }

    private static func short(_ rate: Double) -> String {
        let tenths = (rate * 10).rounded() / 10
        return tenths == tenths.rounded() ? String(Int(tenths)) : String(tenths)
    }
}
