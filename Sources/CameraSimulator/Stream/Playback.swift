import Domain
import NIOCore

/// What one client is sent and when.
///
/// It begins with the newest keyframe, so that a picture comes at once; what is not rendered yet is
/// waited for; who falls more than a group of pictures behind goes on with a keyframe.
struct Playback {
    /// What is due.
    struct Due {
        var buffers: [ByteBuffer] = []
        var pictures = 0
    }

    /// - Units: seconds between sender reports.
    private static let reportInterval = 5.0

    let camera: Int
    let channels: (media: UInt8, control: UInt8)
    let source: UInt32

    private let timetable: Timetable
    private var sequence: UInt16
    private var nextPicture: Int?
    private var nextReport: Moment?
    private var packets: UInt32 = 0
    private var octets: UInt32 = 0

    init(
        camera: Int,
        channels: (media: UInt8, control: UInt8),
        source: UInt32,
        sequence: UInt16,
        timetable: Timetable
    ) {
        self.camera = camera
        self.channels = channels
        self.source = source
        self.sequence = sequence
        self.timetable = timetable
    }

    /// The next packet's sequence number and, where it is known, its timestamp.
    func upcoming(_ loop: EncodedLoop, at now: Moment) -> (sequence: UInt16, timestamp: UInt32?) {
        let newest = timetable.picture(of: camera, at: now)
        let start = timetable.keyframe(before: newest, camera: camera)
        let isThere = loop[timetable.position(of: start, camera: camera)] != nil
        return (sequence, isThere ? timetable.timestamp(of: start) : nil)
    }

    /// Sends nothing until it is due again, and then goes on with a keyframe.
    mutating func rest() { nextPicture = nil }

    mutating func due(_ loop: EncodedLoop, at now: Stamp) -> Due {
        var due = Due()
        let newest = timetable.picture(of: camera, at: now.moment)
        let behind = nextPicture.map { newest - $0 > timetable.gopPictures } ?? true
        if behind {
            let start = timetable.keyframe(before: newest, camera: camera)
            guard loop[timetable.position(of: start, camera: camera)] != nil else { return due }
            nextPicture = start
        }
        while let index = nextPicture, index <= newest,
            let picture = loop[timetable.position(of: index, camera: camera)]
        {
            if due.buffers.isEmpty, nextReport.map({ now.moment >= $0 }) ?? true {
                nextReport = now.moment.advanced(bySeconds: Self.reportInterval)
                due.buffers.append(report(at: now))
            }
            due.buffers.append(
                picture.addressed(
                    channel: channels.media,
                    sequence: sequence,
                    timestamp: timetable.timestamp(of: index),
                    source: source
                )
            )
            due.pictures += 1
            sequence &+= UInt16(truncatingIfNeeded: picture.packetCount)
            packets &+= UInt32(picture.packetCount)
            octets &+= UInt32(picture.rtpBytes - 12 * picture.packetCount)
            nextPicture = index + 1
        }
        return due
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
        let milliseconds = UInt64(now.wall.milliseconds)
        buffer.writeInteger(UInt32(truncatingIfNeeded: milliseconds / 1000 + 2_208_988_800))
        buffer.writeInteger(UInt32(truncatingIfNeeded: (milliseconds % 1000 << 32) / 1000))
        buffer.writeInteger(timetable.timestamp(at: now.moment, camera: camera))
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
