package import Desk
package import Domain

/// Where a node's files lie, as the command line names them.
package struct Folders: Hashable, Sendable {
    /// The path of `watchpost.yaml`; `response.yaml` and `credentials.yaml` lie beside it.
    package var config: String
    /// Whether somebody asked for this very file, so that its absence is a mistake.
    package var isConfigNamed: Bool
    package var cameras: String
    package var seeds: String

    package init(
        config: String = "config/watchpost.yaml",
        isConfigNamed: Bool = false,
        cameras: String = "cameras",
        seeds: String = "seeds"
    ) {
        self.config = config
        self.isConfigNamed = isConfigNamed
        self.cameras = cameras
        self.seeds = seeds
    }

    /// A file beside `watchpost.yaml`.
    func beside(_ name: String) -> String {
        guard let slash = config.lastIndex(of: "/") else { return name }
        return config[...slash] + name
    }
}

/// What a node is told: where it listens, what is promised, the city, its cameras.
package struct Configuration: Sendable {
    package var listen: ListenAddress
    /// An IANA name.
    package var timeZone: String
    package var log: LogSettings
    package var policy: ResponsePolicy
    package var city: City
    /// In the order of the files.
    package var cameras: [Camera]
    /// By the name that camera files use.
    package var credentials: [String: Credentials]
}
