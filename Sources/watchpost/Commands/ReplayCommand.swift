import ArgumentParser
import Assembly
import Cameras
import Domain
import Foundation
import Media

/// Runs recordings through the pipeline of live cameras.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Finds the episodes in recordings, as a live camera's would be found.",
        discussion: """
            One line an episode on stdout, as soon as it has ended; times in seconds from the \
            recording's first picture. After each file stderr has its packets, pictures and \
            damaged pictures. Exit status: 0 if any picture was looked at, 66 if no file is \
            there, else 65.

            EXAMPLES
              watchpost replay gate.mp4 -o json
              watchpost replay *.mp4 --camera 37010200001320000017
            """
    )

    @Argument(help: ArgumentHelp("Recordings.", valueName: "file"))
    var files: [String]

    @Option(help: "Use this camera's zones and sensitivity; its hours are not looked at.")
    var camera: String?

    @Option(help: ArgumentHelp("The folder of camera files.", valueName: "dir"))
    var cameras: String = Folders().cameras

    @Option(help: ArgumentHelp("The folder of the city's seeds.", valueName: "dir"))
    var seeds: String = Folders().seeds

    @Option(
        help: ArgumentHelp(
            "The node's configuration (default: \(Folders().config)).", valueName: "file"
        )
    )
    var config: String?

    @Option(help: "What is decoded: full, that is every picture.")
    var mode: DecodingMode = .full

    @Option(
        name: .shortAndLong,
        help: "table, or json: one object a line (default: table on a terminal, else json)."
    )
    var output: OutputFormat?

    enum DecodingMode: String, ExpressibleByArgument, CaseIterable {
        case full, adaptive, keyframes
    }

    func validate() throws {
        guard mode == .full else {
            throw ValidationError(
                "--mode \(mode.rawValue) is not there yet; --mode full decodes every picture"
            )
        }
        if let stream = files.first(where: { StreamAddress($0).isLive }) {
            throw ValidationError(
                "\(StreamAddress(stream)) is a stream; replay reads recordings, serve watches streams"
            )
        }
    }

    func run() async throws {
        let watched = try watched()
        noteHours(of: watched)
        let replay = Replay(as: watched, wall: RealClock(zone: .current).now().wall)
        var looked = 0
        var kinds: Set<MediaError.Kind> = []
        for file in files {
            let outcome = try run(file, with: replay)
            looked += outcome.pictures
            if let error = outcome.error { kinds.insert(error.kind) }
        }
        if looked > 0 { return }
        throw kinds == [.notFound] ? ExitCode.noFile : ExitCode.badInput
    }

    private func run(_ file: String, with replay: Replay) throws -> Replay.Outcome {
        var progress = ReplayProgress(file: file)
        let outcome = try replay.run(file) {
            progress.reach($0)
        } found: { finding in
            switch output ?? .standard {
            case .json: try Output.line(Self.json(finding))
            case .table: try Output.line(Self.row(finding))
            }
        }
        if let rate = outcome.assumedRate {
            Output.note("\(file): no timestamps; \(Int(rate)) pictures a second are assumed")
        }
        if let error = outcome.error {
            let next = files.count == 1 ? "" : "; the other files are not affected"
            Output.note("watchpost: \(error)\(Self.wayOut(of: error))\(next)")
        } else if outcome.pictures == 0 {
            Output.note(
                "watchpost: decoding \(file): no picture came out of its "
                    + "\(outcome.packets.counted("packet")); it was cut off or damaged, so record or copy it again"
            )
        }
        Output.note(
            "\(file): \(outcome.packets) packets, \(outcome.pictures) pictures, "
                + "\(outcome.damaged) damaged"
        )
        return outcome
    }

    /// What is accepted, where a file is none of it.
    private static func wayOut(of error: MediaError) -> String {
        switch error.kind {
        case .notVideo, .noVideo, .unsupported, .invalid:
            "; replay reads MP4, MOV, MKV, AVI, MPEG-PS and -TS, raw H.264 and H.265, with video in "
                + "H.264, H.265, MJPEG, MPEG-4, MS-MPEG4 or Cinepak"
        case .notFound: "; name a recording that is there"
        default: ""
        }
    }

    /// Says that a camera's hours do not hold for a recording.
    private func noteHours(of camera: Camera) {
        let zones = camera.zones.filter { zone in
            if case .intrusion(hours: .some) = zone.rule { true } else { false }
        }
        guard !zones.isEmpty else { return }
        let names = zones.map { "'\($0.name)'" }.joined(separator: ", ")
        Output.note(
            "watchpost: a recording has no time of day, so zone \(names) of camera '\(camera.id)' is "
                + "armed at all hours"
        )
    }

    /// The camera whose zones and sensitivity hold.
    private func watched() throws -> Camera {
        guard let camera else { return Replay.anyCamera }
        let folders = Folders(
            config: config ?? Folders().config,
            isConfigNamed: config != nil,
            cameras: cameras,
            seeds: seeds
        )
        let (configuration, mistakes) = ConfigurationReader.load(
            folders, environment: ProcessInfo.processInfo.environment
        )
        guard let configuration else {
            for mistake in mistakes where !mistake.isWarning { Output.note("\(mistake)") }
            throw ExitCode.saying(
                "camera '\(camera)' cannot be looked up before the mistakes above are mended",
                mistakes.contains { $0.kind == .missing } ? .noFile : .badInput
            )
        }
        guard let found = configuration.cameras.first(where: { $0.id.rawValue == camera }) else {
            throw ExitCode.saying(
                "no camera '\(camera)' in \(cameras); 'watchpost check' says what is there",
                .badInput
            )
        }
        return found
    }

    private static func json(_ finding: Replay.Finding) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(ReplayLine(finding)), as: UTF8.self)
    }

    private static func row(_ finding: Replay.Finding) -> String {
        let line = ReplayLine(finding)
        func seconds(_ time: Double) -> String {
            let text = String(format: "%.1f", time)
            return String(repeating: " ", count: max(0, 7 - text.count)) + text
        }
        return "\(seconds(line.start)) – \(seconds(line.end)) s  raised \(seconds(line.raised))  "
            + "\(line.kind) \(line.zone)  \(line.why)  \(line.file)"
    }
}

/// Says on a terminal how far a long recording has been read.
private struct ReplayProgress {
    private static let every = 300.0

    let file: String
    private var next = Self.every
    private let isWanted = isatty(STDERR_FILENO) == 1

    init(file: String) { self.file = file }

    mutating func reach(_ time: StreamTime) {
        guard isWanted, time.seconds >= next else { return }
        Output.note("\(file): \(Int(time.seconds / 60)) min")
        next = time.seconds + Self.every
    }
}
