import ArgumentParser
import Assembly
import CameraSimulator
import Cameras
import Domain
import Foundation
import ServiceLifecycle

/// Simulated cameras, a node and a tail, in one process.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Simulated cameras, a node and a tail of its alerts; Ctrl-C ends all.",
        discussion: """
            The cameras show a rendered street on the port that the camera files name; the node \
            uses the files of config, cameras and seeds, and a data folder of its own that goes \
            with it, unless --data names one to keep. While it runs, every other command works \
            beside it. The tail is a terminal of the station; nobody answers its alerts, so that \
            the ladder is seen too, unless you do:

              watchpost alert list
              watchpost alert accept ID
              watchpost unit list --station jn-017

            EXAMPLES
              watchpost demo
              watchpost demo --data keep --listen 127.0.0.1:9480
            """
    )

    @OptionGroup var node: NodeOptions
    @OptionGroup var log: LogOptions

    @Option(
        name: .shortAndLong,
        help: "table, or json: one CloudEvent a line (default: table on a terminal, else json)."
    )
    var output: OutputFormat?

    func run() async throws {
        var options = node
        let passing = try Self.passingFolder()
        let cursor = "\(passing)/cursor"
        options.data = options.data ?? "\(passing)/data"
        let cleanUp: @Sendable () -> Void = {
            try? FileManager.default.removeItem(atPath: passing)
        }
        defer { cleanUp() }
        let launch = try NodeLaunch(options, log)
        let settings = launch.settings
        guard let stage = DemoStage(settings.configuration.cameras) else {
            throw ExitCode.saying(
                "the demo plays the cameras at rtsp://127.0.0.1:PORT/cam0, /cam1 …, and no camera "
                    + "file in \(options.cameras) names one; use the shipped folder cameras",
                .badInput
            )
        }
        let cameras = try await startCameras(stage, settings)
        let (opened, opening) = AsyncStream.makeStream(of: String.self)
        try await launch.run(cleanUp: cleanUp) { opens in
            [
                DemoCameras(server: cameras),
                Node(settings) { node in
                    opens(node)
                    opening.yield(node.url)
                },
                DemoTail(
                    stage: stage, cursor: cursor, node: opened, format: output ?? .standard),
            ]
        }
    }

    /// The cameras are there before the node looks for them.
    private func startCameras(
        _ stage: DemoStage,
        _ settings: NodeSettings
    ) async throws -> CameraServer {
        let server = CameraServer(
            CameraServer.Settings(cameras: stage.count, port: stage.port),
            clock: settings.clock,
            random: settings.random,
            note: { Output.note("watchpost: simulated cameras: \($0)") }
        )
        do {
            for url in try await server.start() {
                Output.note("watchpost: simulated camera at \(url)")
            }
        } catch let error as SimulatorError {
            throw ExitCode.saying("\(error)", .unreachable)
        }
        return server
    }

    private static func passingFolder() throws -> String {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "watchpost-demo-\(ProcessInfo.processInfo.processIdentifier)").path()
        do {
            // Nobody else may have made it ready for us.
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw ExitCode.saying(
                "making the folder \(path): \(error.localizedDescription); TMPDIR names another "
                    + "place",
                .noFile
            )
        }
        return path
    }
}

/// Which cameras the demo plays, and whose queue it shows.
struct DemoStage: Sendable {
    let port: Int
    /// One more than the highest number of a camera's path.
    let count: Int
    let queue: String

    /// - Returns: `nil` where no camera is a simulated one of this machine.
    init?(_ cameras: [Camera]) {
        let played = cameras.compactMap { camera -> (port: Int, number: Int, queue: String)? in
            guard let url = URL(string: camera.url), url.scheme == "rtsp",
                url.host() == "127.0.0.1", let port = url.port, url.path().hasPrefix("/cam"),
                let number = Int(url.path().dropFirst(4)), (0..<2000).contains(number)
            else { return nil }
            return (port, number, camera.station.rawValue)
        }
        guard let first = played.first else { return nil }
        port = first.port
        count = played.filter { $0.port == first.port }.map(\.number).max()! + 1
        queue = first.queue
    }
}

/// Ends the simulated cameras with everything else.
private struct DemoCameras: Service {
    let server: CameraServer

    func run() async throws {
        try? await gracefulShutdown()
        await server.stop()
    }
}

/// The tail, which begins when the node takes requests.
private struct DemoTail: Service {
    let stage: DemoStage
    /// The file that makes it a terminal.
    let cursor: String
    let node: AsyncStream<String>
    let format: OutputFormat

    func run() async throws {
        var opened = node.cancelOnGracefulShutdown().makeAsyncIterator()
        guard let url = await opened.next() else { return }
        Output.note("watchpost: node at \(url); tailing \(stage.queue); Ctrl-C ends all")
        do {
            try await ServerClient.with(server: ServerAddress(url), token: nil) { client in
                try await TailSession(
                    client: client,
                    order: TailSession.Order(
                        queue: stage.queue,
                        terminal: TailSession.Terminal(name: "demo", file: cursor)
                    ),
                    outlet: .standard(format)
                ).run { try? await gracefulShutdown() }
            }
        } catch let error as ClientError {
            throw ExitCode.saying(error.message, error.exitCode)
        }
    }
}
