/// A stream's place at a camera.
struct RTSPTarget: Hashable, Sendable {
    var host: String
    var port: Int?
    /// Path and query with their leading slash.
    var rest: String
    var isSecure = false

    /// The port that the URL names, or the one that its scheme stands for.
    ///
    /// - Source: RFC 2326 3.2, RFC 7826 4.2.
    var effectivePort: Int { port ?? (isSecure ? 322 : 554) }

    /// The URL as requests name it, without user and password.
    var url: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return (isSecure ? "rtsps://" : "rtsp://") + name + (port.map { ":\($0)" } ?? "")
            + (rest.hasPrefix("/") ? "" : "/") + rest
    }
}
