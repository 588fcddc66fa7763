import Delivery
import Dispatch
package import Domain
import Foundation
package import Logging
package import Storage
import Synchronization

/// The best picture so far of each alert, as a file in the data folder.
///
/// A picture can be had from the moment it is given; it is written on a queue of its own, and may
/// be dropped with a count where the disk does not keep up.
package final class SnapshotStore: Sendable {
    private struct State {
        /// Pictures on their way to the disk.
        var unwritten: [AlertID: [UInt8]] = [:]
        /// How much moved in the picture that each alert has, by alert; bounded.
        var areas: [AlertID: Double] = [:]
        var dropped: [Loss: Int] = [:]
    }

    /// Why a picture was not kept.
    package enum Loss: String, Sendable, CaseIterable {
        /// Too much waited for the ledger.
        case deskBehind = "desk_behind"
        /// Too many pictures waited for the disk.
        case diskBehind = "disk_behind"
        case notWritten = "not_written"
    }

    private let folder: String
    private let bound: Int
    private let logger: Logger
    private let queue = DispatchQueue(label: "watchpost.snapshots", qos: .utility)
    private let state = Mutex(State())

    package init(folder: String, bound: Int, logger: Logger) throws(DataFolderError) {
        self.folder = folder
        self.bound = bound
        self.logger = logger
        try DataFolder.make(folder)
    }

    /// How many pictures were not kept, and why.
    package var dropped: [Loss: Int] { state.withLock(\.dropped) }

    /// How many pictures wait for the disk.
    var waiting: Int { state.withLock(\.unwritten.count) }

    /// Counts a picture that is not kept.
    func drop(_ loss: Loss) { state.withLock { $0.dropped[loss, default: 0] += 1 } }

    /// Takes a picture, unless the alert has one in which more moved.
    package func keep(_ picture: [UInt8], of alert: AlertID, area: Double) {
        let isTaken = state.withLock { state -> Bool in
            if let best = state.areas[alert], best > area { return false }
            guard state.unwritten.count < bound || state.unwritten[alert] != nil else {
                state.dropped[.diskBehind, default: 0] += 1
                return false
            }
            if state.areas.count >= 4 * bound { state.areas.removeAll() }
            state.areas[alert] = area
            state.unwritten[alert] = picture
            return true
        }
        if isTaken { queue.async { self.write(alert) } }
    }

    /// The alert's picture as JPEG.
    package func picture(of alert: AlertID) async -> [UInt8]? {
        if let picture = state.withLock({ $0.unwritten[alert] }) { return picture }
        let path = path(of: alert)
        return await withCheckedContinuation { continuation in
            queue.async {
                let data = FileManager.default.contents(atPath: path)
                continuation.resume(returning: data.map { Array($0) })
            }
        }
    }

    /// Returns when all that was given is written.
    package func flush() async {
        await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
    }

    private func write(_ alert: AlertID) {
        guard let picture = state.withLock({ $0.unwritten[alert] }) else { return }
        let path = path(of: alert)
        do {
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent,
                withIntermediateDirectories: true
            )
            try Data(picture).write(to: URL(filePath: path), options: .atomic)
        } catch {
            logger.event(
                .snapshotLost,
                .warning,
                "writing the picture of alert \(alert): \(error); the picture is lost",
                [.reason: "\(error)"]
            )
            state.withLock { state in
                state.dropped[.notWritten, default: 0] += 1
                state.areas[alert] = nil
            }
        }
        state.withLock { state in
            // A newer picture may have come meanwhile; its own turn is still to come.
            if state.unwritten[alert] == picture { state.unwritten[alert] = nil }
        }
    }

    /// In a folder for each stretch of about 18 minutes, so that no folder grows without bound.
    private func path(of alert: AlertID) -> String {
        "\(folder)/\(alert.rawValue.prefix(6))/\(alert).jpg"
    }
}
