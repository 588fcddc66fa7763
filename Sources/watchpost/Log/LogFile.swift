import Assembly
import Cameras
import Delivery
import Logging

/// The log's settings in watchpost.yaml, which take effect while the node runs.
struct LogFile: Sendable {
    let log: NodeLog
    let folders: Folders
    let options: LogOptions

    /// Applies the file whenever it has changed, until cancellation.
    func watch() async {
        var file = FileWatch(FileStamps(files: [folders.config]))
        while (try? await Task.sleep(for: .seconds(FileWatch.interval))) != nil {
            if file.look(FileStamps(files: [folders.config])) { apply(isAsked: false) }
        }
    }

    /// Reads the file and logs as it says from now on; what is wrong with it is logged.
    ///
    /// - Parameter isAsked: it is said also where nothing changes.
    func apply(isAsked: Bool) {
        let (found, mistakes) = ConfigurationReader.log(folders)
        let wrong = mistakes.filter { !$0.isWarning }
        for mistake in wrong {
            log.logger.event(
                .configurationRefused,
                .error,
                "the log stays as it was: \(mistake)",
                [.file: "\(mistake.file):\(mistake.line)", .reason: "\(mistake.message)"]
            )
        }
        guard let found else { return }
        let settings = options.over(found)
        let isNews = log.apply(settings)
        guard isNews || isAsked else { return }
        log.logger.event(
            .configurationApplied,
            .notice,
            """
            the log's level is \(settings.level?.rawValue ?? "info"), its format \
            \(settings.format?.rawValue ?? "text")
            """,
            [.file: "\(folders.config)"]
        )
    }
}
