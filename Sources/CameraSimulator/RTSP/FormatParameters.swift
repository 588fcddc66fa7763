import Media

/// What a session description says of a codec, after `a=fmtp`.
///
/// - Source: RFC 6184 8.2 (H.264), RFC 7798 7.2 (H.265); as makers bend it.
struct FormatParameters: Sendable {
    var h264 = "packetization-mode=1;profile-level-id={profile};sprop-parameter-sets={sps},{pps}"
    var h265 = "sprop-vps={vps};sprop-sps={sps};sprop-pps={pps}"

    /// - Returns: `nil` where the codec has no parameters.
    func text(
        _ codec: VideoEncoder.Codec,
        _ sets: [[UInt8]],
        withSets: Bool
    ) -> String? {
        let template: String
        switch codec {
        case .h264: template = h264
        case .h265: template = h265
        case .mjpeg: return nil
        }
        let names = codec == .h265 ? ["vps", "sps", "pps"] : ["sps", "pps"]
        var values = Dictionary(
            uniqueKeysWithValues: zip(names, sets.map { Base64.text($0) })
        )
        // Some makers leave the start code of whatever comes next in.
        for (name, set) in zip(names, sets) {
            values[name + "-and-start"] = Base64.text(set + [0, 0, 0, 1])
        }
        values["config"] = sets.map { "00000001" + Self.digits($0) }.joined()
        if codec == .h264, let profile = sets.first?.dropFirst().prefix(3) {
            values["profile"] = Self.digits(profile)
            values["PROFILE"] = Self.digits(profile).uppercased()
            values["profile-number"] = String(profile.reduce(0) { $0 << 8 | Int($1) })
            values["profile-text"] = Base64.text(profile)
        }
        return Template.filled(withSets ? template : Self.withoutSets(template), values)
    }

    private static func withoutSets(_ template: String) -> String {
        template.split(separator: ";")
            .filter { !$0.contains("sprop-") && !$0.contains("config=") }
            .joined(separator: ";")
    }

    private static func digits(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map(\.hexadecimal).joined()
    }
}
