import Domain
import NIOCore

/// A track beside the video, with nothing to tell: silence, or metadata without a scene.
struct SilentTrack: Sendable {
    /// What is sent again and again.
    struct Form: Sendable, Equatable {
        let payloadType: UInt8
        let clockRate: Int
        /// - Units: ticks of the clock from packet to packet.
        let step: Int
        let payload: [UInt8]
    }

    let form: Form
    let source: UInt32
    private let channel: UInt8
    private var sequence: UInt16
    private var begun: Moment?
    private var sent = 0

    init(_ form: Form, channel: UInt8, source: UInt32, sequence: UInt16) {
        self.form = form
        self.channel = channel
        self.source = source
        self.sequence = sequence
    }

    var upcoming: (sequence: UInt16, timestamp: UInt32) {
        (sequence, UInt32(truncatingIfNeeded: sent * form.step))
    }

    /// Sends nothing until it is due again.
    mutating func rest() { begun = nil }

    mutating func due(at now: Moment) -> [ByteBuffer] {
        let interval = Double(form.step) / Double(form.clockRate)
        let start = begun ?? now.advanced(bySeconds: -Double(sent) * interval)
        begun = start
        let wanted = Int(now.seconds(since: start) / interval) + 1
        // Who was held up is not flooded.
        if wanted - sent > 50 { sent = wanted - 1 }
        var buffers: [ByteBuffer] = []
        while sent < wanted {
            buffers.append(packet())
            sent += 1
            sequence &+= 1
        }
        return buffers
    }

    private func packet() -> ByteBuffer {
        var buffer = ByteBuffer(bytes: [0x24, channel])
        buffer.writeInteger(UInt16(12 + form.payload.count))
        buffer.writeBytes([0x80, 0x80 | form.payloadType])
        buffer.writeInteger(sequence)
        buffer.writeInteger(upcoming.timestamp)
        buffer.writeInteger(source)
        buffer.writeBytes(form.payload)
        return buffer
    }
}

extension SilentTrack.Form {
    /// 40 ms of silence.
    ///
    /// - Source: ITU-T G.711: the code of the smallest amplitude.
    ///
    /// - Parameter payloadType: The law's own, if not given.
    static func g711(_ law: Law, as payloadType: UInt8? = nil) -> Self {
        Self(
            payloadType: payloadType ?? (law == .a ? 8 : 0),
            clockRate: 8000,
            step: 320,
            payload: Array(repeating: law == .a ? 0xD5 : 0xFF, count: 320)
        )
    }

    enum Law { case a, mu }

    /// A block of silence.
    ///
    /// - Source: RFC 3640 3.3.6: the size and number of the one unit, then the unit.
    static func aac(_ payloadType: UInt8, clockRate: Int, isStereo: Bool = false) -> Self {
        let unit: [UInt8] =
            isStereo ? [0x21, 0x10, 0x04, 0x60, 0x8C, 0x1C] : [0x01, 0x18, 0x20, 0x07]
        return Self(
            payloadType: payloadType,
            clockRate: clockRate,
            step: 1024,
            payload: [0, 16, 0, UInt8(unit.count << 3)] + unit
        )
    }

    /// A second of metadata in which nothing is seen.
    static func metadata(_ payloadType: UInt8) -> Self {
        let text = #"<tt:MetadataStream xmlns:tt="http://www.onvif.org/ver10/schema"/>"#
        return Self(
            payloadType: payloadType,
            clockRate: 90_000,
            step: 90_000,
            payload: Array(text.utf8)
        )
    }

    /// 20 ms without a voice.
    ///
    /// - Source: RFC 6716 3.1: one empty frame of 20 ms.
    static func opus(_ payloadType: UInt8) -> Self {
        Self(payloadType: payloadType, clockRate: 48_000, step: 960, payload: [0xF8, 0xFF, 0xFE])
    }
}
