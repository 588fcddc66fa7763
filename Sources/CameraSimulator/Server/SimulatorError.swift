/// Why cameras could not be simulated.
package enum SimulatorError: Error, Hashable, CustomStringConvertible {
    case portInUse(host: String, port: Int)
    case cannotListen(host: String, port: Int, reason: String)
    case noDatagramPorts(host: String)
    case cannotEncrypt(reason: String)

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
        case .noDatagramPorts(let host):
            """
            opening a pair of UDP ports on \(host) for simulated cameras: no even port with its \
            neighbour is free; end what uses them, or do without by --transport tcp
            """
        case .cannotEncrypt(let reason):
            "making a key and certificate for simulated cameras: \(reason); do without --tls"
        }
    }
}
