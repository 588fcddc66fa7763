import CFFmpeg

/// Brings a stream to its first keyframe.
struct StreamOpening {
    let address: StreamAddress
    let limits: StreamLimits
    let watch: Watch

    var doing: String { "opening \(address)" }

    /// What is known once the stream has begun.
    struct Beginning {
        let info: StreamInfo
        let stream: Int32
        let tick: Double
        let clock: PacketClock
        /// What has been read of it, oldest first.
        let packets: [Packet]
    }

    /// Recordings begin within so many packets; of these an unknown container's streams are told.
    private static let packetsLookedAt = 2000
    private static let containers = "mov,mp4,matroska,webm,avi,mpeg,mpegts,h264,hevc"
    /// Raw streams have no timestamps; most cameras' are of this rate.
    private static let assumedRate = 25.0

    func open() throws(MediaError) -> FormatHandle {
        switch address.place {
        case .refused(let kind, let reason):
            throw MediaError(kind, doing: doing, reason: reason)
        case .file(let path):
            return try openFile(path)
        case .rtsp(let host, let port, let rest):
            return try openCamera(host: host, port: port, rest: rest)
        }
    }

    private func openFile(_ path: String) throws(MediaError) -> FormatHandle {
        if let objection = try FileKind.objection(to: path, doing) {
            throw MediaError(.notVideo, doing: doing, reason: "not a video: \(objection)")
        }
        watch.allow(seconds: limits.open)
        do {
            return try FormatHandle(
                url: "file:" + path,
                format: nil,
                watch: watch,
                options: ["protocol_whitelist": "file", "format_whitelist": Self.containers]
            )
        } catch {
            throw Self.error(error.code, watch, isLive: false, doing)
        }
    }

    private func openCamera(
        host: String,
        port: Int?,
        rest: String
    ) throws(MediaError) -> FormatHandle {
        if let credentials = address.credentials,
            StreamAddress.encoded(credentials).utf8.count > 127
        {
            let reason = "user and password are too long together (127 bytes, encoded)"
            throw MediaError(.invalid, doing: doing, reason: reason)
        }
        watch.allow(seconds: limits.name)
        let hosts = try NameLookup.addresses(of: host, watch: watch, doing)
        var failure = MediaError(.unreachable, doing: doing, reason: "no address")
        for host in hosts {
            // A dead address leaves their share of the time to the others.
            watch.allow(seconds: limits.open / Double(hosts.count))
            do {
                return try session(address.secretURL(host: host, port: port, rest: rest))
            } catch {
                failure = Self.error(error.code, watch, isLive: true, doing)
                guard [.unreachable, .timedOut].contains(failure.kind) else { break }
            }
        }
        throw failure
    }

    private func session(_ url: String) throws(FormatHandle.Failure) -> FormatHandle {
        // The watch decides; libav's own limit only stands behind it.
        let limit = limits.open + limits.firstKeyframe + limits.silence
        return try FormatHandle(
            url: url,
            format: "rtsp",
            watch: watch,
            options: [
                "protocol_whitelist": "tcp", "format_whitelist": "rtsp",
                "rtsp_transport": "tcp", "allowed_media_types": "video",
                "timeout": String(Int(limit * 1e6)),
            ]
        )
    }
}

extension StreamOpening {
    /// Reads up to the first keyframe (of a recording: until the picture's size is known).
    func beginning(
        of format: borrowing FormatHandle,
        _ scratch: borrowing PacketHandle
    ) throws(MediaError) -> Beginning {
        watch.allow(seconds: address.isLive ? limits.firstKeyframe : limits.open)
        var found: Found?
        var packets: [Packet] = []
        for _ in 0..<Self.packetsLookedAt {
            let code = unsafe av_read_frame(format.pointer, scratch.pointer)
            if code == WP_EOF, !address.isLive { break }
            if code < 0 {
                let error = Self.error(code, watch, isLive: address.isLive, doing)
                guard error.kind == .timedOut, found != nil else { throw error }
                throw MediaError(
                    .timedOut,
                    doing: doing,
                    reason: "no keyframe within \(Int(limits.firstKeyframe)) s; let the camera "
                        + "send one every 1 or 2 s"
                )
            }
            if found == nil { found = try Found(format, self) }
            guard found != nil, unsafe scratch.pointer.pointee.stream_index == found!.stream else {
                unsafe av_packet_unref(scratch.pointer)
                continue
            }
            let isKeyframe = unsafe scratch.pointer.pointee.flags & AV_PKT_FLAG_KEY != 0
            if address.isLive, !isKeyframe {
                unsafe av_packet_unref(scratch.pointer)
                continue
            }
            packets.append(try found!.clock.packet(taking: scratch, tick: found!.tick, doing))
            if found!.isWhole(with: packets.last!) || address.isLive { break }
        }
        guard let found, !packets.isEmpty else {
            throw MediaError(.noVideo, doing: doing, reason: "there is no video in it")
        }
        return Beginning(
            info: found.info(limits),
            stream: found.stream,
            tick: found.tick,
            clock: found.clock,
            packets: packets
        )
    }

    /// The video stream among a container's.
    private struct Found {
        let stream: Int32
        let tick: Double
        var clock: PacketClock
        private let parameters: CodecParameters
        private let parser: HeaderParser?
        private let container: String
        private let rate: Double?
        private let isLive: Bool
        private let timing: Timing
        private var size: (width: Int, height: Int)

        private enum Timing { case shown, decoded, counted }

        init?(
            _ format: borrowing FormatHandle,
            _ opening: StreamOpening
        ) throws(MediaError) {
            guard let stream = unsafe format.videoStream else { return nil }
            let source = unsafe stream.pointee.codecpar!
            guard unsafe CodecParameters.served.contains(source.pointee.codec_id) else {
                let name = unsafe CodecParameters.name(of: source.pointee.codec_id)
                throw MediaError(
                    .unsupported,
                    doing: opening.doing,
                    reason: "its video is \(name); served are H.264, H.265, MJPEG, MPEG-4, "
                        + "MS-MPEG4 and Cinepak"
                )
            }
            parameters = unsafe try CodecParameters(copying: source, opening.doing)
            self.stream = unsafe stream.pointee.index
            let base = unsafe stream.pointee.time_base
            tick = Double(base.num) / Double(max(base.den, 1))
            container = format.containerName
            isLive = opening.address.isLive
            let average = unsafe stream.pointee.avg_frame_rate
            let said = Double(average.num) / Double(max(average.den, 1))
            rate = (0.05...240).contains(said) ? said : nil
            size = unsafe (Int(source.pointee.width), Int(source.pointee.height))
            parser = size.width > 0 ? nil : HeaderParser(parameters)
            switch container {
            case "h264", "hevc": timing = .counted
            case "avi": timing = .decoded
            default: timing = .shown
            }
            clock =
                switch timing {
                case .counted: PacketClock(.counted(rate: StreamOpening.assumedRate))
                case .decoded: PacketClock(.decoded)
                case .shown: PacketClock(.shown)
                }
        }

        /// Looks for the picture's size in a packet; whether nothing is left to find out.
        mutating func isWhole(with packet: Packet) -> Bool {
            if size.width == 0, let told = parser?.size(in: packet) { size = told }
            return size.width > 0 || parser == nil
        }

        func info(_ limits: StreamLimits) -> StreamInfo {
            StreamInfo(
                codec: parameters.name,
                container: container,
                width: size.width,
                height: size.height,
                nominalRate: timing == .counted ? nil : rate,
                assumedRate: timing == .counted ? StreamOpening.assumedRate : nil,
                isLive: isLive,
                parameters: parameters,
                hasDecodingTimesOnly: timing != .shown,
                pixelLimit: limits.pixels
            )
        }
    }
}
