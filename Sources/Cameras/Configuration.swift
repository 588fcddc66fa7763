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
    /// The folder of a node's data; `nil` where nobody named one.
    package var data: String?

    package init(
        config: String = "config/watchpost.yaml",
        isConfigNamed: Bool = false,
        cameras: String = "cameras",
        seeds: String = "seeds",
        data: String? = nil
    ) {
        self.config = config
        self.isConfigNamed = isConfigNamed
        self.cameras = cameras
        self.seeds = seeds
        self.data = data
    }

    /// The files whose changes a running node takes up, beside the camera files.
    package var watchedFiles: [String] {
        [config, beside("credentials.yaml"), beside("response.yaml")]
    }

    /// Whether a file of this name in the folder of cameras counts as one of them.
    package static func isCameraFile(_ name: String) -> Bool {
        !name.hasPrefix(".") && (name.hasSuffix(".yaml") || name.hasSuffix(".yml"))
    }

    /// Where a node keeps the cameras that came over its API.
    package var ownCameras: String? { data.map { "\($0)/cameras" } }

    /// What a caller may know of a node's disk: names without the folders above them.
    var names: Folders {
        func name(_ path: String) -> String {
            path.split(separator: "/").last.map(String.init) ?? path
        }
        return Folders(config: name(config), cameras: name(cameras), seeds: name(seeds))
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
    /// Where cameras may be.
    package var networks: NetworkList
    package var policy: ResponsePolicy
    package var city: City
    /// Of the camera files, in their order.
    package var cameras: [Camera]
    /// The file of each of these.
    package var files: [CameraID: String]
    /// Those that came over the API; a camera of a file with the same id stands before them.
    package var ownCameras: [Camera]
    /// By the name that camera files use.
    package var credentials: [String: Credentials]
}

extension Configuration {
    /// Of a city that no camera watches yet.
    package init(listen: ListenAddress, timeZone: String, policy: ResponsePolicy, city: City) {
        self.init(
            listen: listen,
            timeZone: timeZone,
            log: LogSettings(),
            networks: .local,
            policy: policy,
            city: city,
            cameras: [],
            files: [:],
            ownCameras: [],
            credentials: [:]
        )
    }
}
