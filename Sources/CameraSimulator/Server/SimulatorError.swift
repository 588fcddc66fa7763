/// Why cameras could not be simulated.
package enum SimulatorError: Error, Hashable, CustomStringConvertible {
    case portInUse(host: String, port: Int)
    case cannotListen(host: String, port: Int, reason: String)

    package var description: String {
        switch self {
        case .portInUse(let host, let port):
            """
            listening on \(host):\(port) for simulated cameras: the port is in use; \
            name another with --port, or --port 0 for any free one
            """
        case .cannotListen(let host, let port, let reason):
            """
            listening on \(host):\(port) for simulated cameras: \(reason); \
            name another with --port, or --port 0 for any free one
            """
        }
    }
}
