import Glibc

/// How many files and connections the process may have open.
enum OpenFiles {
    /// The most that is asked for; a machine may allow a billion, and tables are made that large.
    private static let most: rlim_t = 1 << 20

    /// Takes all that the machine allows: a camera and a reader need one each.
    static func raiseLimit() {
        var limit = rlimit()
        let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard unsafe getrlimit(kind, &limit) == 0 else { return }
        limit.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, most))
        _ = unsafe setrlimit(kind, &limit)
    }
}
