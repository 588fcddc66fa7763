import Delivery
import Domain
import Media

extension CameraDocument.Status {
    init(_ status: CameraStatus, at now: Stamp) {
        self.init(
            state: CameraDocument.State(rawValue: status.state.rawValue) ?? .connecting,
            since: status.since.wall,
            reason: status.reason,
            lastError: status.lastError,
            codec: status.info?.codec,
            width: status.size?.width,
            height: status.size?.height,
            rate: status.rate.map { ($0 * 10).rounded() / 10 },
            bitsPerSecond: status.bitRate.map { Int($0) },
            packets: status.packets,
            pictures: status.pictures,
            damaged: status.damaged,
            dropped: status.dropped,
            lost: status.lost,
            reconnects: status.reconnects,
            pictureAge: status.pictureAge(at: now.moment).map { ($0 * 1000).rounded() / 1000 }
        )
    }
}
