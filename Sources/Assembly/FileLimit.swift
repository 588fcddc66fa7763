import Delivery
import Glibc
import Logging
import Web

/// How many files and sockets the node may hold open at once.
enum FileLimit {
    /// What a node holds open besides cameras and connections: ledger, pictures, logs.
    private static let others = 128
    /// Of a camera: its connection and two for datagrams.
    private static let ofCamera = 3

    /// Raises the process's limit as far as it goes; where that is not enough for every connection,
    /// fewer are taken, and it is said.
    static func fit(_ limits: WebLimits, cameras: Int, logger: Logger) -> WebLimits {
        let wanted = limits.connections + ofCamera * cameras + others
        let given = raise(to: wanted)
        guard given < wanted else { return limits }
        var fewer = limits
        fewer.connections = max(16, given - ofCamera * cameras - others)
        logger.event(
            .nodeLimited,
            .warning,
            """
            \(given) files may be open at once, \(wanted) are wanted: at most \(fewer.connections) \
            connections are taken; raise the hard limit (LimitNOFILE=\(wanted), or ulimit -Hn)
            """,
            [.limit: "\(given)"]
        )
        return fewer
    }

    /// - Returns: the limit as it is now.
    private static func raise(to wanted: Int) -> Int {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard unsafe getrlimit(files, &limit) == 0 else { return wanted }
        if limit.rlim_cur < limit.rlim_max {
            limit.rlim_cur = limit.rlim_max
            guard unsafe setrlimit(files, &limit) == 0 else { return wanted }
        }
        return Int(clamping: limit.rlim_cur)
    }
}
