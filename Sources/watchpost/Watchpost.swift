import ArgumentParser
import Domain

/// Watches a city's cameras and puts what moves into its street stations' queues.
@main struct Watchpost: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watchpost",
        abstract: "Watches a city's cameras and puts what moves into its street stations' queues.",
        discussion: """
            EXAMPLES
              watchpost demo
              watchpost serve
              watchpost tail jn-017
              watchpost alert list
            """,
        version: Version.current,
        subcommands: [
            ServeCommand.self, DemoCommand.self, CheckCommand.self, CameraCommand.self,
            TailCommand.self, AlertCommand.self, IncidentCommand.self, UnitCommand.self,
            StationCommand.self, ReportCommand.self, DrillCommand.self, SignalCommand.self,
            ReplayCommand.self, EvaluateCommand.self, BenchCommand.self, SimulateCommand.self,
        ]
    )

    static func main() async {
        Output.prepare()
        OpenFiles.raiseLimit()
        CommandName.refuseUnknown(CommandLine.arguments.dropFirst())
        await main(nil)
    }
}
