import ArgumentParser
import CameraSimulator
import Domain
import Foundation
import Media

/// RTSP cameras that show a rendered street with known truth.
struct SimulateCamerasCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cameras",
        abstract: "RTSP cameras at /cam0, /cam1 … that show a rendered street.",
        discussion: """
            Prints each camera's address, then "ready", and serves until it is interrupted. The \
            first pass of the loop is served while it is rendered.

            FAULTS
              Each acts in windows, the same for the same seed: by default 20 s of health, then \
            10 s of the fault, and again. The truth of an event within a window names the fault.

            \(CameraFaultOptions.effects)

            QUIRKS
            \(CameraDialogueOptions.quirks)

            EXAMPLES
              watchpost simulate cameras --count 4 --port 8554
              watchpost simulate cameras --count 50 --faulty 10 --fault drop --fault stall
              watchpost simulate cameras --size 1920x1080 --rate 25 --truth truth.ndjson
              watchpost simulate cameras --auth digest --user admin --password-file gate.pw
              watchpost simulate cameras --codec h265 --maker dahua
              watchpost simulate cameras --maker hikvision --quirk no-keep-alive
              watchpost simulate cameras --transport udp --session-timeout 10
              watchpost simulate cameras --tls
            """
    )

    @Option(parsing: .unconditional, help: "How many cameras.")
    var count = 1
    @Option(parsing: .unconditional, help: "The port to listen on; 0 for any free one.")
    var port = 0
    @Option(help: "What the cameras show: street.") var scene = Scene.street
    @Option(parsing: .unconditional, help: "The same seed shows the same street.")
    var seed: UInt64 = 1
    @Option(
        help: ArgumentHelp(
            "Width and height of the picture in pixels, even, 64x64 to 3840x2160.",
            valueName: "WxH"
        ),
        transform: { text in
            guard let size = PictureSize(text) else {
                throw ValidationError(
                    "expected WxH such as 1280x720: even pixels, 64x64 to 3840x2160"
                )
            }
            return size
        }
    )
    var size = PictureSize(1280, 720)
    @Option(parsing: .unconditional, help: "Pictures a second.")
    var rate = 12
    @Option(help: "h264, h265, or mjpeg (sizes of whole 8 pixels up to 2040).")
    var codec = VideoEncoder.Codec.h264
    @Option(parsing: .unconditional, help: "Seconds from keyframe to keyframe.")
    var gop = 2.0
    @Option(parsing: .unconditional, help: "Bits a second; also as 500k or 1M.")
    var bitrate = BitRate(1_000_000)
    @Option(parsing: .unconditional, help: "Seconds until the street repeats.")
    var loop = 120.0
    @OptionGroup(title: "Login") var login: CameraLoginOptions
    @OptionGroup(title: "Protocol") var dialogue: CameraDialogueOptions
    @OptionGroup(title: "Faults") var faults: CameraFaultOptions
    @Option(help: "A file for the truth: who is where when, an object a line.")
    var truth: String?

    enum Scene: String, ExpressibleByArgument, CaseIterable {
        case street
    }

    func validate() throws {
        try require((1...2000).contains(count), "--count", "1 to 2000", "\(count)")
        try require((0...65_535).contains(port), "--port", "0 to 65535", "\(port)")
        try require((1...60).contains(rate), "--rate", "1 to 60 pictures a second", "\(rate)")
        try require((0.1...60).contains(gop), "--gop", "0.1 to 60 seconds", "\(gop)")
        try require((1...900).contains(loop), "--loop", "1 to 900 seconds", "\(loop)")
        if faults.fault.contains(.authExpire), login.auth != .digest {
            throw ValidationError("--fault auth-expire needs --auth digest")
        }
    }

    func run() async throws {
        let settings = try settings()
        let file = try truth.map { try TruthFile($0) }
        var takesTruth: (@Sendable (String) -> Void)?
        if let file { takesTruth = { file.append($0) } }
        let server = CameraServer(
            settings,
            clock: RealClock(zone: .current),
            random: {
                var system = SystemRandomNumberGenerator()
                return system.next()
            },
            truth: takesTruth,
            note: { Output.note("watchpost: simulate cameras: \($0)") }
        )
        let interrupted = Interruption()
        do {
            for url in try await server.start() { try Output.line(url) }
            try Output.line("ready")
        } catch let error as SimulatorError {
            throw ExitCode.saying("\(error)", .unreachable)
        } catch let error as MediaError {
            throw ExitCode.saying("\(error)", .badInput)
        }
        await interrupted.wait()
        await server.stop()
    }

    private func settings() throws -> CameraServer.Settings {
        var settings = CameraServer.Settings(
            cameras: count,
            port: port,
            scene: StreetScene.Settings(
                seed: seed,
                width: size.width,
                height: size.height,
                rate: rate,
                loopSeconds: loop
            ),
            codec: codec,
            gopSeconds: gop,
            bitRate: bitrate.bitsPerSecond,
            authentication: try login.demanded(),
            faults: faults.plan(seed: seed)
        )
        dialogue.apply(to: &settings)
        return settings
    }

    private func require(
        _ holds: Bool,
        _ option: String,
        _ expected: String,
        _ given: String
    ) throws {
        if !holds { throw ValidationError("\(option) must be \(expected), not \(given)") }
    }
}

extension VideoEncoder.Codec: ExpressibleByArgument {}

/// `1280x720` on the command line.
struct PictureSize: CustomStringConvertible {
    let width: Int
    let height: Int

    init(_ width: Int, _ height: Int) {
        self.width = width
        self.height = height
    }

    init?(_ text: String) {
        let sides = text.lowercased().split(separator: "x", omittingEmptySubsequences: false)
        guard sides.count == 2, let width = Int(sides[0]), let height = Int(sides[1]),
            (64...3840).contains(width), (64...2160).contains(height),
            width % 2 == 0, height % 2 == 0
        else { return nil }
        self.init(width, height)
    }

    var description: String { "\(width)x\(height)" }
}

/// `1000000`, `500k` or `1M` on the command line.
struct BitRate: ExpressibleByArgument {
    let bitsPerSecond: Int

    init(_ bitsPerSecond: Int) { self.bitsPerSecond = bitsPerSecond }

    init?(argument: String) {
        let units = ["k": 1000.0, "K": 1000, "m": 1_000_000, "M": 1_000_000]
        let unit = argument.last.flatMap { units[String($0)] }
        let digits = unit == nil ? Substring(argument) : argument.dropLast()
        guard let number = Double(digits), (10_000...100_000_000).contains(number * (unit ?? 1))
        else { return nil }
        self.init(Int(number * (unit ?? 1)))
    }

    var defaultValueDescription: String { "\(bitsPerSecond)" }
}

/// The file that takes the truth, a line at a time.
private final class TruthFile: Sendable {
    private let path: String
    private let handle: FileHandle

    init(_ path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else {
            throw ExitCode.saying(
                "writing --truth \(path): the file cannot be made; name one in a folder that is "
                    + "there and can be written",
                .noFile
            )
        }
        self.path = path
        self.handle = handle
    }

    func append(_ line: String) {
        do {
            try handle.write(contentsOf: Data((line + "\n").utf8))
        } catch {
            Output.note("watchpost: writing --truth \(path): \(error); this line is lost")
        }
    }
}
