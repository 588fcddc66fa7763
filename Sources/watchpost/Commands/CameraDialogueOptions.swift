import ArgumentParser
import CameraSimulator
import Foundation

/// How simulated cameras speak RTSP.
struct CameraDialogueOptions: ParsableArguments {
    @Option(help: "What clients may ask for: tcp or udp alone; otherwise either.")
    var transport: CameraTransport?
    @Flag(help: "RTSP over TLS, with a certificate made at start that vouches for itself.")
    var tls = false
    @Option(
        parsing: .unconditional,
        help: "Seconds without a sign of life after which a client that plays is closed."
    )
    var sessionTimeout = 60

    @Option(help: ArgumentHelp("Whose cameras to answer like.", valueName: "name"))
    var maker = Maker.watchpost
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "What the cameras do besides, see above; may be given again.",
            valueName: "name"
        )
    )
    var quirk: [Quirk] = []

    func validate() throws {
        if tls, transport == .udp {
            throw ValidationError(
                "--tls encrypts the connection alone; leave out --transport udp"
            )
        }
        guard (1...86_400).contains(sessionTimeout) else {
            throw ValidationError(
                "--session-timeout must be 1 to 86400 seconds, not \(sessionTimeout)"
            )
        }
    }

    func apply(to settings: inout CameraServer.Settings) {
        if let transport { settings.transports = [transport] }
        settings.isEncrypted = tls
        settings.sessionTimeout = sessionTimeout
        settings.maker = quirk.reduce(maker) { $0.with($1) }
    }
}

extension CameraDialogueOptions {
    /// Each quirk with what it is, a line each.
    static let quirks = Quirk.allCases.map { quirk in
        let name = quirk.rawValue.padding(toLength: 21, withPad: " ", startingAt: 0)
        return "  \(name)  \(quirk.summary)"
    }.joined(separator: "\n")
}

extension CameraTransport: ExpressibleByArgument {}
extension Quirk: ExpressibleByArgument {}

extension Maker: ExpressibleByArgument {
    package init?(argument: String) {
        guard let maker = Maker.named(argument) else { return nil }
        self = maker
    }

    package static var allValueStrings: [String] { all.map(\.name) }
    package var defaultValueDescription: String { name }
}
