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
    }
}

extension CameraTransport: ExpressibleByArgument {}
