/// What is known of a stream before a picture of it is decoded.
package struct StreamInfo: Sendable {
    /// libav's short name, such as `h264`.
    package let codec: String
    /// The container's short name, such as `mov`, or `rtsp`.
    package let container: String
    /// - Units: pixels; 0 where only the pictures themselves will tell.
    package private(set) var width: Int
    package private(set) var height: Int
    /// Pictures a second as the stream says of itself.
    package let nominalRate: Double?
    /// Pictures a second that are assumed because the stream has no timestamps.
    package let assumedRate: Double?
    package let isLive: Bool
    /// `tcp`, `udp`, `tls`, or `file`.
    package var transport = "file"
    /// How the camera let the node in, such as `Digest SHA-256`; `nil` where it let in anybody.
    package var authentication: String?
    /// Whether a camera's description lacks parameter sets, or has broken ones.
    package var setsComeInBand = false
    /// What a decoder has to know.
    let parameters: CodecParameters
    /// Whether packets have the times of their decoding alone, so that pictures come out late.
    let hasDecodingTimesOnly: Bool
    let pixelLimit: Int
}

extension StreamInfo {
    /// What a camera's session tells.
    init(_ session: RTSPSession, _ parameters: CodecParameters, _ limits: StreamLimits) {
        self.init(
            codec: parameters.name,
            container: "rtsp",
            width: session.video.width ?? 0,
            height: session.video.height ?? 0,
            nominalRate: session.video.rate,
            assumedRate: nil,
            isLive: true,
            transport: session.transport,
            authentication: session.authentication,
            setsComeInBand: session.video.setsComeInBand,
            parameters: parameters,
            hasDecodingTimesOnly: false,
            pixelLimit: limits.pixels
        )
    }

    /// Takes in that pictures have this size from now on.
    mutating func take(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
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
