package import Domain
package import Media
import Synchronization

/// How a camera is, at the moment of asking.
package struct CameraStatus: Sendable {
    package enum State: String, Sendable, Hashable {
        /// It was not reached yet, and not given up either.
        case connecting
        case online
        /// It could not be reached or was lost; it is tried again all the time.
        case offline
    }

    package var state = State.connecting
    /// When it came into this state, however often it was tried since.
    package var since: Stamp
    /// Without secrets; stays after the camera has come back.
    package var lastError: String?
    package var packets = 0
    package var pictures = 0
    /// Packets that could not be decoded, and pictures with parts guessed.
    package var damaged = 0
    /// Packets that came while too many waited.
    package var dropped = 0
    /// Packets that wait for their lane.
    package var waiting = 0
    /// Connections after the first.
    package var reconnects = 0
    /// The present stream, or the last one.
    package var info: StreamInfo?
    /// Pictures a second over the last seconds.
    package var rate: Double?
    package var lastPicture: Moment?

    init(since: Stamp) { self.since = since }

    /// Seconds since the last picture.
    package func pictureAge(at now: Moment) -> Double? {
        lastPicture.map { now.seconds(since: $0) }
    }
}

/// A camera's status, written by its thread and lane and read by anyone.
final class CameraMonitor: Sendable {
    private struct Record {
        var status: CameraStatus
        var connections = 0
        var windowStart: Moment?
        var windowPictures = 0
    }

    private let record: Mutex<Record>
    /// Seconds over which the rate is measured.
    private static let window = 5.0

    init(since: Stamp) {
        record = Mutex(Record(status: CameraStatus(since: since)))
    }

    var status: CameraStatus { record.withLock { $0.status } }

    func online(_ info: StreamInfo, at now: Stamp) {
        record.withLock { record in
            record.status.enter(.online, now)
            record.status.info = info
            record.status.reconnects = record.connections
            record.connections += 1
            record.windowStart = nil
        }
    }

    func offline(_ reason: String, at now: Stamp) {
        record.withLock { record in
            record.status.enter(.offline, now)
            record.status.lastError = reason
            record.status.rate = nil
        }
    }

    func read(waiting: Int, dropped: Int) {
        record.withLock { record in
            record.status.packets += 1
            record.status.waiting = waiting
            record.status.dropped += dropped
        }
    }

    func took(waiting: Int) { record.withLock { $0.status.waiting = waiting } }

    func saw(pictures: Int, damaged: Int, at now: Moment) {
        record.withLock { record in
            record.status.pictures += pictures
            record.status.damaged += damaged
            guard pictures > 0 else { return }
            record.status.lastPicture = now
            guard let start = record.windowStart else {
                record.windowStart = now
                record.windowPictures = 0
                return
            }
            record.windowPictures += pictures
            let length = now.seconds(since: start)
            if length >= Self.window {
                record.status.rate = Double(record.windowPictures) / length
                record.windowStart = now
                record.windowPictures = 0
            }
        }
    }
}

extension CameraStatus {
    fileprivate mutating func enter(_ state: State, _ now: Stamp) {
        guard state != self.state else { return }
        self.state = state
        since = now
    }
}
