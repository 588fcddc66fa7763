import ArgumentParser
import Assembly

/// Runs a node.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Runs a node: reads its cameras, keeps its ledger, serves its streams.",
        discussion: """
            Prints `ready http://HOST:PORT` on stdout when it takes requests; everything else goes \
            to stderr. Ctrl-C or SIGTERM ends it in order. SIGHUP makes it read the log's settings \
            again, which also happens when the configuration is saved. Under systemd it says when \
            it is ready and that it is alive (Type=notify, WatchdogSec).

            EXAMPLES
              watchpost serve
              watchpost serve --config /etc/watchpost/watchpost.yaml \\
                  --cameras /etc/watchpost/cameras
              watchpost serve --listen 127.0.0.1:0 --log-level debug --log-format json
            """
    )

    @OptionGroup var node: NodeOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        let launch = try NodeLaunch(node, log)
        try await launch.run { opened in
            [
                Node(launch.settings) { node in
                    try? Output.line("ready \(node.url)")
                    opened(node)
                }
            ]
        }
    }
}
