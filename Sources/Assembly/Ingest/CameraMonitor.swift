import Domain
import Media
import Synchronization

/// A camera's status, written by its thread and lane and read by anyone.
final class CameraMonitor: Sendable {
    private struct Record {
        var status: CameraStatus
        var health: CameraHealth
        var connections = 0

        mutating func step(_ input: CameraHealth.Input, at now: Stamp) -> CameraHealth.Change? {
            let change = health.step(input, at: now.moment)
            if health.state != status.state {
                status.state = health.state
                status.since = now
            }
            status.reason = health.reason
            let rates = health.rates
            status.rate = rates?.pictures
            status.bitRate = rates?.bits
            return change
        }
    }

    private let record: Mutex<Record>

    init(since: Stamp, limits: HealthLimits) {
        record = Mutex(
            Record(status: CameraStatus(since: since), health: CameraHealth(limits))
        )
    }

    var status: CameraStatus { record.withLock { $0.status } }

    /// For how many seconds packets have come without a picture, where that is too long.
    var uselessFor: Double? { record.withLock { $0.health.uselessFor } }

    func connected(_ info: StreamInfo, at now: Stamp) {
        record.withLock { record in
            record.status.info = info
            record.status.size =
                info.width > 0 ? PictureSize(width: info.width, height: info.height) : nil
            record.status.reconnects = record.connections
            record.connections += 1
            _ = record.step(.connected, at: now)
        }
    }

    func lost(
        _ reason: String,
        _ loss: CameraHealth.Loss,
        at now: Stamp
    ) -> CameraHealth.Change? {
        record.withLock { record in
            record.status.lastError = reason
            return record.step(.lost(reason: reason, loss), at: now)
        }
    }

    func read(_ packet: PacketFacts, waiting: Int, at now: Stamp) -> CameraHealth.Change? {
        record.withLock { record in
            record.status.packets += 1
            record.status.bytes += packet.bytes
            record.status.waiting = waiting
            record.status.dropped += packet.isDropped ? 1 : 0
            record.status.lost += packet.lost
            return record.step(.packet(packet), at: now)
        }
    }

    func took(waiting: Int) { record.withLock { $0.status.waiting = waiting } }

    func saw(_ work: DecodedFacts, at now: Stamp) -> CameraHealth.Change? {
        record.withLock { record in
            record.status.pictures += work.pictures
            record.status.damaged += work.damaged
            if work.pictures > 0 { record.status.lastPicture = now.moment }
            if let error = work.error { record.status.lastError = error }
            return record.step(.decoded(work), at: now)
        }
    }

    func resized(to size: PictureSize) { record.withLock { $0.status.size = size } }
}
