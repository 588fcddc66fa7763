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

            EXAMPLES
              watchpost simulate cameras --count 4 --port 8554
              watchpost simulate cameras --size 1920x1080 --rate 25 --truth truth.ndjson
              watchpost simulate cameras --auth digest --digest both --user admin \
                --password-file gate.password
              watchpost simulate cameras --codec h265
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
    @Option(help: "How clients must log in: digest or basic.")
    var auth: Authentication.Scheme?
    @Option(help: "The user that may log in.") var user: String?
    @Option(help: "A file with nothing but the user's password.") var passwordFile: String?
    @Option(
        help: "What a Digest is made with: md5 as most cameras, sha-256, or both to choose from."
    )
    var digest: OfferedDigests = .md5
    @Option(
        parsing: .unconditional,
        help: "Seconds after which a Digest's nonce is stale and another is to be used."
    )
    var nonceSeconds: Double?
    @Option(
        parsing: .unconditional,
        help: "Requests after which a Digest's nonce is stale and another is to be used."
    )
    var nonceRequests: Int?
    @Option(help: "A file for the truth: who is where when, an object a line.")
    var truth: String?

    enum Scene: String, ExpressibleByArgument, CaseIterable {
        case street
    }

    enum OfferedDigests: String, ExpressibleByArgument, CaseIterable {
        case md5
        case sha256 = "sha-256"
        case both

        var algorithms: [DigestAlgorithm] {
            switch self {
            case .md5: [.md5]
            case .sha256: [.sha256]
            case .both: [.sha256, .md5]
            }
        }
    }

    func validate() throws {
        try require((1...2000).contains(count), "--count", "1 to 2000", "\(count)")
        try require((0...65_535).contains(port), "--port", "0 to 65535", "\(port)")
        try require((1...60).contains(rate), "--rate", "1 to 60 pictures a second", "\(rate)")
        try require((0.1...60).contains(gop), "--gop", "0.1 to 60 seconds", "\(gop)")
        try require((1...900).contains(loop), "--loop", "1 to 900 seconds", "\(loop)")
        if auth == nil, user != nil || passwordFile != nil {
            throw ValidationError("--user and --password-file need --auth digest or --auth basic")
        }
        if auth != nil, user == nil || passwordFile == nil {
            throw ValidationError("--auth needs --user and --password-file")
        }
        if auth != .digest, digest != .md5 || nonceSeconds != nil || nonceRequests != nil {
            throw ValidationError(
                "--digest, --nonce-seconds and --nonce-requests need --auth digest"
            )
        }
        if let nonceSeconds {
            try require(nonceSeconds > 0, "--nonce-seconds", "above 0", "\(nonceSeconds)")
        }
        if let nonceRequests {
            try require(nonceRequests > 0, "--nonce-requests", "above 0", "\(nonceRequests)")
        }
        if user?.contains(":") == true || user?.isEmpty == true {
            throw ValidationError("--user must not be empty and must not contain a colon")
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
        }
        await interrupted.wait()
        await server.stop()
    }

    private func settings() throws -> CameraServer.Settings {
        CameraServer.Settings(
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
            authentication: try demandedLogin()
        )
    }

    private func require(
        _ holds: Bool,
        _ option: String,
        _ expected: String,
        _ given: String
    ) throws {
        if !holds { throw ValidationError("\(option) must be \(expected), not \(given)") }
    }

    private func demandedLogin() throws -> Authentication? {
        guard let auth, let user, let passwordFile else { return nil }
        let password = try readPassword(passwordFile)
        guard !password.isEmpty, !password.contains(where: \.isNewline) else {
            throw ExitCode.saying(
                "--password-file \(passwordFile): one line with the password is expected",
                .badInput
            )
        }
        var demanded = Authentication(auth, Credentials(user: user, password: password))
        demanded.algorithms = digest.algorithms
        demanded.nonceSeconds = nonceSeconds
        demanded.nonceRequests = nonceRequests
        return demanded
    }

    /// The file's text without the newline at its end; also from a pipe.
    private func readPassword(_ path: String) throws -> String {
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            let bytes = try file.readToEnd() ?? Data()
            var password = String(decoding: bytes, as: UTF8.self)
            while password.last?.isNewline == true { password.removeLast() }
            return password
        } catch {
            throw ExitCode.saying(
                "reading --password-file \(path): \(Self.reason(error)); name a readable file",
                .noFile
            )
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile, .fileNoSuchFile: "there is no such file"
        case .fileReadNoPermission: "no permission"
        default: "it cannot be read"
        }
    }
}

extension Authentication.Scheme: ExpressibleByArgument {}
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
