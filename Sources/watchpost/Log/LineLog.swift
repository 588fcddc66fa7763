import Logging

/// A logger's way to the node's one log.
struct LineLog: LogHandler {
    let log: NodeLog
    var metadata = Logger.Metadata()
    /// What a part of the node never logs below, whatever the node's level is.
    private var floor: Logger.Level?

    init(_ log: NodeLog) { self.log = log }

    /// The node's level, which may change at any time, unless this part's own is higher.
    var logLevel: Logger.Level {
        get { max(log.level, floor ?? .trace) }
        set { floor = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        log.take(
            event.level,
            "\(event.message)",
            metadata.merging(event.metadata ?? [:]) { $1 }
        )
    }
}
