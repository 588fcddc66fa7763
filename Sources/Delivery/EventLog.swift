package import Logging

/// What a log line is about; whoever filters, counts or alarms goes by it, not by the sentence.
///
/// - Note: a name is a promise like a path of the API: it may be added to, and not changed.
package enum EventName: String, Sendable, CaseIterable {
    case cameraOnline = "camera.online"
    case cameraOffline = "camera.offline"
    case cameraDegraded = "camera.degraded"
    case cameraRestored = "camera.restored"
    /// A recording that plays as a camera came to its end.
    case cameraEnded = "camera.ended"
    case cameraUndecodable = "camera.undecodable"
    /// Its pictures have another size than before.
    case cameraResized = "camera.resized"
    case cameraAdded = "camera.added"
    case cameraChanged = "camera.changed"
    case cameraRemoved = "camera.removed"
    /// Two places name the same camera.
    case cameraShadowed = "camera.shadowed"
    case cameraLeftBehind = "camera.left-behind"
    /// So much waits for the ledger that episodes are folded into others.
    case deskFull = "desk.full"
    case snapshotLost = "snapshot.lost"
    case ledgerFailing = "ledger.failing"
    case ledgerRecovered = "ledger.recovered"
    case ledgerUnwritten = "ledger.unwritten"
    /// The chain's head could not be written, or the chain does not contain it.
    case ledgerHeadless = "ledger.headless"
    /// The file of the chain's head was gone, and is written anew.
    case ledgerHeadLost = "ledger.head-lost"
    case ledgerUnclosed = "ledger.unclosed"
    case readerClosed = "reader.closed"
    case requestFailed = "request.failed"
    case nodeReady = "node.ready"
    case nodeStopping = "node.stopping"
    case nodeStalled = "node.stalled"
    case nodeLimited = "node.limited"
    case configurationApplied = "configuration.applied"
    /// Something in the files has no effect, or not the likely one.
    case configurationDoubtful = "configuration.doubtful"
    case configurationRefused = "configuration.refused"
    case logLost = "log.lost"
}

/// The keys of a log line beside its time, level, event and message.
package enum LogKey: String, Sendable, CaseIterable {
    case event
    case camera, alert, queue, file, route
    case reason
    /// What makes two reasons the same one with other numbers.
    case cause
    /// - Units: seconds.
    case retryIn, seconds
    case waiting, limit, count

    /// What a line can be about: lines of one event are held back for each of these apart.
    package static let subjects = [LogKey.camera, .alert, .queue, .file, .route]
}

extension Logger {
    /// Logs an event: a sentence for people, and fields for programs.
    ///
    /// - Parameter message: without passwords, as everything that is logged.
    package func event(
        _ name: EventName,
        _ level: Logger.Level,
        _ message: @autoclosure () -> Logger.Message,
        _ fields: @autoclosure () -> [LogKey: Logger.MetadataValue] = [:]
    ) {
        guard level >= logLevel else { return }
        var metadata: Logger.Metadata = [LogKey.event.rawValue: "\(name.rawValue)"]
        for (key, value) in fields() { metadata[key.rawValue] = value }
        log(level: level, message(), metadata: metadata)
    }
}
