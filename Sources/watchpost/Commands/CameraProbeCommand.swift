import ArgumentParser
import Cameras
import Delivery
import Domain
import Foundation
import NIOCore

/// Tries a stream, and says what it is good for.
struct CameraProbeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Tries a stream from the node: codec, size, rate, keyframes and a verdict.",
        discussion: """
            The node tries it, with its own credentials and only where cameras may be \
            (cameraNetworks in watchpost.yaml); nothing is saved. Exit status: 0 where it is fit, \
            69 where it cannot be reached, 77 where the password is refused, 65 where it is not fit.

            EXAMPLES
              watchpost camera probe rtsp://10.1.2.17/Streaming/Channels/101 \\
                  --credentials square
              watchpost camera probe rtsp://10.1.2.17/main --transport udp -o json
            """
    )

    @Argument(help: ArgumentHelp("rtsp://HOST[:PORT]/PATH without a password.", valueName: "url"))
    var url: String

    @Option(help: "A name among the node's credentials.")
    var credentials: String?

    @Option(help: "tcp or udp.")
    var transport: StreamTransport?

    @OptionGroup var client: ClientOptions

    func run() async throws {
        var trial: [String: JSONForm] = ["url": .text(url)]
        trial["credentials"] = credentials.map { .text($0) }
        trial["transport"] = transport.map { .text($0.rawValue) }
        try await client.run { server in
            let (document, answer) = try await server.probe(.mapping(trial))
            try client.show(answer) { document.lines }
            if let code = document.exitCode { throw code }
        }
    }
}

extension ServerClient {
    /// Tries a stream; the node takes no more than 25 s for it.
    func probe(_ trial: JSONForm) async throws -> (document: ProbeDocument, answer: Data) {
        let answer = try await post(["v1", "probe"], trial, within: .seconds(40)).document
        return (try decode(ProbeDocument.self, from: answer), answer)
    }
}

extension ProbeDocument {
    /// For people.
    var lines: [String] {
        var facts = [("verdict", verdict), ("url", url)]
        let way = transport + (authentication.map { ", \($0)" } ?? "")
        facts.append(("transport", way))
        if let codec { facts.append(("codec", codec)) }
        if let width, let height { facts.append(("size", "\(width)x\(height)")) }
        if let rate { facts.append(("rate", "\(rate.rounded(to: 1))/s")) }
        if let keyframeInterval {
            facts.append(("keyframes", "every \(keyframeInterval.rounded(to: 1)) s"))
        }
        if let bitsPerSecond {
            facts.append(("bit rate", "\((bitsPerSecond / 1000).rounded(to: 0)) kb/s"))
        }
        facts.append(("seen", "\(pictures.counted("picture")) in \(seconds.rounded(to: 1)) s"))
        return facts.map { DisplayWidth.pad($0, to: 12) + $1 }
    }

    /// `nil` where it can be watched.
    var exitCode: ExitCode? {
        guard fitness == .unfit else { return nil }
        switch cause {
        case "unreachable", "timedOut", "endOfStream": return .unreachable
        case "unauthorized", "notAllowed": return .notAllowed
        default: return .badInput
        }
    }
}
