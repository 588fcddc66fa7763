import Cameras
import Delivery
import Foundation
import Logging

/// The log's settings in watchpost.yaml, which take effect while the node runs.
struct LogFile: Sendable {
    /// Seconds between two looks at the file.
    private static let pause = 1.0

    let log: NodeLog
    let folders: Folders
    let options: LogOptions

    /// Applies the file whenever it has changed, until cancellation.
    func watch() async {
        var known = Mark(folders.config)
        var last = known
        while (try? await Task.sleep(for: .seconds(Self.pause))) != nil {
            let now = Mark(folders.config)
            // What is still being written is left until it stays as it is.
            defer { last = now }
            guard now == last, now != known else { continue }
            known = now
            apply(isAsked: false)
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

    /// By what a file is seen to have changed.
    private struct Mark: Equatable {
        let changed: Date?
        let size: Int?
        let inode: Int?

        init(_ path: String) {
            let facts = try? FileManager.default.attributesOfItem(atPath: path)
            changed = facts?[.modificationDate] as? Date
            size = facts?[.size] as? Int
            inode = facts?[.systemFileNumber] as? Int
        }
    }
}
