import Desk
import Domain

/// Reads a node's configuration, cameras and seeds, and says all that is wrong with them at once.
package struct ConfigurationReader {
    private let folders: Folders
    private let environment: [String: String]
    private var mistakes: [Mistake] = []

    /// Reads all of it.
    ///
    /// - Parameter environment: the process's, for `WATCHPOST_CREDENTIAL_<NAME>`.
    /// - Returns: the configuration, `nil` if anything is more than a warning; every mistake.
    package static func load(
        _ folders: Folders,
        environment: [String: String]
    ) -> (configuration: Configuration?, mistakes: [Mistake]) {
        var reader = ConfigurationReader(folders: folders, environment: environment)
        let configuration = reader.read()
        let isFit = reader.mistakes.allSatisfy(\.isWarning)
        return (isFit ? configuration : nil, reader.mistakes)
    }

    /// Reads how a node is to log, and nothing else, so that it takes effect while the node runs.
    ///
    /// - Returns: `nil` if anything in watchpost.yaml is more than a warning; every mistake.
    package static func log(_ folders: Folders) -> (log: LogSettings?, mistakes: [Mistake]) {
        var reader = ConfigurationReader(folders: folders, environment: [:])
        let settings = reader.settings()
        let isFit = reader.mistakes.allSatisfy(\.isWarning)
        return (isFit ? settings?.log : nil, reader.mistakes)
    }

    /// Reads again what a running node takes up: cameras, credentials, where cameras may be, and the
    /// response policy.
    ///
    /// - Parameter standing: what it goes by so far; the city and the rest stay as they are.
    package static func reload(
        _ folders: Folders,
        environment: [String: String],
        standing: Configuration
    ) -> (configuration: Configuration?, mistakes: [Mistake]) {
        var reader = ConfigurationReader(folders: folders, environment: environment)
        let configuration = reader.reread(standing)
        let isFit = reader.mistakes.allSatisfy(\.isWarning)
        return (isFit ? configuration : nil, reader.mistakes)
    }

    private init(folders: Folders, environment: [String: String]) {
        self.folders = folders
        self.environment = environment
    }

    private mutating func read() -> Configuration? {
        let settings = settings()
        let policy = policy()
        let credentials = credentials()
        var seeds = CityReader(folder: folders.seeds)
        let city = seeds.read()
        mistakes += seeds.mistakes
        let cameras = cameras(city, credentials, settings)
        guard let settings, let policy, let credentials, let city, let cameras else { return nil }
        return Configuration(
            listen: settings.listen,
            timeZone: settings.timeZone,
            log: settings.log,
            networks: settings.cameraNetworks,
            policy: policy,
            city: city,
            cameras: cameras.filed.cameras,
            files: cameras.filed.files,
            ownCameras: cameras.own.cameras,
            credentials: credentials
        )
    }

    private mutating func reread(_ standing: Configuration) -> Configuration? {
        let settings = settings()
        let policy = policy()
        let credentials = credentials()
        let cameras = cameras(standing.city, credentials, settings)
        guard let settings, let policy, let credentials, let cameras else { return nil }
        warn(of: settings, beside: standing)
        warn(of: policy, beside: standing)
        var configuration = standing
        configuration.policy = policy
        configuration.networks = settings.cameraNetworks
        configuration.cameras = cameras.filed.cameras
        configuration.files = cameras.filed.files
        configuration.ownCameras = cameras.own.cameras
        configuration.credentials = credentials
        return configuration
    }

    private mutating func settings() -> Settings? {
        guard folders.isConfigNamed || FileSource.exists(folders.config) else {
            warn(folders.config, "there is none; the defaults apply")
            return Settings()
        }
        return document(
            folders.config,
            "the node's configuration",
            mayBeEmpty: true,
            SettingsReader.settings
        )
    }

    private mutating func policy() -> ResponsePolicy? {
        let path = folders.beside("response.yaml")
        guard FileSource.exists(path) else {
            warn(path, "there is none; the shipped 1-3-5 deadlines apply")
            return .standard
        }
        return document(path, "the response policy", PolicyReader.policy)
    }

    /// The environment's stand before the file's.
    private mutating func credentials() -> [String: Credentials]? {
        let (found, wrong) = CredentialsReader.credentials(in: environment)
        mistakes += wrong
        let path = folders.beside("credentials.yaml")
        guard FileSource.exists(path) else { return found }
        return document(path, "credentials", isSecret: true, CredentialsReader.credentials)?
            .merging(found) { $1 }
    }

    /// The cameras of the files, and those that came over the API.
    private mutating func cameras(
        _ city: City?,
        _ credentials: [String: Credentials]?,
        _ settings: Settings?
    ) -> (filed: CameraReader, own: CameraReader)? {
        let context = CameraContext(
            city: city,
            credentials: credentials.map { Set($0.keys) },
            networks: settings?.cameraNetworks,
            folders: folders
        )
        let own = ownCameras(context)
        return filedCameras(context).map { ($0, own) }
    }

    private mutating func filedCameras(_ context: CameraContext) -> CameraReader? {
        guard let names = FileSource.yamlFiles(in: folders.cameras) else {
            var findings = Findings(file: folders.cameras)
            if FileSource.exists(folders.cameras) {
                let reason = FileSource.unreadable(folders.cameras)
                findings.mistake(0, "\(reason); expected the folder of camera files")
            } else {
                findings.missing("no such folder; expected camera files (*.yaml, *.yml)")
            }
            mistakes += findings.mistakes
            return nil
        }
        if names.isEmpty {
            warn(folders.cameras, "no camera files (*.yaml, *.yml) in it; it names no camera")
        }
        return cameras(in: folders.cameras, names, context)
    }

    /// Nothing is kept where nothing came over the API so far.
    private mutating func ownCameras(_ context: CameraContext) -> CameraReader {
        guard let folder = folders.ownCameras, FileSource.exists(folder) else {
            return CameraReader(context)
        }
        guard let names = FileSource.yamlFiles(in: folder) else {
            // They would be taken for removed, and nobody would watch them any more.
            var findings = Findings(file: folder)
            let reason = FileSource.unreadable(folder)
            findings.mistake(0, "\(reason); expected the folder of the cameras of the API")
            mistakes += findings.mistakes
            return CameraReader(context)
        }
        let reader = cameras(in: folder, names, context)
        for (id, file) in reader.files.sorted(by: { $0.key < $1.key })
        where file != "\(folder)/\(id).yaml" {
            var findings = Findings(file: file)
            findings.mistake(0, "holds camera '\(id)', which is kept in \(id).yaml; move it there")
            mistakes += findings.mistakes
        }
        return reader
    }

    private mutating func cameras(
        in folder: String,
        _ names: [String],
        _ context: CameraContext
    ) -> CameraReader {
        var reader = CameraReader(context)
        for name in names {
            var findings = Findings(file: "\(folder)/\(name)")
            if let document = FileSource.document(findings.file, "cameras", &findings) {
                reader.read(document, &findings)
            }
            mistakes += findings.inOrder
        }
        return reader
    }

    private mutating func document<Value>(
        _ path: String,
        _ what: String,
        isSecret: Bool = false,
        mayBeEmpty: Bool = false,
        _ read: (YAMLValue, inout Findings) -> Value?
    ) -> Value? {
        var findings = Findings(file: path)
        let document = FileSource.document(
            path,
            what,
            isSecret: isSecret,
            mayBeEmpty: mayBeEmpty,
            &findings
        )
        let value = document.flatMap { read($0, &findings) }
        mistakes += findings.inOrder
        return value
    }

    /// Says what a running node does not take up, so that nobody waits for it.
    private mutating func warn(of settings: Settings, beside standing: Configuration) {
        let news = [
            "listen": settings.listen != standing.listen,
            "timeZone": settings.timeZone != standing.timeZone,
        ]
        for key in news.filter(\.value).keys.sorted() {
            warn(folders.config, "'\(key)' has changed; that counts when the node starts again")
        }
    }

    /// Two policies of one version cannot be told apart by whoever reads an alert.
    private mutating func warn(of policy: ResponsePolicy, beside standing: Configuration) {
        guard policy != standing.policy, policy.version == standing.policy.version else { return }
        warn(
            folders.beside("response.yaml"),
            "the policy has changed, and its version is \(shown(policy.version)) as before; alerts "
                + "show it with a number after it: give every change a version of its own"
        )
    }

    private mutating func warn(_ path: String, _ message: String) {
        var findings = Findings(file: path)
        findings.warning(0, message)
        mistakes += findings.mistakes
    }
}
