import Media

/// What a camera says about its stream.
///
/// - Source: RFC 4566 (SDP), RFC 6184 8.2 (H.264), RFC 7798 7.2 (H.265), RFC 2435 (JPEG).
struct StreamDescription: Sendable {
    let codec: VideoEncoder.Codec
    let parameterSets: [[UInt8]]
    /// - Units: pictures a second; bits a second.
    let rate: Int
    let bitRate: Int

    func text(camera: Int) -> String {
        let type = codec.payloadType
        var lines = [
            "v=0",
            "o=- \(camera + 1) 1 IN IP4 127.0.0.1",
            "s=cam\(camera)",
            "c=IN IP4 0.0.0.0",
            "t=0 0",
            "a=control:*",
            "a=range:npt=now-",
            "m=video 0 RTP/AVP \(type)",
            "b=AS:\(max(1, bitRate / 1000))",
            "a=rtpmap:\(type) \(codec.encodingName)/\(Timetable.clockRate)",
        ]
        if let parameters { lines.append("a=fmtp:\(type) \(parameters)") }
        lines += ["a=framerate:\(rate)", "a=control:\(RTSPRequest.track)"]
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    private var parameters: String? {
        let sets = parameterSets.map { Base64.text($0) }
        switch codec {
        case .h264:
            return "packetization-mode=1;profile-level-id=\(profile);"
                + "sprop-parameter-sets=\(sets.joined(separator: ","))"
        case .h265:
            return zip(["sprop-vps", "sprop-sps", "sprop-pps"], sets)
                .map { "\($0)=\($1)" }.joined(separator: ";")
        case .mjpeg: return nil
        }
    }

    /// Profile, constraints and level: the three bytes after the sequence parameter set's type.
    private var profile: String {
        let bytes = parameterSets.first { $0[0] & 0x1F == 7 }?.dropFirst().prefix(3) ?? []
        return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension VideoEncoder.Codec {
    /// The static one of JPEG (RFC 3551 6), else the first dynamic one.
    var payloadType: UInt8 { self == .mjpeg ? 26 : 96 }

    var encodingName: String {
        switch self {
        case .h264: "H264"
        case .h265: "H265"
        case .mjpeg: "JPEG"
        }
    }
}
