import Domain
import Logging

/// The log on stderr: a line an event, in the city's time.
struct LineLog: LogHandler {
    let clock: any CityClock
    var logLevel = Logger.Level.info
    var metadata = Logger.Metadata()

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        Output.note("\(clock.now().wall) \(event.level) \(event.message)")
    }
}
