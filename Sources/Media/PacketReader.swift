import CFFmpeg
import Domain

/// Reads the packets of a camera or recording; its calls block.
///
/// Opening waits until the stream's first keyframe is there, so that what is opened also sends.
/// Nothing is decoded. To be used by one thread at a time.
package final class PacketReader {
    package let info: StreamInfo

    private let format: FormatHandle
    private let scratch: PacketHandle
    private let watch: Watch
    private let limits: StreamLimits
    private let doing: String
    private let stream: Int32
    /// Seconds per tick of the stream's timestamps.
    private let tick: Double
    private var clock: PacketClock
    private var waiting: [Packet] = []
    private var isOver = false

    /// - Throws: `unauthorized`, `notFound`, `unreachable`, `timedOut`, `interrupted`, `notVideo`,
    ///   `noVideo`, `unsupported`, or `invalid`.
    package init(
        opening address: StreamAddress,
        limits: StreamLimits = StreamLimits(),
        interrupt: Interrupt
    ) throws(MediaError) {
        let watch = Watch(interrupt)
        let opening = StreamOpening(address: address, limits: limits, watch: watch)
        let format = try opening.open()
        let scratch = try PacketHandle(opening.doing)
        let start = try opening.beginning(of: format, scratch)
        info = start.info
        stream = start.stream
        tick = start.tick
        clock = start.clock
        waiting = start.packets.reversed()
        doing = "reading \(address)"
        self.format = format
        self.scratch = scratch
        self.watch = watch
        self.limits = limits
    }

    /// The next packet of the video; `nil` at a recording's end.
    ///
    /// - Throws: `timedOut` where nothing came within `limits.silence`, `endOfStream` where a
    ///   camera hung up, `interrupted`, or `invalid`.
    package func next() throws(MediaError) -> Packet? {
        if let packet = waiting.popLast() { return packet }
        if !isOver { watch.allow(seconds: limits.silence) }
        while true {
            let code = unsafe av_read_frame(format.pointer, scratch.pointer)
            // An error may come behind a last packet that libav still had.
            isOver = isOver || watch.verdict != .goOn
            if code < 0 {
                if code == WP_EAGAIN, watch.verdict == .goOn { continue }
                if code == WP_EOF, !info.isLive, watch.verdict == .goOn { return nil }
                throw StreamOpening.error(code, watch, isLive: info.isLive, doing)
            }
            if unsafe scratch.pointer.pointee.stream_index == stream {
                return try clock.packet(taking: scratch, tick: tick, doing)
            }
            unsafe av_packet_unref(scratch.pointer)
        }
    }
}
