import ArgumentParser
import CameraSimulator

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

    @Option(
        help: ArgumentHelp(
            "Whose cameras to answer like; 'help' lists the names.",
            valueName: "name"
        ),
        transform: { name in
            guard let maker = Maker.named(name) else {
                let names = Maker.all.map(\.name).joined(separator: ", ")
                throw ValidationError("expected one of \(names)")
            }
            return maker
        }
    )
    var maker = Maker.watchpost
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            """
            What the cameras do besides; may be given again: \
            \(Quirk.allCases.map { "\($0.rawValue): \($0.summary)" }.joined(separator: "; ")).
            """
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

extension CameraTransport: ExpressibleByArgument {}
extension Quirk: ExpressibleByArgument {}
