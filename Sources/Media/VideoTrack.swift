import CFFmpeg

/// The video stream among a container's.
struct VideoTrack {
    let stream: Int32
    /// Seconds per tick of the stream's timestamps.
    private let tick: Double
    private var clock: PacketClock
    private let parameters: CodecParameters
    private let parser: HeaderParser?
    private let container: String
    private let rate: Double?
    private let timing: PacketClock.Kind
    private var size: (width: Int, height: Int)

    /// Raw streams have no timestamps; most cameras' are of this rate.
    private static let assumedRate = 25.0

    init?(
        _ format: borrowing FormatHandle,
        _ doing: String
    ) throws(MediaError) {
        guard let stream = unsafe format.videoStream else { return nil }
        let source = unsafe stream.pointee.codecpar!
        guard unsafe CodecParameters.served.contains(source.pointee.codec_id) else {
            let name = unsafe CodecParameters.name(of: source.pointee.codec_id)
            throw MediaError(
                .unsupported,
                doing: doing,
                reason: "its video is \(name); served are H.264, H.265, MJPEG, MPEG-4, "
                    + "MS-MPEG4 and Cinepak"
            )
        }
        parameters = unsafe try CodecParameters(copying: source, doing)
        self.stream = unsafe stream.pointee.index
        let base = unsafe stream.pointee.time_base
        tick = Double(base.num) / Double(max(base.den, 1))
        container = format.containerName
        let average = unsafe stream.pointee.avg_frame_rate
        let said = Double(average.num) / Double(max(average.den, 1))
        rate = (0.05...240).contains(said) ? said : nil
        size = unsafe (Int(source.pointee.width), Int(source.pointee.height))
        parser = size.width > 0 ? nil : HeaderParser(parameters)
        timing =
            switch container {
            case "h264", "hevc": .counted(rate: Self.assumedRate)
            case "avi": .decoded
            default: .shown
            }
        clock = PacketClock(timing)
    }

    /// The packet that libav has just read, with its times.
    mutating func packet(
        taking scratch: borrowing PacketHandle,
        _ doing: String
    ) throws(MediaError) -> Packet {
        try clock.packet(taking: scratch, tick: tick, doing)
    }

    /// Looks for the picture's size in a packet; whether nothing is left to find out.
    mutating func isWhole(with packet: Packet) -> Bool {
        if size.width == 0, let told = parser?.size(in: packet) { size = told }
        return size.width > 0 || parser == nil
    }

    func info(_ limits: StreamLimits) -> StreamInfo {
        let isCounted = timing == .counted(rate: Self.assumedRate)
        return StreamInfo(
            codec: parameters.name,
            container: container,
            width: size.width,
            height: size.height,
            nominalRate: isCounted ? nil : rate,
            assumedRate: isCounted ? Self.assumedRate : nil,
            isLive: false,
            parameters: parameters,
            hasDecodingTimesOnly: timing != .shown,
            pixelLimit: limits.pixels
        )
    }
}
