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
        var found: VideoTrack?
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
            if found == nil { found = try VideoTrack(format, self) }
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
}
