import ArgumentParser
import Cameras

/// How a node logs: what `serve` and `demo` take.
struct LogOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The least that is logged: \
            \(LogSettings.Level.allCases.map(\.rawValue).joined(separator: ", ")) \
            (default: the configuration's, else info).
            """,
            valueName: "level"
        )
    )
    var logLevel: LogSettings.Level?

    @Option(
        help: ArgumentHelp(
            """
            text, or json: one object a line (default: the configuration's, else text; for \
            systemd's journal with its priorities and without the time).
            """,
            valueName: "format"
        )
    )
    var logFormat: LogSettings.Format?

    /// The settings of a file, where the command line says nothing else.
    func over(_ file: LogSettings) -> LogSettings {
        LogSettings(level: logLevel ?? file.level, format: logFormat ?? file.format)
    }
}

extension LogSettings.Level: ExpressibleByArgument {}
extension LogSettings.Format: ExpressibleByArgument {}
