import CFFmpeg

/// Reads a recording.
final class RecordingSource: PacketSource {
    let info: StreamInfo
    let counts = StreamCounts()

    private let format: FormatHandle
    private let scratch: PacketHandle
    private let watch: Watch
    private let limits: StreamLimits
    private let doing: String
    private var track: VideoTrack
    /// Packets that were read to find out about the stream, newest first.
    private var waiting: [Packet]
    private var isOver = false

    /// Recordings begin within so many packets; of these an unknown container's streams are told.
    private static let packetsLookedAt = 2000
    private static let containers = "mov,mp4,matroska,webm,avi,mpeg,mpegts,h264,hevc"

    /// Opens a recording and reads until its pictures' size is known.
    init(
        _ path: String,
        _ address: StreamAddress,
        _ limits: StreamLimits,
        _ watch: Watch
    ) throws(MediaError) {
        let doing = "opening \(address)"
        let format = try Self.open(path, limits, watch, doing)
        let scratch = try PacketHandle(doing)
        let (track, packets) = try Self.beginning(of: format, scratch, watch, doing)
        info = track.info(limits)
        waiting = packets.reversed()
        self.track = track
        self.format = format
        self.scratch = scratch
        self.watch = watch
        self.limits = limits
        self.doing = "reading \(address)"
    }

    private static func open(
        _ path: String,
        _ limits: StreamLimits,
        _ watch: Watch,
        _ doing: String
    ) throws(MediaError) -> FormatHandle {
        if let objection = try FileKind.objection(to: path, doing) {
            throw MediaError(.notVideo, doing: doing, reason: "not a video: \(objection)")
        }
        watch.allow(seconds: limits.open)
        do {
            return try FormatHandle(
                url: "file:" + path,
                watch: watch,
                options: ["protocol_whitelist": "file", "format_whitelist": containers]
            )
        } catch {
            throw MediaError(recording: error.code, watch, doing)
        }
    }

    private static func beginning(
        of format: borrowing FormatHandle,
        _ scratch: borrowing PacketHandle,
        _ watch: Watch,
        _ doing: String
    ) throws(MediaError) -> (VideoTrack, [Packet]) {
        var found: VideoTrack?
        var packets: [Packet] = []
        for _ in 0..<packetsLookedAt {
            let code = unsafe av_read_frame(format.pointer, scratch.pointer)
            if code == WP_EOF { break }
            if code < 0 { throw MediaError(recording: code, watch, doing) }
            if found == nil { found = try VideoTrack(format, doing) }
            guard found != nil, unsafe scratch.pointer.pointee.stream_index == found!.stream else {
                unsafe av_packet_unref(scratch.pointer)
                continue
            }
            packets.append(try found!.packet(taking: scratch, doing))
            if found!.isWhole(with: packets.last!) { break }
        }
        guard let found, !packets.isEmpty else {
            throw MediaError(.noVideo, doing: doing, reason: "there is no video in it")
        }
        return (found, packets)
    }

    func next() throws(MediaError) -> Packet? {
        if let packet = waiting.popLast() { return packet }
        if !isOver { watch.allow(seconds: limits.silence) }
        while true {
            let code = unsafe av_read_frame(format.pointer, scratch.pointer)
            // An error may come behind a last packet that libav still had.
            isOver = isOver || watch.verdict != .goOn
            if code < 0 {
                if code == WP_EAGAIN, watch.verdict == .goOn { continue }
                if code == WP_EOF, watch.verdict == .goOn { return nil }
                throw MediaError(recording: code, watch, doing)
            }
            if unsafe scratch.pointer.pointee.stream_index == track.stream {
                return try track.packet(taking: scratch, doing)
            }
            unsafe av_packet_unref(scratch.pointer)
        }
    }
}
