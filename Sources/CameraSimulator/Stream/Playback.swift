import Domain
import NIOCore

/// What one client is sent and when.
///
/// It begins with the newest keyframe, so that a picture comes at once; what is not rendered yet is
/// waited for; who falls more than a group of pictures behind goes on with a keyframe.
struct Playback {
    /// What is due.
    struct Due {
        /// Packets framed for interleaving, or junk that begins with no dollar sign.
        var buffers: [ByteBuffer] = []
        var pictures = 0
        /// What becomes of the connection after them.
        var ending: Ending?
    }

    enum Ending: Sendable { case closed, reset }

    /// - Units: seconds between sender reports.
    private static let reportInterval = 5.0

    let camera: Int
    let channels: (media: UInt8, control: UInt8)
    let source: UInt32
    /// What the client was told that it would be sent.
    let rendition: Rendition

    private let timetable: Timetable
    private let trouble: CameraFault?
    private var damage = PacketDamage()
    private var sequence: UInt16
    /// The newest picture when the client joined.
    private var joined = 0
    private var nextPicture: Int?
    private var nextReport: Moment?
    private var packets: UInt32 = 0
    private var octets: UInt32 = 0

    init(
        camera: Int,
        channels: (media: UInt8, control: UInt8),
        source: UInt32,
        sequence: UInt16,
        timetable: Timetable,
        rendition: Rendition = .usual,
        trouble: CameraFault? = nil
    ) {
        self.camera = camera
        self.channels = channels
        self.source = source
        self.sequence = sequence
        self.timetable = timetable
        self.rendition = rendition
        self.trouble = trouble
    }

    /// The next packet's sequence number and, where it is known, its timestamp.
    func upcoming(
        _ renditions: Renditions,
        at now: Moment
    ) -> (sequence: UInt16, timestamp: UInt32?) {
        let newest = timetable.picture(of: camera, at: now)
        let start = timetable.keyframe(before: newest, camera: camera)
        let position = timetable.position(of: start, camera: camera)
        let isThere = renditions[rendition].loop[position] != nil
        return (sequence, isThere ? timetable.timestamp(of: start) : nil)
    }

    /// Sends nothing until it is due again, and then goes on with a keyframe.
    mutating func rest() { nextPicture = nil }

    mutating func due(_ renditions: Renditions, at now: Stamp) -> Due {
        let seconds = timetable.seconds(of: camera, at: now.moment)
        if let trouble {
            if trouble.described(at: seconds) != rendition { return Due(ending: .closed) }
            if trouble.isSilent(at: seconds) {
                rest()
                return Due()
            }
        }
        let newest = timetable.picture(at: trouble?.sent(by: seconds) ?? seconds)
        guard catchUp(with: newest, renditions) else { return Due() }
        var due = Due()
        while let index = nextPicture, index <= newest, due.ending == nil {
            let fate = trouble?.fate(of: index) ?? CameraFault.PictureFate(shown: index)
            let form = renditions[fate.rendition == .usual ? rendition : fate.rendition]
            let position = timetable.position(of: fate.shown, camera: camera)
            guard let picture = form.loop[position] else { break }
            if due.buffers.isEmpty, nextReport.map({ now.moment >= $0 }) ?? true {
                nextReport = now.moment.advanced(bySeconds: Self.reportInterval)
                due.buffers.append(report(at: now))
            }
            nextPicture = index + 1
            if !fate.isWithheld { send(picture, index, fate, &due) }
        }
        return due
    }

    /// Begins, or goes on after having fallen behind, with the newest keyframe.
    ///
    /// - Returns: Whether there is something to go on with.
    private mutating func catchUp(with newest: Int, _ renditions: Renditions) -> Bool {
        if let nextPicture {
            let isBehind = newest - nextPicture > timetable.gopPictures
            if !isBehind || trouble?.catchesUp == true { return true }
        } else {
            joined = newest
        }
        let start = timetable.keyframe(before: newest, camera: camera)
        let position = timetable.position(of: start, camera: camera)
        guard renditions[rendition].loop[position] != nil else { return false }
        nextPicture = start
        return true
    }

    private mutating func send(
        _ picture: InterleavedPicture,
        _ index: Int,
        _ fate: CameraFault.PictureFate,
        _ due: inout Due
    ) {
        let whole = picture.addressed(
            channel: channels.media,
            sequence: sequence,
            timestamp: timetable.timestamp(of: index)
                &+ UInt32(truncatingIfNeeded: fate.shift),
            source: source
        )
        // What was sent before a client joined was not cut.
        if fate.isCut, index > joined {
            let half = whole.getSlice(at: whole.readerIndex, length: whole.readableBytes / 2)
            due.buffers.append(half ?? whole)
            due.ending = .reset
            return
        }
        if let trouble, trouble.concernsPackets {
            due.buffers += damaged(picture.frames(of: whole), index, trouble)
        } else {
            due.buffers.append(whole)
        }
        due.pictures += 1
        sequence &+= UInt16(truncatingIfNeeded: picture.packetCount)
        packets &+= UInt32(picture.packetCount)
        octets &+= UInt32(picture.rtpBytes - InterleavedPicture.rtpHeader * picture.packetCount)
    }

    private mutating func damaged(
        _ frames: [ByteBuffer],
        _ index: Int,
        _ trouble: CameraFault
    ) -> [ByteBuffer] {
        guard trouble.isActive(index) else { return damage.rest() + frames }
        let headers = InterleavedPicture.frameHeader + InterleavedPicture.rtpHeader
        let sizes = frames.map { $0.readableBytes - headers }
        return damage.applied(trouble.fates(ofPackets: sizes, picture: index), to: frames)
    }

    /// A sender report and the source's name.
    ///
    /// - Source: RFC 3550 6.4.1 and 6.5.
    private func report(at now: Stamp) -> ByteBuffer {
        let name = "watchpost"
        // Header, source, item type and length, name, at least one 0, up to whole words.
        let words = (4 + 4 + 2 + name.utf8.count + 1 + 3) / 4
        var buffer = ByteBuffer()
        buffer.writeBytes([0x24, channels.control])
        buffer.writeInteger(UInt16(28 + words * 4))
        buffer.writeBytes([0x80, 200, 0, 6])
        buffer.writeInteger(source)
        let error = trouble?.reportError(at: timetable.seconds(of: camera, at: now.moment))
        let milliseconds = UInt64(now.wall.milliseconds + (error?.milliseconds ?? 0))
        buffer.writeInteger(UInt32(truncatingIfNeeded: milliseconds / 1000 + 2_208_988_800))
        buffer.writeInteger(UInt32(truncatingIfNeeded: (milliseconds % 1000 << 32) / 1000))
        let timestamp = timetable.timestamp(at: now.moment, camera: camera)
        buffer.writeInteger(timestamp &+ UInt32(truncatingIfNeeded: error?.ticks ?? 0))
        buffer.writeInteger(packets)
        buffer.writeInteger(octets)
        buffer.writeBytes([0x81, 202])
        buffer.writeInteger(UInt16(words - 1))
        buffer.writeInteger(source)
        buffer.writeBytes([1, UInt8(name.utf8.count)])
        buffer.writeString(name)
        buffer.writeRepeatingByte(0, count: words * 4 - 10 - name.utf8.count)
        return buffer
    }
}
