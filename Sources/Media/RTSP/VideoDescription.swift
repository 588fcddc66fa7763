import Foundation

/// The track that is watched, out of what a camera can send.
package struct VideoDescription: Equatable {
    package enum Codec: String {
        case h264 = "H264"
        case h265 = "H265"
        case jpeg = "JPEG"
        case mpeg4 = "MP4V-ES"
    }

    package let codec: Codec
    package let payloadType: UInt8
    /// - Units: ticks a second.
    package let clock: Int
    package let control: String?
    /// NAL units; of MPEG-4 its one configuration.
    package var parameterSets: [[UInt8]] = []
    /// Whether some parameter set could not be read.
    package var hasBrokenSets = false
    /// Whether units of H.265 bear a number of their order.
    package var hasOrderNumbers = false
    /// Pictures a second.
    package var rate: Double?
    /// - Units: pixels.
    package var width: Int?
    package var height: Int?

    package var setsComeInBand: Bool { [.h264, .h265].contains(codec) && parameterSets.isEmpty }
    var size: (width: Int, height: Int)? {
        width.flatMap { width in height.map { (width, $0) } }
    }

    /// Why there is none.
    package struct Refusal: Error, Equatable {
        package let kind: MediaError.Kind
        package let reason: String
    }

    /// Takes the first video track whose codec is served.
    package init(choosingFrom description: SessionDescription) throws(Refusal) {
        let tracks = description.media.filter { $0.kind == "video" }
        for track in tracks where track.transport.hasPrefix("RTP/AVP") {
            for type in track.payloadTypes {
                if let encoding = track.encoding(of: type),
                    let codec = Codec(rawValue: encoding.name)
                {
                    self.init(codec, type, clock: encoding.clock, track)
                    return
                }
            }
        }
        throw Self.refusal(of: tracks)
    }

    /// Payload types that are named where none is served.
    private static let typesShown = 4

    private static func refusal(of tracks: [SessionDescription.Medium]) -> Refusal {
        guard let track = tracks.first else {
            return Refusal(kind: .noVideo, reason: "the camera offers no video")
        }
        guard track.transport.hasPrefix("RTP/AVP") else {
            let reason = "its video comes as \(Lines.shown(track.transport)); served is RTP/AVP"
            return Refusal(kind: .unsupported, reason: reason)
        }
        let names = track.payloadTypes.prefix(Self.typesShown).map { type in
            track.encoding(of: type).map { Lines.shown($0.name) } ?? "payload type \(type)"
        }
        let name = names.isEmpty ? "of no payload type" : names.joined(separator: ", ")
        return Refusal(
            kind: .unsupported,
            reason: "its video is \(name); served are H.264, H.265, MJPEG and MPEG-4; let the "
                + "camera send one of these"
        )
    }

    private init(
        _ codec: Codec,
        _ type: UInt8,
        clock: Int,
        _ track: SessionDescription.Medium
    ) {
        self.codec = codec
        payloadType = type
        self.clock = clock
        control = track.control
        let parameters = track.parameters(of: type)
        switch codec {
        case .h264: readSets(parameters["sprop-parameter-sets"], wanted: [7, 8]) { $0 & 0x1F }
        case .h265:
            let lists = ["sprop-vps", "sprop-sps", "sprop-pps"].compactMap { parameters[$0] }
            let list = lists.isEmpty ? nil : lists.joined(separator: ",")
            readSets(list, wanted: [32, 33, 34]) { $0 >> 1 & 0x3F }
            hasOrderNumbers = (parameters["sprop-max-don-diff"].flatMap { Int($0) } ?? 0) > 0
        case .mpeg4:
            parameterSets = parameters["config"].flatMap(Self.hexadecimal).map { [$0] } ?? []
        case .jpeg: break
        }
        rate =
            ["framerate", "x-framerate"].compactMap { name in
                track.attributes.compactMap { $0.name == name ? Double($0.value) : nil }
                    .first { (0.05...240).contains($0) }
            }.first
        (width, height) = Self.size(of: track, type)
    }

    /// Keeps the sets where all kinds that are needed are there; else they have to come in band.
    private mutating func readSets(
        _ list: String?,
        wanted: Set<UInt8>,
        kind: (UInt8) -> UInt8
    ) {
        guard let list else { return }
        var units: [[UInt8]] = []
        for text in list.split(separator: ",").map(Lines.trimmed) where !text.isEmpty {
            guard let unit = Self.unit(text), let first = unit.first else {
                hasBrokenSets = true
                continue
            }
            if wanted.contains(kind(first)) { units.append(unit) }
        }
        guard Set(units.map { kind($0[0]) }) == wanted else {
            hasBrokenSets = true
            return
        }
        parameterSets = units
    }

    private static func unit(_ text: Substring) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard var unit = Data(base64Encoded: text + padding).map(Array.init) else { return nil }
        // Some cameras leave the next unit's start code behind it.
        if unit.suffix(4) == [0, 0, 0, 1] || unit.suffix(3) == [0, 0, 1] { unit.removeLast() }
        while unit.last == 0 { unit.removeLast() }
        return unit
    }

    private static func hexadecimal(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count % 2 == 0, !digits.isEmpty else { return nil }
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
        return bytes.count * 2 == digits.count ? bytes : nil
    }

    /// From `a=framesize:97 240-160` or `a=x-dimensions:1920,1080`.
    private static func size(
        of track: SessionDescription.Medium,
        _ type: UInt8
    ) -> (Int?, Int?) {
        let words = (track["framesize"] ?? "").split(whereSeparator: \.isWhitespace)
        let text =
            words.count == 2 && UInt8(words[0]) == type
            ? words[1] : Substring(track["x-dimensions"] ?? "")
        let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
        guard numbers.count == 2, numbers.allSatisfy({ (1...16_384).contains($0) }) else {
            return (nil, nil)
        }
        return (numbers[0], numbers[1])
    }
}
