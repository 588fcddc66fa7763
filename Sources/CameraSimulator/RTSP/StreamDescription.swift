import Media

/// What a camera says about its streams.
///
/// - Source: RFC 4566 (SDP), RFC 2435 (JPEG).
struct StreamDescription: Sendable {
    let codec: VideoEncoder.Codec
    let parameterSets: [[UInt8]]
    let width: Int
    let height: Int
    /// - Units: pictures a second; bits a second.
    let rate: Int
    let bitRate: Int

    /// - Parameter places: What only the dialogue knows: addresses and names.
    func text(_ maker: Maker, _ places: [String: String]) -> String {
        var values = places
        values["pt"] = "\(maker.payloadType(for: codec))"
        values["rtpmap"] = "\(codec.encodingName)/\(Timetable.clockRate)"
        values["fmtp"] = maker.parameters.text(
            codec,
            parameterSets,
            withSets: maker.parameterSets != .bandAlone
        )
        values["width"] = "\(width)"
        values["height"] = "\(height)"
        values["rate"] = "\(rate)"
        values["kbps"] = "\(max(1, bitRate / 1000))"
        return Template.lines(maker.description, values).map { $0 + "\r\n" }.joined()
    }
}

extension Maker {
    /// JPEG has a static one (RFC 3551 6).
    func payloadType(for codec: VideoEncoder.Codec) -> UInt8 {
        codec == .mjpeg ? 26 : payloadType
    }
}

extension VideoEncoder.Codec {
    var encodingName: String {
        switch self {
        case .h264: "H264"
        case .h265: "H265"
        case .mjpeg: "JPEG"
        }
    }
}
