import CFFmpeg

/// Reads a camera, picture by picture.
final class CameraSource: PacketSource {
    private(set) var info: StreamInfo
    var counts: StreamCounts {
        var counts = session.counts
        counts.damaged = damaged
        return counts
    }

    private let session: RTSPSession
    private var assembler: any PictureAssembler
    private let parser: HeaderParser?
    private let scratch: PacketHandle
    private let watch: Watch
    private let limits: StreamLimits
    private var clock = PacketClock(.shown)
    private var stamps = StampCounter()
    private var damaged = 0
    private var trail = DamageTrail()
    /// The session's counts at the packet before.
    private var before = StreamCounts()
    private var first: Packet?

    /// Opens the stream and waits for its first keyframe.
    init(
        _ target: RTSPTarget,
        _ address: StreamAddress,
        _ limits: StreamLimits,
        _ watch: Watch
    ) throws(MediaError) {
        let opening = RTSPOpening(
            address: address, limits: limits, watch: watch, doing: "opening \(address)")
        session = try opening.session(at: target)
        assembler = Self.assembler(of: session.video)
        let parameters = try CodecParameters(of: session.video, session.doing)
        scratch = try PacketHandle(session.doing)
        self.watch = watch
        self.limits = limits
        info = StreamInfo(session, parameters, limits)
        parser = info.width > 0 ? nil : HeaderParser(parameters)
        first = try firstKeyframe()
        session.doing = "reading \(address)"
    }

    func next() throws(MediaError) -> Packet? {
        if let packet = first {
            first = nil
            return packet
        }
        watch.allow(seconds: limits.silence)
        do {
            return try packet(of: picture())
        } catch {
            throw explained(error)
        }
    }

    private func firstKeyframe() throws(MediaError) -> Packet {
        watch.allow(seconds: limits.silence)
        do {
            while session.counts.received == 0 { try session.step(&assembler) }
        } catch {
            throw explained(error)
        }
        watch.allow(seconds: limits.firstKeyframe)
        do {
            while true {
                let picture = try picture()
                if picture.isKeyframe { return try packet(of: picture) }
            }
        } catch {
            guard error.kind == .timedOut else { throw error }
            throw MediaError(
                .timedOut,
                doing: session.doing,
                reason: "no keyframe within \(Int(limits.firstKeyframe)) s; let the camera "
                    + "send one every 1 or 2 s"
            )
        }
    }

    private func picture() throws(MediaError) -> AssembledPicture {
        while true {
            if let picture = assembler.next() { return picture }
            try session.step(&assembler)
        }
    }

    private func packet(of picture: AssembledPicture) throws(MediaError) -> Packet {
        let pointer = unsafe scratch.pointer
        guard unsafe av_new_packet(pointer, Int32(picture.bytes.count)) >= 0 else {
            throw LibAV.outOfMemory(session.doing)
        }
        unsafe picture.bytes.withUnsafeBytes { bytes in
            unsafe UnsafeMutableRawBufferPointer(start: pointer.pointee.data, count: bytes.count)
                .copyMemory(from: bytes)
        }
        unsafe pointer.pointee.pts = stamps.ticks(of: picture.timestamp)
        if picture.isKeyframe { unsafe pointer.pointee.flags |= AV_PKT_FLAG_KEY }
        if picture.isDamaged { damaged += 1 }
        let isSpoilt = trail.reaches(
            isDamaged: picture.isDamaged, isKeyframe: picture.isKeyframe, at: Watch.now)
        if isSpoilt { unsafe pointer.pointee.flags |= AV_PKT_FLAG_CORRUPT }
        let packet = try clock.packet(
            taking: scratch,
            tick: 1 / Double(session.video.clock),
            received: session.counts.received - before.received,
            lost: session.counts.lost - before.lost,
            session.doing
        )
        before = session.counts
        learn(picture.news, packet)
        return packet
    }

    /// Notes the size that pictures have from now on.
    private func learn(_ news: AssembledPicture.News?, _ packet: Packet) {
        switch news {
        case .size(let width, let height): info.take(width: width, height: height)
        case .parameterSets:
            if let size = parser?.size(in: packet) { info.take(width: size.0, height: size.1) }
        case nil:
            if info.width == 0, packet.isKeyframe, let size = parser?.size(in: packet) {
                info.take(width: size.0, height: size.1)
            }
        }
    }

    /// Says of silence what can be said of it.
    private func explained(_ error: MediaError) -> MediaError {
        guard error.kind == .timedOut else { return error }
        let came = session.counts.received - before.received
        let seconds = Int(limits.silence)
        let reason: String
        if came > 0 {
            reason = "no whole picture in \(seconds) s, though \(came) RTP packets came"
        } else if session.transport == "udp", session.counts.received == 0 {
            reason =
                "no datagram in \(seconds) s; a firewall may keep them out: open it for UDP, or "
                + "write transport: tcp"
        } else {
            return error
        }
        return MediaError(.timedOut, doing: error.doing, reason: reason)
    }

    private static func assembler(of video: VideoDescription) -> any PictureAssembler {
        switch video.codec {
        case .h264: UnitAssembler(.h264)
        case .h265: UnitAssembler(.h265(ordered: video.hasOrderNumbers))
        case .jpeg: JPEGAssembler(described: video.size)
        case .mpeg4: MPEG4Assembler()
        }
    }
}

extension CodecParameters {
    /// What a session description says of a codec.
    convenience init(of video: VideoDescription, _ doing: String) throws(MediaError) {
        let (codec, mark): (AVCodecID, [UInt8]) =
            switch video.codec {
            case .h264: (AV_CODEC_ID_H264, [0, 0, 0, 1])
            case .h265: (AV_CODEC_ID_HEVC, [0, 0, 0, 1])
            case .jpeg: (AV_CODEC_ID_MJPEG, [])
            case .mpeg4: (AV_CODEC_ID_MPEG4, [])
            }
        try self.init(codec, extra: video.parameterSets.flatMap { mark + $0 }, doing)
    }
}
