/// What a camera says about its stream.
///
/// - Source: RFC 4566 (SDP), RFC 6184 8.2 (H.264's parameters).
struct StreamDescription: Sendable {
    let parameterSets: [[UInt8]]
    /// - Units: pictures a second; bits a second.
    let rate: Int
    let bitRate: Int

    func text(camera: Int) -> String {
        let sets = parameterSets.map { Base64.text($0) }.joined(separator: ",")
        let lines = [
            "v=0",
            "o=- \(camera + 1) 1 IN IP4 127.0.0.1",
            "s=cam\(camera)",
            "c=IN IP4 0.0.0.0",
            "t=0 0",
            "a=control:*",
            "a=range:npt=now-",
            "m=video 0 RTP/AVP \(InterleavedPicture.payloadType)",
            "b=AS:\(max(1, bitRate / 1000))",
            "a=rtpmap:\(InterleavedPicture.payloadType) H264/\(Timetable.clockRate)",
            "a=fmtp:\(InterleavedPicture.payloadType) packetization-mode=1;"
                + "profile-level-id=\(profile);sprop-parameter-sets=\(sets)",
            "a=framerate:\(rate)",
            "a=control:\(RTSPRequest.track)",
        ]
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    /// Profile, constraints and level: the three bytes after the sequence parameter set's type.
    private var profile: String {
        let bytes = parameterSets.first { $0[0] & 0x1F == 7 }?.dropFirst().prefix(3) ?? []
        return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
